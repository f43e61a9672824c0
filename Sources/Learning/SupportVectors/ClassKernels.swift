import Numerics
import Synchronization

/// The kernel values of each class's rows with each other, worked out once for all pairs of classes: of k classes each is
/// in k − 1 pairs. What a pair needs beside them are the values between its two classes, half of its matrix and the same
/// read in either direction.
///
/// Nothing that is read changes after `init`, so threads may share it.
final class ClassKernels: @unchecked Sendable {
  private let source: KernelSource
  private let rows: [GatheredRows]
  private let squares: [KernelSquare]
  private let mostNumbers: Int
  private let spare = Mutex<[Spare]>([])

  /// Memory that pairs use one after another.
  private struct Spare: @unchecked Sendable {
    let buffer: OwnedBuffer<Float>
  }

  /// - Parameter byteBudget: of what all classes have and two pairs have beside it; what one pair has may take three tenths.
  /// - Returns: nil where these do not fit, or where looking up would not pay; see `SharedKernel`.
  /// - Throws: `Interrupted`.
  init?(_ source: KernelSource, _ classRows: ClassRows, byteBudget: Int, context: ExecutionContext) throws {
    let counts = classRows.rows.map(\.count)
    let present = counts.filter { $0 > 0 }.sorted(by: >)
    guard present.count > 2, source.columns >= SharedKernel.fewestColumns else { return nil }
    mostNumbers = Self.crossNumbers(present[0], present[1])
    let crossBytes = mostNumbers * MemoryLayout<Float>.stride
    let squareBytes = present.reduce(0) { $0 + KernelSquare.byteCount(rows: $1) }
    // Whatever the number of threads, so that it changes no bit: a thread's own part takes no more than its rows would.
    guard squareBytes + 2 * crossBytes <= byteBudget, 10 * crossBytes <= 3 * byteBudget else { return nil }
    self.source = source
    rows = classRows.rows.map { GatheredRows(source, $0[...]) }
    squares = try rows.map { try KernelSquare(source, $0, context: context) }
  }

  /// Without what pairs use while they are at work.
  var byteCount: Int { squares.reduce(0) { $0 + $1.byteCount } + rows.reduce(0) { $0 + $1.byteCount } }

  private static func crossNumbers(_ first: Int, _ second: Int) -> Int {
    first * Lanes.padded(second) + second * Lanes.padded(first)
  }

  /// Runs `body` with the kernel of one pair.
  func withKernel<Result>(
    of pair: ClassPair, context: ExecutionContext, _ body: (PairKernel) throws -> Result
  ) throws -> Result {
    let own =
      spare.withLock { $0.popLast() } ?? Spare(buffer: OwnedBuffer<Float>(uninitialized: mostNumbers))
    defer { spare.withLock { $0.append(own) } }
    let kernel = try PairKernel(
      source, rows: (rows[pair.first], rows[pair.second]), squares: (squares[pair.first], squares[pair.second]),
      memory: own.buffer, context: context)
    return try body(kernel)
  }
}
