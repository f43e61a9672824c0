import Basics
import Numerics

/// Inner products of training rows, which the splits of an evaluation have in common: worked out once for all rows, when
/// they are first asked for, and handed on for the training rows alone. Each is of two rows and depends on no other.
public struct TrainingProducts: Sendable {
  private let make: @Sendable () throws -> CentredProducts?

  init(_ make: @escaping @Sendable () throws -> CentredProducts?) {
    self.make = make
  }

  /// Those of the training rows, their columns centred by the means of these rows; nil where centring products would leave
  /// little but rounding. Of other rows they tell only whoever has these rows, and that no fit has.
  /// - Throws: `Interrupted`.
  public func centred() throws -> CentredProducts? { try make() }
}

extension Executor {
  /// Nothing larger is kept for all splits, in bytes.
  private static let mostBytes = 256 << 20

  /// nil where sharing would not pay: where there are more rows than columns, where a split trains on few of the rows,
  /// where there is no other, and where the rows are of that split alone.
  func trainingProducts(at node: PlanNode, of before: PreparedRows) -> TrainingProducts? {
    guard before.resampled == nil, let split = node.split, !split.isAlone, let previous = node.previous,
      previous.split == nil,
      let matrix = before.rows.content as? any ReadableRows, matrix.rows <= matrix.columns,
      5 * split.train.count >= 4 * matrix.rows, 8 * matrix.rows * matrix.rows <= Self.mostBytes
    else { return nil }
    var key = Digest("row products")
    key.combine(previous.key)
    let (executor, rows) = (self, split.train)
    return TrainingProducts { [key] in
      try executor.cache.value(for: key, form: nil, bytes: \.byteCount, context: executor.context) {
        // The other pieces wait for it, and so do their threads.
        var all = executor
        all.settings.threads = executor.dealersThreads ?? executor.settings.threads
        return (try RowProducts(of: matrix, context: all.context), 0)
      }.value.centred(rows)
    }
  }
}
