import Basics
import Samples
import Synchronization

/// What one run has looked up already and need not ask the disk for again: which data are behind a source, how an
/// evaluator splits them, which rows are left, and what is known of the rows of a test.
final class RunMemo: Sendable {
  private let starts = Mutex<[String: (node: PlanNode, recordKey: Digest)]>([:])
  private let splits = Mutex<[Digest: SplitPlan]>([:])
  private let rosters = Mutex<[Digest: RowMetadata]>([:])
  private let selections = Mutex<[Digest: RowSelection]>([:])
  private let keyTexts = Mutex<[String: String]>([:])

  func start(of source: String) -> PlanNode? { starts.withLock { $0[source]?.node } }

  /// The name of what is known of a source's data, which tells its files' sizes and times when they were read.
  func recordKey(of source: String) -> Digest? { starts.withLock { $0[source]?.recordKey } }

  func keep(_ start: PlanNode, _ recordKey: Digest, of source: String) {
    starts.withLock { $0[source] = (start, recordKey) }
  }

  func splits(for key: Digest) -> SplitPlan? { splits.withLock { $0[key] } }

  func keep(_ plan: SplitPlan, for key: Digest) {
    splits.withLock { $0[key] = plan }
  }

  func selection(for question: Digest) -> RowSelection? { selections.withLock { $0[question] } }

  func keep(_ selection: RowSelection, for question: Digest) {
    selections.withLock { $0[question] = selection }
  }

  /// A stage with its arguments and what else its work depends on. A file is looked at once in a run, so that all of it
  /// works on one content.
  /// - Throws: what the stage throws that depends on it.
  func keyText(of step: PlanStep, in environment: RunEnvironment) throws -> String {
    let text = step.canonicalText
    if let known = keyTexts.withLock({ $0[text] }) { return known }
    let keyText = try step.keyText(in: environment)
    keyTexts.withLock { $0[text] = keyText }
    return keyText
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
