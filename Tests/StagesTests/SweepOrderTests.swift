import Plans
import Synchronization
import Testing

@testable import Stages

/// In which order the combinations of a sweep are begun.
@Suite struct SweepOrderTests {
  /// Does nothing but to write down what it is given.
  private final class NotingEngine: SweepEngine {
    let pieces = Mutex<[SweepPiece]>([])

    func run(
      _ pieces: [SweepPiece], on executor: Executor, bytesEach: Int, _ work: @Sendable (SweepPiece, Executor) -> Bool
    ) {
      self.pieces.withLock { $0 = pieces }
    }
  }

  /// Neighbours that were found for many votes serve for few: the largest k goes first on each split, and all else stays
  /// in the order in which it was written.
  @Test func theMostNeighboursAreLookedForFirst() throws {
    let engine = NotingEngine()
    let executor = Executor(
      catalogue: stageCatalogue, cache: MatrixCache(budget: 1 << 20), experimentLog: SessionExperimentLog(),
      settings: RunSettings(threads: 1), engine: engine)
    let plans = ["bayes", "knn 3", "knn 9", "lda", "knn 5"].map { model in
      Plan(steps(of: "faces n=48 subjects=6 | lbp | \(model) | cv 3"))
    }
    _ = try? executor.runAll(plans)
    let indices = engine.pieces.withLock { $0 }.map(\.index)
    #expect(indices == [2, 4, 1, 0, 3, 2, 4, 1, 0, 3, 2, 4, 1, 0, 3])
  }
}
