/// Does what cells need done, and says what is done: a worker knows nothing else of them.
public protocol CellComputer: Sendable {
  /// Whether what comes of a cell is where everybody finds it.
  func isDone(_ cell: Int) -> Bool

  /// Makes what all splits of a cell's plan share.
  /// - Throws: what is wrong with this machine, as `compute`; `Interrupted`.
  func prepareBeginning(of cell: Int) throws

  /// Computes cells that begin alike and leaves what comes of them where everybody finds it.
  /// - Parameters:
  ///   - willBegin: asked before work on a cell begins whether it is to be computed here; from any thread. What it throws
  ///     ends the work.
  ///   - didEnd: told of each cell that came to an end, with its error or the seconds that it took.
  /// - Throws: what is wrong with this machine rather than with a cell, so that the worker ends: `ClusterError`, a
  ///   diagnostic where the data cannot be read; `Interrupted`.
  func compute(
    _ cells: [Int], willBegin: @escaping @Sendable (Int) throws -> Bool,
    didEnd: @escaping @Sendable (Int, Result<Double, any Error>) -> Void) throws
}
