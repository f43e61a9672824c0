/// A symmetric matrix without negative eigenvalues, known by what it does to vectors: it need not exist in memory.
public protocol SymmetricOperator: Sendable {
  /// How many rows and columns the matrix has.
  var order: Int { get }
  /// The matrix times each row of `block`, which is `order` numbers long; in single precision, the same bits on any
  /// number of threads.
  /// - Throws: `Interrupted`.
  func images(of block: Matrix, context: ExecutionContext) throws -> Matrix
}

extension Matrix: SymmetricOperator {
  public var order: Int { rows }

  /// - Precondition: the matrix is square and symmetric.
  public func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    precondition(rows == columns, "a symmetric matrix is square")
    if block.rows <= SymmetricSweep.height { return try SymmetricSweep(self, times: block).images(context) }
    return try block.multiplied(by: self, context: context)
  }
}
