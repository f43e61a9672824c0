/// How rows become points whose distances, cheap to compute by matrix products, are lower bounds of theirs.
///
/// Either a point is the row, centred; then the bound is the distance itself. Or it is the row's coordinates along a few
/// principal directions, and as a last number the length of the rest: the rests of two rows differ at least by as much as
/// their lengths do. Where most of the spread lies along few directions, as after `pca` or in descriptors of faces, such
/// bounds rule out nearly every reference at a fraction of the products.
struct DistanceBounds: Sendable {
  /// Taken off first: the smaller the numbers, the less is lost in rounding.
  private let means: [Float]
  /// One direction a row; nil where points are whole rows.
  private let directions: Matrix?

  /// - Parameters:
  ///   - references: rows of `matrix`, group by group.
  ///   - groups: the sizes of the groups.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  init(
    _ matrix: Matrix, _ references: [Int], _ groups: [SearchedGroup], count: Int, _ context: ExecutionContext
  ) throws {
    means = Self.means(of: matrix, references)
    let choice = DirectionChoice(columns: matrix.columns, groups: groups, neighbours: count)
    directions = try choice.directions(matrix, references, means: means, context)
  }

  init(means: [Float], directions: Matrix?) {
    self.means = means
    self.directions = directions
  }

  /// Of some of the rows: any point near the middle serves as well.
  private static func means(of matrix: Matrix, _ rows: [Int]) -> [Float] {
    let sample = stride(from: 0, to: rows.count, by: max(1, rows.count / 1024))
    var sums = [Double](repeating: 0, count: matrix.columns)
    var taken = 0.0
    for place in sample {
      let start = rows[place] * matrix.columns
      for column in sums.indices { sums[column] += Double(matrix.storage[start + column]) }
      taken += 1
    }
    return sums.map { Float($0 / max(1, taken)) }
  }

  /// Where rows lie along the first direction, from anywhere; nil where there are no directions.
  /// - Throws: `Interrupted`.
  func positions(_ source: Matrix, _ rows: [Int], _ context: ExecutionContext) throws -> [Float]? {
    guard let directions else { return nil }
    var positions = [Float](repeating: 0, count: rows.count)
    try positions.withUnsafeMutableBufferPointer { positions in
      guard let target = positions.baseAddress.map({ DisjointPointer($0) }) else { return }
      try context.forEachPiece(of: rows.count, size: max(16, (1 << 18) / source.columns)) { piece in
        source.storage.withUnsafeBufferPointer { numbers in
          directions.storage.withUnsafeBufferPointer { directions in
            guard let numbers = numbers.baseAddress, let first = directions.baseAddress else { return }
            for place in piece {
              target[place] = VectorKernels.dot(
                numbers + rows[place] * source.columns, first, count: source.columns)
            }
          }
        }
      }
    }
    return positions
  }

  /// Points for rows of `source`.
  /// - Throws: `NumericsError.overflow` where a squared norm is beyond single precision; `Interrupted`.
  func points(_ source: Matrix, _ rows: [Int], _ context: ExecutionContext) throws -> NeighbourPoints {
    let width = directions.map { $0.rows + 1 } ?? source.columns
    var norms = [Float](repeating: 0, count: rows.count)
    let bounding = try norms.withUnsafeMutableBufferPointer { norms in
      guard let norms = norms.baseAddress.map({ DisjointPointer($0) }) else { return Matrix(rows: 0, columns: width) }
      return try Matrix(rows: rows.count, columns: width) { buffer in
        guard let base = buffer.baseAddress else { return buffer.update(repeating: 0) }
        let target = DisjointPointer(base)
        try context.forEachPiece(of: rows.count, size: max(16, (1 << 17) / max(1, source.columns))) { piece in
          let centred = source.centred(by: means, gathering: rows[piece])
          write(centred, to: target.base + piece.lowerBound * width, norms: norms.base + piece.lowerBound)
        }
      }
    }
    guard norms.allSatisfy(\.isFinite) else { throw NumericsError.overflow }
    return NeighbourPoints(bounding: bounding, norms: norms, source: source, rows: rows)
  }

  private func write(_ centred: Matrix, to target: UnsafeMutablePointer<Float>, norms: UnsafeMutablePointer<Float>) {
    centred.storage.withUnsafeBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      let columns = centred.columns
      for row in 0..<centred.rows {
        norms[row] = Float(VectorKernels.squaredNorm(numbers + row * columns, count: columns))
      }
      guard let directions else { return target.update(from: numbers, count: centred.rows * columns) }
      let width = directions.rows + 1
      directions.storage.withUnsafeBufferPointer { directions in
        guard let directions = directions.baseAddress else { return }
        BLAS.multiply(
          numbers, stride: columns, transposed: false, by: directions, stride: columns, transposed: true, into: target,
          stride: width,
          rows: centred.rows, columns: width - 1, inner: columns)
      }
      for row in 0..<centred.rows {
        let along = VectorKernels.squaredNorm(target + row * width, count: width - 1)
        target[row * width + width - 1] = Float(max(0, Double(norms[row]) - along).squareRoot())
      }
    }
  }

  /// How far a squared distance by products can be off, less the query's squared norm. Rounding errors add up like a
  /// random walk over the columns; a factor of 8 leaves room for an unlucky one.
  func slack(of asking: NeighbourPoints, among references: NeighbourPoints) -> [Float] {
    let largest = references.norms.max() ?? 0
    let factor = 16 * Float.ulpOfOne * (8 + Float(asking.source.columns).squareRoot())
    return (0..<asking.count).map { factor * (asking.norms[$0] + largest) - asking.norms[$0] }
  }
}

extension Matrix {
  /// Some rows, minus `means`.
  fileprivate func centred(by means: [Float], gathering rows: ArraySlice<Int>) -> Matrix {
    Matrix(rows: rows.count, columns: columns) { target in
      storage.withUnsafeBufferPointer { source in
        means.withUnsafeBufferPointer { means in
          guard let from = source.baseAddress, var to = target.baseAddress else { return }
          for row in rows {
            for column in 0..<columns { to[column] = from[row * columns + column] - means[column] }
            to += columns
          }
        }
      }
    }
  }
}
