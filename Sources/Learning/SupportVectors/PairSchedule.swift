import Numerics
import Synchronization

/// Runs jobs of different sizes over the threads, the largest first, so that no thread is left with a large one at the
/// end. Results do not depend on the threads: each job is computed by itself.
struct PairSchedule: Sendable {
  let sizes: [Int]

  /// - Parameter body: makes the result of one job under the context it may use: all threads when the job is alone.
  /// - Throws: what `body` throws, `Interrupted`.
  func map<Result: Sendable>(
    context: ExecutionContext, _ body: @Sendable @escaping (Int, ExecutionContext) throws -> Result
  ) throws -> [Result] {
    let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    let inner = sizes.count > 1 ? context.singleThreaded : context.silent
    let progress = Progress(total: sizes.reduce(0) { $0 + Self.work($1) })
    let results = Mutex([Result?](repeating: nil, count: sizes.count))
    try context.forEachPiece(of: order.count, size: 1) { piece in
      for place in piece {
        let index = order[place]
        let result = try body(index, inner)
        results.withLock { $0[index] = result }
        progress.add(Self.work(sizes[index]), context)
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Kernel rows × their length, roughly.
  private static func work(_ size: Int) -> Double { Double(size) * Double(size) }

  private final class Progress: Sendable {
    private let total: Double
    private let done = Mutex(0.0)

    init(total: Double) { self.total = total }

    func add(_ work: Double, _ context: ExecutionContext) {
      context.report(
        fraction: done.withLock {
          $0 += work
          return min(1, $0 / total)
        })
    }
  }
}

extension ExecutionContext {
  /// The same threads and interruption, with nobody told of progress.
  fileprivate var silent: ExecutionContext {
    ExecutionContext(threads: threads, isInterrupted: { (try? checkInterruption()) == nil })
  }
}
