import COpenBLAS

/// A symmetric matrix in double precision, both halves stored: element (r, c) is `storage[r * order + c]`.
public struct SymmetricMatrix: Sendable, Equatable {
  public let order: Int
  public var storage: [Double]

  /// - Precondition: `storage.count == order * order`.
  public init(order: Int, storage: [Double]) {
    precondition(storage.count == order * order, "a symmetric matrix needs order² numbers")
    self.order = order
    self.storage = storage
  }

  @inlinable
  public subscript(row: Int, column: Int) -> Double { storage[row * order + column] }

  /// The sum of the diagonal, which is the sum of the eigenvalues.
  public var trace: Double {
    (0..<order).reduce(0) { $0 + self[$1, $1] }
  }

  /// All eigenvalues and eigenvectors (LAPACK's divide and conquer, `dsyevd`) on the calling thread.
  ///
  /// Cost: about 9·order³ operations, and 2·order² numbers beyond the result. For a few of many, `leadingEigenpairs` is
  /// far quicker.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  public func eigenpairs(context: ExecutionContext = .plain) throws -> Eigenpairs {
    // A tenth of a second or less needs no thread of its own.
    guard order > 500 else { return try allEigenpairs() }
    return try context.abandoning { try allEigenpairs() }
  }

  private func allEigenpairs() throws -> Eigenpairs {
    guard order > 0 else { return Eigenpairs(values: [], vectors: [], order: 0) }
    OpenBLASSetup.done
    var vectors = storage
    var values = [Double](repeating: 0, count: order)
    var size = Int32(order)
    var status: Int32 = 0
    var workCount: Int32 = -1
    var integerCount: Int32 = -1
    var bestWork = 0.0
    var bestInteger: Int32 = 0
    dsyevd_("V", "L", &size, &vectors, &size, &values, &bestWork, &workCount, &bestInteger, &integerCount, &status)
    workCount = Int32(bestWork)
    integerCount = bestInteger
    var work = [Double](repeating: 0, count: Int(workCount))
    var integers = [Int32](repeating: 0, count: Int(integerCount))
    dsyevd_("V", "L", &size, &vectors, &size, &values, &work, &workCount, &integers, &integerCount, &status)
    guard status == 0 else { throw NumericsError.decompositionFailed(routine: "dsyevd", status: Int(status)) }
    return Eigenpairs(ascending: values, vectors: vectors)
  }
}

/// Eigenvalues from the largest down, and for each its eigenvector of length 1.
public struct Eigenpairs: Sendable, Equatable {
  public let values: [Double]
  /// Row i, `vectors[i * order..<(i + 1) * order]`, belongs to `values[i]`.
  public let vectors: [Double]
  public let order: Int

  public init(values: [Double], vectors: [Double], order: Int) {
    self.values = values
    self.vectors = vectors
    self.order = order
  }

  /// From LAPACK, which lists them from the smallest up, vector after vector.
  init(ascending values: [Double], vectors: [Double]) {
    let order = values.count
    self.values = values.reversed()
    self.order = order
    self.vectors = [Double](unsafeUninitializedCapacity: order * order) { target, initialized in
      for i in 0..<order {
        let source = vectors[(order - 1 - i) * order..<(order - i) * order]
        _ = UnsafeMutableBufferPointer(rebasing: target[i * order..<(i + 1) * order]).initialize(from: source)
      }
      initialized = order * order
    }
  }

  /// Rayleigh–Ritz: the eigenpairs of a matrix within a subspace, from `rows` orthonormal directions that span it and
  /// what the matrix makes of each.
  init(images: [Double], of directions: [Double], rows: Int, length: Int) throws {
    let pairs = try Eigenpairs(turning: images, of: directions, rows: rows, length: length)
    self.init(values: pairs.values, vectors: pairs.rotating(directions, length: length), order: length)
  }

  /// The same in coordinates of the directions.
  init(turning images: [Double], of directions: [Double], rows: Int, length: Int) throws {
    var products = [Double](repeating: 0, count: rows * rows)
    BLAS.multiply(
      images, stride: length, transposed: false, by: directions, stride: length, transposed: true, into: &products,
      stride: rows,
      rows: rows, columns: rows, inner: length)
    self = try SymmetricMatrix(order: rows, storage: products).eigenpairs()
  }

  /// Vectors in space from those in coordinates of `order` directions, each `length` numbers long.
  public func rotating(_ directions: [Double], length: Int) -> [Double] {
    var result = [Double](repeating: 0, count: values.count * length)
    BLAS.multiply(
      vectors, stride: order, by: directions, stride: length, into: &result, stride: length, rows: values.count,
      columns: length, inner: order)
    return result
  }

  /// The first `count` of them.
  public func prefix(_ count: Int) -> Eigenpairs {
    let count = min(count, values.count)
    return Eigenpairs(values: Array(values.prefix(count)), vectors: Array(vectors.prefix(count * order)), order: order)
  }
}
