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
  /// Cost: about 9·order³ operations that cannot be interrupted, and 2·order² numbers beyond the result. For a few of
  /// many, `leadingEigenpairs` is far quicker.
  /// - Throws: `NumericsError.decompositionFailed`.
  public func eigenpairs() throws -> Eigenpairs {
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

  init(values: [Double], vectors: [Double], order: Int) {
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

  /// The first `count` of them.
  public func prefix(_ count: Int) -> Eigenpairs {
    let count = min(count, values.count)
    return Eigenpairs(values: Array(values.prefix(count)), vectors: Array(vectors.prefix(count * order)), order: order)
  }
}
