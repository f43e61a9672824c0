import Synchronization

/// What one run has looked up already and need not ask the disk for again: which data are behind a source, how an
/// evaluator splits them, and what is known of the rows of a test.
final class RunMemo: Sendable {
  private let starts = Mutex<[String: Place]>([:])
  private let splits = Mutex<[Digest: SplitPlan]>([:])
  private let rosters = Mutex<[Digest: Roster]>([:])

  func start(of source: String, _ make: () throws -> Place) rethrows -> Place {
    if let known = starts.withLock({ $0[source] }) { return known }
    let place = try make()
    starts.withLock { $0[source] = place }
    return place
  }

  func splits(for key: Digest, _ make: () throws -> SplitPlan) rethrows -> SplitPlan {
    if let known = splits.withLock({ $0[key] }) { return known }
    let plan = try make()
    splits.withLock { $0[key] = plan }
    return plan
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
