/// The scatter matrix of rows whose columns are centred, or their Gram matrix, known by its products alone: it is never
/// formed, and neither are the centred rows.
public protocol ScatterOperator: SymmetricOperator {
  /// Which of the two it is.
  var side: SymmetricProduct.Side { get }
  /// What the centred rows, or for a Gram matrix their transpose, make of vectors of `order` numbers that stand one after
  /// another, with every step in double precision. The inner products of these images are those of the operator.
  /// - Throws: `Interrupted`.
  func exactImages(of vectors: [Double], count: Int, context: ExecutionContext) throws -> [Double]
}

extension ScatterOperator {
  /// The leading eigenpairs, and what the centred rows make of each of their vectors; nil where `limit` directions do not
  /// suffice.
  ///
  /// Directions come from `basis` in single precision and are finished in double (Rayleigh–Ritz), with a few beyond those
  /// asked for, so that vectors with close eigenvalues are told apart in double too.
  /// - Parameter squares: those of all numbers of the rows, added up. Where the eigenvalues are large enough beside them that
  ///   rounding in single precision cannot show, what the rows make of directions comes from the sweeps that found these.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  public func leading(
    _ count: Int, from basis: KrylovBasis, limit: Int, squares: Double = .infinity, context: ExecutionContext
  ) throws -> (pairs: Eigenpairs, images: [Double])? {
    guard let found = try basis.leading(count, of: self, limit: limit, context: context) else { return nil }
    var directions = found.vectors.storage.map(Double.init)
    if let halves = found.halves, Self.areExact(found.values[count - 1], length: halves.columns, squares: squares),
      let factor = TriangularFactor(ofRows: directions, rows: found.vectors.rows, length: order),
      factor.isNearlyDiagonal
    {
      return try finished(
        factor.dividing(directions, length: order),
        images: factor.dividing(halves.storage.map(Double.init), length: halves.columns), rows: halves.rows, count)
    }
    let rows = Orthonormal.orthonormaliseQuickly(&directions, rows: found.vectors.rows, length: order)
    guard rows >= count else { return nil }
    directions.removeLast((found.vectors.rows - rows) * order)
    return try finished(
      directions, images: exactImages(of: directions, count: rows, context: context), rows: rows, count)
  }

  /// Numbers of an image are wrong by some 1e-7 of the root of the mean square of a row, and in either direction: of their
  /// squares, added up, that leaves 5e-7 at most.
  private static func areExact(_ eigenvalue: Double, length: Int, squares: Double) -> Bool {
    4 * eigenvalue * Double(length) >= squares
  }

  /// - Parameters:
  ///   - directions: orthonormal, one after another.
  ///   - images: what the centred rows make of each.
  private func finished(
    _ directions: [Double], images: [Double], rows: Int, _ count: Int
  ) throws -> (pairs: Eigenpairs, images: [Double]) {
    let length = images.count / rows
    var products = [Double](repeating: 0, count: rows * rows)
    BLAS.multiply(
      images, stride: length, transposed: false, by: images, stride: length, transposed: true, into: &products,
      stride: rows, rows: rows,
      columns: rows, inner: length)
    let turned = try SymmetricMatrix(order: rows, storage: products).eigenpairs().prefix(count)
    let pairs = Eigenpairs(
      values: turned.values, vectors: turned.rotating(directions, length: order), order: order)
    return (pairs, turned.rotating(images, length: length))
  }
}
