/// A symmetric matrix without negative eigenvalues, known by what it does to vectors: it need not exist in memory.
public protocol SymmetricOperator: Sendable {
  /// How many rows and columns the matrix has.
  var order: Int { get }
  /// The matrix times each row of `block`, which is `order` numbers long; in single precision, the same bits on any
  /// number of threads.
  /// - Throws: `Interrupted`.
  func images(of block: Matrix, context: ExecutionContext) throws -> Matrix
  /// The same, and where the matrix is a product AᵀA what A makes of each row of `block` on the way there: its inner
  /// products are those of the matrix, with less lost to rounding. Nil where it is no such product, or where that would take
  /// much memory.
  /// - Throws: `Interrupted`.
  func halvedImages(of block: Matrix, context: ExecutionContext) throws -> (images: Matrix, halves: Matrix?)
}

extension SymmetricOperator {
  public func halvedImages(of block: Matrix, context: ExecutionContext) throws -> (images: Matrix, halves: Matrix?) {
    (try images(of: block, context: context), nil)
  }
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
