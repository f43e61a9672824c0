/// The Gram matrix of some rows, their columns centred by the means of these rows alone, known by the inner products that
/// these rows share with others (`RowProducts`).
///
/// Whatever it tells of its own rows depends on these alone, bit for bit.
public struct CentredProducts: Sendable {
  private let all: RowProducts
  private let chosen: [Int]
  /// 1 for each row that is chosen, 0 for the others.
  private let mask: [Double]
  /// What a product loses for each of its two rows when the columns are centred.
  private let offsets: [Double]
  /// The sum of all eigenvalues.
  public let trace: Double

  /// Of the squares, that must be left once the means are taken away.
  private static let leastShare = 0.02

  init?(_ all: RowProducts, _ chosen: [Int]) {
    let (count, order) = (chosen.count, all.products.order)
    guard count > 0, all.unusable.isDisjoint(with: chosen) else { return nil }
    var mask = [Double](repeating: 0, count: order)
    for row in chosen { mask[row] = 1 }
    let means = all.products.storage.withUnsafeBufferPointer { products -> [Double] in
      guard let base = products.baseAddress else { return [] }
      return chosen.map { VectorKernels.dot(base + $0 * order, mask, count: order) / Double(count) }
    }
    let mean = means.reduce(0, +) / Double(count)
    let offsets = means.map { $0 - mean / 2 }
    let before = chosen.reduce(0.0) { $0 + all.products[$1, $1] }
    let trace = before - 2 * offsets.reduce(0, +)
    guard before.isFinite, trace > before * Self.leastShare else { return nil }
    (self.all, self.chosen, self.mask, self.offsets, self.trace) = (all, chosen, mask, offsets, trace)
  }

  /// How many rows they are.
  public var order: Int { chosen.count }
  public var columns: Int { all.rows.columns }
  /// Without what is shared.
  public var byteCount: Int { (2 * chosen.count + mask.count) * MemoryLayout<Double>.stride }

  /// The rows that were chosen. Cost: one copy.
  public var rows: any ReadableRows { all.rows.choosing(chosen) }

  /// The whole matrix in double precision. Cost: 8·order² bytes.
  public var matrix: SymmetricMatrix {
    let (order, width) = (order, all.products.order)
    let storage = [Double](unsafeUninitializedCapacity: order * order) { target, initialized in
      all.products.storage.withUnsafeBufferPointer { source in
        for (place, row) in chosen.enumerated() {
          for column in 0..<order {
            target[place * order + column] = source[row * width + chosen[column]] - (offsets[place] + offsets[column])
          }
        }
      }
      initialized = order * order
    }
    return SymmetricMatrix(order: order, storage: storage)
  }

  /// The `count` leading eigenvalues, for each its eigenvector, and what the matrix makes of that: as exact as
  /// `SymmetricMatrix.leadingEigenpairs`.
  ///
  /// - Parameter basis: of this matrix.
  /// - Returns: nil where half of all directions do not suffice.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  /// - Cost: mostly 2·order² operations for each of some 4·count directions; 4·order·(order + directions) bytes.
  public func leading(
    _ count: Int, from basis: KrylovBasis, context: ExecutionContext
  ) throws -> (pairs: Eigenpairs, images: [Double])? {
    let operation = try StripedMatrix(of: self, context: context)
    guard let found = try basis.leading(count, of: operation, limit: order / 2, context: context) else { return nil }
    var directions = found.vectors.storage.map(Double.init)
    let rows = Orthonormal.orthonormaliseQuickly(&directions, rows: found.vectors.rows, length: order)
    guard rows >= count else { return nil }
    let images = try images(of: directions, count: rows, context: context)
    let turned = try Eigenpairs(turning: images, of: directions, rows: rows, length: order).prefix(count)
    return (
      Eigenpairs(values: turned.values, vectors: turned.rotating(directions, length: order), order: order),
      turned.rotating(images, length: order)
    )
  }

