import Synchronization

/// What one run has looked up already and need not ask the disk for again: which data are behind a source, how an
/// evaluator splits them, and what is known of the rows of a test.
final class RunMemo: Sendable {
  private let starts = Mutex<[String: Place]>([:])
  private let splits = Mutex<[Digest: SplitPlan]>([:])
  private let rosters = Mutex<[Digest: Roster]>([:])

  func start(of source: String) -> Place? { starts.withLock { $0[source] } }

  func keep(_ start: Place, of source: String) {
    starts.withLock { $0[source] = start }
  }

  func splits(for key: Digest) -> SplitPlan? { splits.withLock { $0[key] } }

  func keep(_ plan: SplitPlan, for key: Digest) {
    splits.withLock { $0[key] = plan }
  }

  /// One roster for all combinations of a sweep that test on the same rows.
  func testRoster(of split: RowSplit, in place: Place) -> Roster {
    var key = Digest(place.roster.origin.fingerprint)
    key.combine(split.testDigest)
    if let known = rosters.withLock({ $0[key] }) { return known }
    let roster = place.roster.gathering(split.test)
    rosters.withLock { $0[key] = roster }
    return roster
  }
}
