import Synchronization

/// Counts how many different plans were scored on the same test rows of the same data: the more often a test split has
/// been looked at, the less its best score means.
public final class TestLedger: Sendable {
  private let scored = Mutex<[Digest: Set<Digest>]>([:])

  public init() {}

  /// - Returns: how many different plans have been scored on these test rows, this one included.
  func record(plan: Digest, onTestRows rows: Digest) -> Int {
    scored.withLock { scored in
      scored[rows, default: []].insert(plan)
      return scored[rows]?.count ?? 1
    }
  }
}