  /// The matrix times vectors of `order` numbers that stand one after another, every step in double precision.
  func images(of vectors: [Double], count: Int, context: ExecutionContext) throws -> [Double] {
    let (order, width) = (order, all.products.order)
    let spread = spread(vectors, count: count)
    var wide = [Double](repeating: 0, count: count * width)
    try wide.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: width, size: 256) { columns in
        all.products.storage.withUnsafeBufferPointer { numbers in
          guard let numbers = numbers.baseAddress else { return }
          BLAS.multiply(
            spread, stride: width, by: numbers + columns.lowerBound, stride: width,
            into: target.base + columns.lowerBound, stride: width, rows: count, columns: columns.count, inner: width)
        }
      }
    }
    return [Double](unsafeUninitializedCapacity: count * order) { target, initialized in
      for vector in 0..<count {
        let own = UnsafeMutableBufferPointer(rebasing: target[vector * order..<(vector + 1) * order])
        var sum = 0.0
        for (place, row) in chosen.enumerated() {
          own[place] = wide[vector * width + row]
          sum += own[place]
        }
        let mean = sum / Double(order)
        for place in 0..<order { own[place] -= mean }
      }
      initialized = count * order
    }
  }

  /// Vectors less their means, with zeros for the rows that are not chosen: a number for each of all rows.
  private func spread(_ vectors: [Double], count: Int) -> [Double] {
    let (order, width) = (order, all.products.order)
    var spread = [Double](repeating: 0, count: count * width)
    for vector in 0..<count {
      let own = vectors[vector * order..<(vector + 1) * order]
      let mean = own.reduce(0, +) / Double(order)
      for (row, number) in zip(chosen, own) { spread[vector * width + row] = number - mean }
    }
    return spread
  }

  /// Writes some columns of some rows of the matrix in single precision.
  func write(
    row place: Int, columns places: Range<Int>, to target: UnsafeMutablePointer<Float>
  ) {
    let first = chosen[places.lowerBound]
    let own = offsets[place]
    all.products.storage.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      let row = base + chosen[place] * all.products.order
      offsets.withUnsafeBufferPointer { offsets in
        if chosen[places.upperBound - 1] - first == places.count - 1 {
          for (column, place) in places.enumerated() {
            target[column] = Float(row[first + column] - (own + offsets[place]))
          }
        } else {
          for (column, place) in places.enumerated() {
            target[column] = Float(row[chosen[place]] - (own + offsets[place]))
          }
        }
      }
    }
  }
}

// MARK: Other rows

extension CentredProducts {
  /// What the centred products of rows with the chosen ones add up to, each times a weight: number (r, v) is
  /// Σ weights(v, t) · (row r − means) · (row t − means), every step in double precision.
  ///
  /// - Parameters:
  ///   - features: the very rows whose products are shared; others know nothing of these.
  ///   - own: for each weight the same sums of the chosen rows, `order` numbers, where they are known already.
  ///   - weights: `order` numbers for each sum.
  /// - Returns: nil where they are others, or where something of them is not finite.
  public func sums(
    of features: any ReadableRows, weights: [Double], own: [Double]
  ) -> [Double]? {
    guard features.isSame(as: all.rows), all.unusable.isEmpty else { return nil }
    let (order, width) = (order, all.products.order)
    let count = weights.count / max(1, order)
    let spread = spread(weights, count: count)
    // What the means have in the sums.
    let shares = (0..<count).map { vector in
      chosen.indices.reduce(0.0) { $0 + spread[vector * width + chosen[$1]] * offsets[$1] }
    }
    var sums = [Double](repeating: 0, count: width * count)
    for vector in 0..<count {
      for (place, row) in chosen.enumerated() { sums[row * count + vector] = own[vector * order + place] }
    }
    all.products.storage.withUnsafeBufferPointer { products in
      guard let base = products.baseAddress else { return }
      for row in 0..<width where mask[row] == 0 {
        spread.withUnsafeBufferPointer { spread in
          guard let spread = spread.baseAddress else { return }
          for vector in 0..<count {
            sums[row * count + vector] =
              VectorKernels.dot(base + row * width, spread + vector * width, count: width) - shares[vector]
          }
        }
      }
    }
    return sums
  }
}
