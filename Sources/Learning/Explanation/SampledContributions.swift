import Numerics

/// Shapley values of any model, by orders drawn by chance: what the answer gains when a column's own number takes the place
/// of a background row's, averaged over orders in which the columns come and over background rows (Štrumbelj & Kononenko
/// 2014), each order and its reverse together (Mitchell et al. 2022).
///
/// Whatever the orders, a row's values add to its answer less the mean answer for the background rows that were used, which
/// are the same for every row: the sum holds to rounding, only its parts have an error.
public struct SampledContributions: Sendable {
  public let contributions: Contributions
  /// The standard error of a value, on average over rows and columns, for each output.
  public let errors: [Double]

  /// - Parameters:
  ///   - background: rows that stand for everybody; as many of them as there are pairs of orders are used, in turn.
  ///   - blocks: columns that are known or not known together; together all columns.
  ///   - pairs: how many orders are drawn for each row, each taken forwards and backwards.
  ///   - answers: rows × outputs for rows, the same whenever it is asked.
  /// - Throws: what `answers` throws; `LearningError.noRows` without background, `Interrupted`.
  ///   Cost: rows × pairs × 2 × blocks answers.
  public init(
    _ features: Matrix, background: Matrix, blocks: [Range<Int>], pairs: Int, seed: UInt64, context: ExecutionContext,
    answers: (Matrix) throws -> Matrix
  ) throws {
    guard background.rows > 0, pairs > 0, features.rows > 0, !blocks.isEmpty else { throw LearningError.noRows }
    let used = (0..<pairs).map { $0 * background.rows / pairs }
    let atBackground = try answers(background.gathering(used))
    let outputs = atBackground.columns
    let width = blocks.count * outputs
    var values = Matrix(rows: features.rows, columns: width)
    var squares = [Double](repeating: 0, count: outputs)
    for row in 0..<features.rows {
      try context.checkInterruption()
      context.report(fraction: Double(row) / Double(features.rows))
      var (sums, sumsOfSquares) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
      for (pair, place) in used.enumerated() {
        var generator = SeededGenerator.derived(from: seed, row, pair)
        let order = generator.shuffled(Array(blocks.indices))
        var parts = [Double](repeating: 0, count: width)
        for order in [order, order.reversed()] {
          let path = Self.path(from: background, place, to: features, row, blocks, order)
          let found = try answers(path)
          for (step, block) in order.enumerated() {
            for output in 0..<outputs {
              parts[block * outputs + output] += (Double(found[step + 1, output]) - Double(found[step, output])) / 2
            }
          }
        }
        for index in 0..<width {
          sums[index] += parts[index]
          sumsOfSquares[index] += parts[index] * parts[index]
        }
      }
      let count = Double(pairs)
      for index in 0..<width {
        let mean = sums[index] / count
        values[row, index] = Float(mean)
        let variance = count > 1 ? max(0, sumsOfSquares[index] - count * mean * mean) / (count - 1) : .nan
        squares[index % outputs] += (variance / count).squareRoot()
      }
    }
    let expected = (0..<outputs).map { output in
      (0..<pairs).reduce(0) { $0 + Double(atBackground[$1, output]) } / Double(pairs)
    }
    contributions = Contributions(columns: blocks.count, outputs: outputs, expected: expected, values: values)
    errors = squares.map { $0 / Double(features.rows * blocks.count) }
  }

  /// The background row, then with one block after another taken from the row.
  private static func path(
    from background: Matrix, _ place: Int, to features: Matrix, _ row: Int, _ blocks: [Range<Int>], _ order: [Int]
  ) -> Matrix {
    var storage: [Float] = []
    storage.reserveCapacity((order.count + 1) * features.columns)
    var current = Array(background.row(place))
    storage += current
    for block in order {
      for column in blocks[block] { current[column] = features[row, column] }
      storage += current
    }
    return Matrix(rows: order.count + 1, columns: features.columns, storage: storage)
  }
}

extension Contributions {
  /// How far the sum of a row's values and what is expected lies from the model's own answer, at most over rows and outputs:
  /// rounding, unless something is wrong.
  /// - Parameter answers: rows × outputs, as the values are meant.
  public func greatestResidual(beside answers: Matrix) -> Double {
    var greatest = 0.0
    for row in 0..<values.rows {
      for output in 0..<outputs {
        let sum = (0..<columns).reduce(expected[output]) { $0 + Double(self[row, $1, output]) }
        greatest = max(greatest, abs(sum - Double(answers[row, output])))
      }
    }
    return greatest
  }
}
