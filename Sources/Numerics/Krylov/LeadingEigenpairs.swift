extension SymmetricMatrix {
  /// The `count` largest eigenvalues and their eigenvectors, by block Lanczos with full reorthogonalisation
  /// (Golub & Van Loan, Matrix Computations, §10.3) in single precision, finished in double.
  ///
  /// Eigenvalues are right to about 1e-8, and the subspace of the eigenvectors to an angle near 4e-6; see
  /// `KrylovBasis`. Falls back on all eigenpairs where that needs more than half of all directions.
  ///
  /// - Parameters:
  ///   - basis: of this matrix, to share between several counts; nil for one of its own.
  ///   - seed: for the starting directions; another seed changes the result within the tolerance only.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  /// - Cost: mostly 2·order² operations for each of some 5·count directions; order² + order·directions floats.
  public func leadingEigenpairs(
    _ count: Int, seed: UInt64 = 0, from basis: KrylovBasis? = nil, context: ExecutionContext = .plain
  ) throws -> Eigenpairs {
    let count = min(count, order)
    guard count > 0, 8 * count <= order, order > 256 else {
      return try eigenpairs(context: context).prefix(count)
    }
    let matrix = try inSinglePrecision(context)
    let basis = basis ?? KrylovBasis(order: order, blockSize: 8, seed: seed)
    guard let found = try basis.leading(count, of: matrix, limit: order / 2, context: context) else {
      return try eigenpairs(context: context).prefix(count)
    }
    return try Eigenpairs(finishing: found) { try multiplied(left: $0, rows: $1, context) }.prefix(count)
  }

  private func inSinglePrecision(_ context: ExecutionContext) throws -> Matrix {
    try Matrix(rows: order, columns: order) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: buffer.count, size: 1 << 18) { piece in
        storage.withUnsafeBufferPointer { numbers in
          for i in piece { target.base[i] = Float(numbers[i]) }
        }
      }
    }
  }

  private func multiplied(left: [Double], rows: Int, _ context: ExecutionContext) throws -> [Double] {
    var result = [Double](repeating: 0, count: rows * order)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: order, size: 256) { columns in
        storage.withUnsafeBufferPointer { numbers in
          guard let numbers = numbers.baseAddress else { return }
          BLAS.multiply(
            left, stride: order, by: numbers + columns.lowerBound, stride: order,
            into: target.base + columns.lowerBound, stride: order, rows: rows, columns: columns.count, inner: order)
        }
      }
    }
    return result
  }
}

extension Eigenpairs {
  /// Rayleigh–Ritz in double precision on directions found in single.
  /// - Parameter images: what the matrix makes of so many directions, one after another.
  init(finishing found: RitzVectors, images: (_ directions: [Double], _ count: Int) throws -> [Double]) throws {
    var directions = found.vectors.storage.map(Double.init)
    let (count, length) = (found.vectors.rows, found.vectors.columns)
    let rows = Orthonormal.orthonormaliseQuickly(&directions, rows: count, length: length)
    try self.init(images: images(directions, rows), of: directions, rows: rows, length: length)
  }
}
