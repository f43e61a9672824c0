import Numerics

/// A small matrix in double precision, row-major: normal equations of a few terms, and the rows that make them.
///
/// Products are plain loops: these matrices have 2 to 12 columns, where a call into BLAS costs more than the work.
struct DenseMatrix: Sendable, Equatable {
  let rows: Int
  let columns: Int
  var storage: [Double]

  init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.rows = rows
    self.columns = columns
    storage = [Double](repeating: value, count: rows * columns)
  }

  init(rows: Int, columns: Int, storage: [Double]) {
    precondition(storage.count == rows * columns, "a matrix needs rows × columns numbers")
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  subscript(row: Int, column: Int) -> Double {
    get { storage[row * columns + column] }
    set { storage[row * columns + column] = newValue }
  }

  func row(_ row: Int) -> [Double] { Array(storage[row * columns..<(row + 1) * columns]) }

  func times(_ other: DenseMatrix) -> DenseMatrix {
    precondition(columns == other.rows, "inner sizes differ")
    var result = DenseMatrix(rows: rows, columns: other.columns)
    for row in 0..<rows {
      for inner in 0..<columns {
        let factor = self[row, inner]
        guard factor != 0 else { continue }
        for column in 0..<other.columns { result[row, column] += factor * other[inner, column] }
      }
    }
    return result
  }

  func times(_ vector: [Double]) -> [Double] {
    (0..<rows).map { row in (0..<columns).reduce(0) { $0 + self[row, $1] * vector[$1] } }
  }

  /// selfᵀ · diag(weights) · other.
  func crossProduct(_ other: DenseMatrix, weights: [Double]? = nil) -> DenseMatrix {
    precondition(rows == other.rows, "row counts differ")
    var result = DenseMatrix(rows: columns, columns: other.columns)
    for row in 0..<rows {
      let weight = weights?[row] ?? 1
      guard weight != 0 else { continue }
      for left in 0..<columns {
        let factor = weight * self[row, left]
        for right in 0..<other.columns { result[left, right] += factor * other[row, right] }
      }
    }
    return result
  }

  /// Row i times `factors[i]`.
  func scalingRows(by factors: [Double]) -> DenseMatrix {
    var result = self
    for row in 0..<rows { for column in 0..<columns { result[row, column] *= factors[row] } }
    return result
  }

  /// The columns of a range.
  func columns(_ range: Range<Int>) -> DenseMatrix {
    DenseMatrix(rows: rows, columns: range.count, storage: (0..<rows).flatMap { row in range.map { self[row, $0] } })
  }

  static func - (a: DenseMatrix, b: DenseMatrix) -> DenseMatrix {
    DenseMatrix(rows: a.rows, columns: a.columns, storage: zip(a.storage, b.storage).map { $0 - $1 })
  }

  static func + (a: DenseMatrix, b: DenseMatrix) -> DenseMatrix {
    DenseMatrix(rows: a.rows, columns: a.columns, storage: zip(a.storage, b.storage).map { $0 + $1 })
  }
}

extension DenseMatrix {
  /// The inverse of a positive definite matrix by Cholesky's factor.
  /// - Throws: `NumericsError.decompositionFailed` where it is singular to rounding.
  func positiveInverse() throws -> DenseMatrix {
    precondition(rows == columns, "only a square matrix has an inverse")
    // Powers of one variable differ by orders of magnitude: unit diagonals keep the factor accurate.
    let scales = (0..<rows).map { i in self[i, i] > 0 ? 1 / self[i, i].squareRoot() : 1 }
    var scaled = self
    for i in 0..<rows { for j in 0..<rows { scaled[i, j] *= scales[i] * scales[j] } }
    let factor = try CholeskyFactor(SymmetricMatrix(order: rows, storage: scaled.storage))
    var sides = [Double](repeating: 0, count: rows * rows)
    for i in 0..<rows { sides[i * rows + i] = 1 }
    factor.solve(&sides, count: rows)
    var result = DenseMatrix(rows: rows, columns: rows, storage: sides)
    for i in 0..<rows { for j in 0..<rows { result[i, j] *= scales[i] * scales[j] } }
    return result
  }

  /// The inverse of a symmetric matrix on the space that it spans (Moore–Penrose): collinear columns share their
  /// effect.
  func pseudoInverse() throws -> DenseMatrix {
    let pairs = try SymmetricMatrix(order: rows, storage: storage).eigenpairs()
    let largest = pairs.values.map { abs($0) }.max() ?? 0
    var result = DenseMatrix(rows: rows, columns: rows)
    for (index, value) in pairs.values.enumerated() where abs(value) > largest * 1e-12 {
      let vector = pairs.vectors[index * rows..<(index + 1) * rows]
      for (i, a) in vector.enumerated() { for (j, b) in vector.enumerated() { result[i, j] += a * b / value } }
    }
    return result
  }
}
