import Numerics

/// What each column adds to or takes from a model's numbers, row by row: Shapley values.
public struct Contributions: Sendable, Equatable {
  /// Columns of the model, and numbers that it gives for a row.
  public let columns, outputs: Int
  /// What the model gives on average, one number for each output: where no column is known.
  public let expected: [Double]
  /// A row for each row, column after column, in each the outputs. With `expected` they add to what the model gives.
  public let values: Matrix

  /// What a column adds to an output of a row.
  public subscript(row: Int, column: Int, output: Int) -> Float { values[row, column * outputs + output] }

  /// For each output, the mean of a column's absolute contributions over the rows; 0 without rows.
  public func meanAbsolute() -> [[Double]] {
    var sums = [Double](repeating: 0, count: columns * outputs)
    for row in 0..<values.rows {
      for (place, value) in values.row(row).enumerated() { sums[place] += Double(abs(value)) }
    }
    let rows = Double(max(1, values.rows))
    return (0..<outputs).map { output in (0..<columns).map { sums[$0 * outputs + output] / rows } }
  }
}

/// What a column's importance counts, of the trees alone.
public enum ColumnImportance: String, Sendable, CaseIterable {
  /// What its splits brought in training.
  case gain
  /// The rows that its splits parted, by their curvature, on average.
  case cover
  /// How many splits look at it.
  case weight
}

/// A classifier whose numbers can be told apart into what each column adds.
public protocol ContributingClassifier: FittedClassifier {
  /// The classes that the outputs of `contributions` are for.
  var outputNames: [String] { get }
  /// What the outputs are, for a person: "log odds", "probability".
  var outputMeaning: String { get }
  /// A number for each column; nil where the model does not count that.
  func columnImportance(_ kind: ColumnImportance) -> [Double]?
  /// - Throws: what `predict` throws; `Interrupted`.
  func contributions(_ features: Matrix, context: ExecutionContext) throws -> Contributions
}

extension ShapleyTrees {
  /// The Shapley values of every row, with the training rows' way through the trees in place of columns left out
  /// (Lundberg et al. 2020, TreeSHAP, path-dependent).
  ///
  /// - Parameter base: what is added to the trees' numbers, for each output.
  /// - Throws: `Interrupted`. Cost: rows · leaves · depth², eight rows at a time on each thread. Memory: rows · columns ·
  ///   outputs numbers.
  func contributions(_ features: Matrix, base: [Double], context: ExecutionContext) throws -> Contributions {
    let (width, depth) = (features.columns * outputs, depth)
    let inverses = [0] + (1...depth + 2).map { 1 / Double($0) }
    let groups = (features.rows + Lanes.scalarCount - 1) / Lanes.scalarCount
    let values = try Matrix(rows: features.rows, columns: width) { buffer in
      guard let start = buffer.baseAddress else { return }
      let target = DisjointPointer(start)
      try context.forEachPiece(of: groups, size: 1) { groups in
        for first in groups.map({ $0 * Lanes.scalarCount }) {
          let rows = first..<min(first + Lanes.scalarCount, features.rows)
          let sums = try sums(over: features, rows, room: ShapleyWalk.room(depth: depth), inverses, context)
          for row in rows {
            for (place, sum) in sums.enumerated() { target[row * width + place] = Float(sum[row - first]) }
          }
        }
      }
    }
    return Contributions(
      columns: features.columns, outputs: outputs, expected: zip(expectedOutputs(), base).map { $0 + $1 },
      values: values)
  }

  private typealias Lanes = ShapleyWalk.Lanes

  /// The contributions of up to eight rows, each in its lane, summed over the trees in their order; lanes without a row
  /// are filled with the first.
  private func sums(
    over features: Matrix, _ rows: Range<Int>, room: Int, _ inverses: [Double], _ context: ExecutionContext
  ) throws -> [Lanes] {
    var numbers = [Lanes](repeating: .zero, count: features.columns)
    for lane in 0..<Lanes.scalarCount {
      let row = features.row(rows.lowerBound + (lane < rows.count ? lane : 0))
      for (column, number) in row.enumerated() { numbers[column][lane] = Double(number) }
    }
    var sums = [Lanes](repeating: .zero, count: features.columns * outputs)
    let empty = ShapleyWalk.Step(column: -1, others: 1, own: Lanes(repeating: 1), weight: .zero)
    var path = [ShapleyWalk.Step](repeating: empty, count: room)
    for tree in 0..<ensemble.treeCount {
      try context.checkInterruption()
      walk(numbers, tree, inverses, &sums) { walk, root in
        path.withUnsafeMutableBufferPointer { path in
          guard let base = path.baseAddress else { return }
          walk.visit(root, base, count: 0, empty)
        }
      }
    }
    return sums
  }

  private func walk(
    _ numbers: [Lanes], _ tree: Int, _ inverses: [Double], _ sums: inout [Lanes], _ body: (ShapleyWalk, Int) -> Void
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      numbers.withUnsafeBufferPointer { numbers in
        ensemble.nodes.withUnsafeBufferPointer { nodes in
          covers.withUnsafeBufferPointer { covers in
            leafStarts.withUnsafeBufferPointer { starts in
              values.withUnsafeBufferPointer { values in
                inverses.withUnsafeBufferPointer { inverses in
                  guard let sums = sums.baseAddress, let numbers = numbers.baseAddress, let nodes = nodes.baseAddress,
                    let covers = covers.baseAddress, let starts = starts.baseAddress, let values = values.baseAddress,
                    let inverses = inverses.baseAddress
                  else { return }
                  let walk = ShapleyWalk(
                    nodes: nodes, covers: covers, rows: numbers, leafStarts: starts, values: values, span: span,
                    result: sums + firstOutput(of: tree), outputs: outputs, factor: weight, inverses: inverses)
                  body(walk, ensemble.range(of: tree).lowerBound)
                }
              }
            }
          }
        }
      }
    }
  }
}
