/// Orthonormal sets of rows.
public enum Orthonormal {
  /// Makes the rows orthonormal in place, by Gram–Schmidt, each row twice; rows that depend on the ones before are
  /// left out and the rest moved up.
  ///
  /// - Returns: how many are left.
  /// - Cost: 4·rows²·length operations on the calling thread.
  @discardableResult
  public static func orthonormalise(_ numbers: inout [Double], rows: Int, length: Int) -> Int {
    numbers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      var kept = 0
      for row in 0..<rows {
        let target = base + kept * length
        if kept != row { target.update(from: base + row * length, count: length) }
        if orthonormalise(target, against: base, rows: kept, length: length) { kept += 1 }
      }
      return kept
    }
  }

  /// Makes one row orthogonal to `rows` orthonormal ones and of length 1; false where nothing of it is left.
  public static func orthonormalise(
    _ target: UnsafeMutablePointer<Double>, against basis: UnsafePointer<Double>, rows: Int, length: Int
  ) -> Bool {
    let before = VectorKernels.dot(target, target, count: length).squareRoot()
    guard before > 0, before.isFinite else { return false }
    for _ in 0..<2 {
      for other in 0..<rows {
        let share = VectorKernels.dot(target, basis + other * length, count: length)
        VectorKernels.axpy(-share, basis + other * length, into: target, count: length)
      }
    }
    let after = VectorKernels.dot(target, target, count: length).squareRoot()
    guard after > 1e-6 * before else { return false }
    for i in 0..<length { target[i] /= after }
    return true
  }

  /// The same by `factorise`, or, where rows depend on others, by Gram–Schmidt. Rows that are nearly orthogonal already, as
  /// directions found in single precision are, take one factor in place of two.
  public static func orthonormaliseQuickly(_ numbers: inout [Double], rows: Int, length: Int) -> Int {
    if let factor = TriangularFactor(ofRows: numbers, rows: rows, length: length), factor.isNearlyDiagonal {
      numbers = factor.dividing(numbers, length: length)
      return rows
    }
    if factorise(&numbers, rows: rows, length: length) != nil { return rows }
    return orthonormalise(&numbers, rows: rows, length: length)
  }

  /// Makes rows that do not depend on each other orthonormal in place, by the triangular factor of their inner products,
  /// twice (CholeskyQR2; Yamamoto et al. 2015): the same directions as `orthonormalise`, many times as fast.
  ///
  /// - Returns: the factor, with which the orthonormal rows give the ones before; nil where some row all but depends on
  ///   those before it, and then the rows are as they were.
  /// - Cost: 4·rows²·length operations by BLAS on the calling thread.
  public static func factorise(_ numbers: inout [Double], rows: Int, length: Int) -> TriangularFactor? {
    guard let first = TriangularFactor(ofRows: numbers, rows: rows, length: length) else { return nil }
    let once = first.dividing(numbers, length: length)
    guard let second = TriangularFactor(ofRows: once, rows: rows, length: length) else { return nil }
    numbers = second.dividing(once, length: length)
    return first.multiplied(by: second)
  }
}

/// A lower triangular matrix L with L·Lᵀ = R·Rᵀ for some rows R.
public struct TriangularFactor: Sendable {
  public let order: Int
  /// Row-major, zeros above the diagonal.
  public let lower: [Double]
  /// Whether no row has lost nine tenths of its length to the rows before it: beyond that rounding shows.
  public let isWellConditioned: Bool

  private init(order: Int, lower: [Double], isWellConditioned: Bool) {
    self.order = order
    self.lower = lower
    self.isWellConditioned = isWellConditioned
  }

  /// nil where a row loses all but 3e-5 of its length to the rows before it.
  init?(ofRows rows: [Double], rows order: Int, length: Int) {
    var products = [Double](repeating: 0, count: order * order)
    BLAS.multiply(
      rows, stride: length, transposed: false, by: rows, stride: length, transposed: true, into: &products,
      stride: order, rows: order,
      columns: order, inner: length)
    var lower = [Double](repeating: 0, count: order * order)
    var isWellConditioned = true
    for row in 0..<order {
      for column in 0...row {
        var rest = products[row * order + column]
        for k in 0..<column { rest -= lower[row * order + k] * lower[column * order + k] }
        if column < row {
          lower[row * order + column] = rest / lower[column * order + column]
        } else {
          let whole = products[row * order + row]
          guard rest.isFinite, rest > 1e-9 * whole else { return nil }
          isWellConditioned = isWellConditioned && rest > 1e-2 * whole
          lower[row * order + row] = rest.squareRoot()
        }
      }
    }
    self.init(order: order, lower: lower, isWellConditioned: isWellConditioned)
  }

  /// Whether the rows were so nearly orthogonal that dividing by this leaves them so to rounding.
  var isNearlyDiagonal: Bool {
    (0..<order).allSatisfy { row in
      (0..<row).allSatisfy { abs(lower[row * order + $0]) < 1e-2 * lower[row * order + row] }
    }
  }

  /// L⁻¹ · rows.
  func dividing(_ rows: [Double], length: Int) -> [Double] {
    var inverse = [Double](repeating: 0, count: order * order)
    for column in 0..<order {
      inverse[column * order + column] = 1 / lower[column * order + column]
      for row in column + 1..<max(column + 1, order) {
        let sum = (column..<row).reduce(0.0) { $0 + lower[row * order + $1] * inverse[$1 * order + column] }
        inverse[row * order + column] = -sum / lower[row * order + row]
      }
    }
    var result = [Double](repeating: 0, count: rows.count)
    BLAS.multiply(
      inverse, stride: order, by: rows, stride: length, into: &result, stride: length, rows: order, columns: length,
      inner: order)
    return result
  }

  func multiplied(by other: TriangularFactor) -> TriangularFactor {
    var product = [Double](repeating: 0, count: order * order)
    BLAS.multiply(
      lower, stride: order, by: other.lower, stride: order, into: &product, stride: order, rows: order, columns: order,
      inner: order)
    return TriangularFactor(order: order, lower: product, isWellConditioned: isWellConditioned)
  }
}
