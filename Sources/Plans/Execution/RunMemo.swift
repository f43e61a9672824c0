import Samples
import Synchronization

/// What one run has looked up already and need not ask the disk for again: which data are behind a source, how an
/// evaluator splits them, and what is known of the rows of a test.
final class RunMemo: Sendable {
  private let starts = Mutex<[String: PlanNode]>([:])
  private let splits = Mutex<[Digest: SplitPlan]>([:])
  private let rosters = Mutex<[Digest: RowMetadata]>([:])

  func start(of source: String) -> PlanNode? { starts.withLock { $0[source] } }

  func keep(_ start: PlanNode, of source: String) {
    starts.withLock { $0[source] = start }
  }

  func splits(for key: Digest) -> SplitPlan? { splits.withLock { $0[key] } }

  func keep(_ plan: SplitPlan, for key: Digest) {
    splits.withLock { $0[key] = plan }
  }

  /// One metadata for all combinations of a sweep that test on the same rows.
  func testRoster(of split: RowSplit, in node: PlanNode) -> RowMetadata {
    var key = Digest(node.metadata.origin.fingerprint)
    key.combine(split.testDigest)
    if let known = rosters.withLock({ $0[key] }) { return known }
    let metadata = node.metadata.gathering(split.test)
    rosters.withLock { $0[key] = metadata }
    return metadata
  }
}
