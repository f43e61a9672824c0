/// Which group a worker tries next.
///
/// Workers that go through neighbouring groups find in their memory what these share, and those that begin far from each
/// other seldom want the same. So a worker goes on where it was, and otherwise into the largest run of free groups: at
/// its beginning where nobody comes towards it; where somebody does, about its middle, at the place where groups share least.
/// A group whose rows are made of what somebody just learns for the one before it is left to that one for a moment: it would
/// be learnt twice. Who finds nothing else takes cells of a group that another holds.
struct GroupChooser {
  private let groups: [CellGroup]
  private(set) var standings: [ClaimBoard.Standing]
  /// Cells of groups that somebody holds, which somebody has begun.
  private var begun: [Int: Set<Int>] = [:]
  private var last: Int?
  /// Whether somebody else was first since the last listing.
  private(set) var hasCollided = false
  /// Groups that failed here a moment ago: another machine should try them first.
  private var avoided: [Int: ContinuousClock.Instant] = [:]
  /// Free groups that are left to whoever works on what comes before them, until then.
  private var awaited: [Int: ContinuousClock.Instant] = [:]
  private let patience: Double
  private var generator: any RandomNumberGenerator

  /// - Parameter patience: seconds for which a group is left to whoever works on what its rows are made of.
  init(
    _ groups: [CellGroup], patience: Double = 0,
    generator: any RandomNumberGenerator = SystemRandomNumberGenerator()
  ) {
    self.groups = groups
    self.patience = patience
    standings = groups.map { _ in .free }
    self.generator = generator
  }

  var isAllDone: Bool { standings.allSatisfy { $0 == .done } }

  /// Those that somebody holds, with the numbers of their claims, in any order.
  func claimed(atMost count: Int) -> [(group: Int, number: Int)] {
    var generator = generator
    let all = standings.enumerated().compactMap { index, standing in
      if case .claimed(let number) = standing, avoided[index] == nil { (index, number) } else { nil }
    }
    return Array(all.shuffled(using: &generator).prefix(count))
  }

  mutating func update(_ listing: ClaimBoard.Listing) {
    standings = listing.standings
    begun = listing.begun
    hasCollided = false
    avoided = avoided.filter { $0.value > .now }
    awaited = groupsToAwait()
  }

  private func groupsToAwait() -> [Int: ContinuousClock.Instant] {
    var next: [Int: ContinuousClock.Instant] = [:]
    guard patience > 0 else { return next }
    for index in groups.indices.dropFirst() where (groups[index].shared ?? 0) > 2 && isReady(index) {
      guard isHeld(index - 1) || next[index - 1] != nil else { continue }
      next[index] = awaited[index] ?? .now + .seconds(patience)
    }
    return next
  }

  /// Somebody else was first.
  mutating func noteTaken(_ group: Int) {
    if standings[group] != .done { standings[group] = .claimed(1) }
    hasCollided = true
  }

  mutating func noteDone(_ group: Int) {
    standings[group] = .done
    last = group
    hasCollided = false
  }

  /// Worked on here, and left to others who are at its last cells.
  mutating func noteLeft(_ group: Int) {
    last = group
    hasCollided = false
  }

  /// Not to be joined again for a while.
  mutating func noteJoined(_ group: Int, avoidingUntil time: ContinuousClock.Instant) {
    avoided[group] = time
  }

  /// Given back, and not to be tried again here for a while.
  mutating func noteGivenBack(_ group: Int, avoidingUntil time: ContinuousClock.Instant) {
    standings[group] = .free
    avoided[group] = time
  }

  /// nil where nothing is free.
  mutating func next() -> Int? {
    if let last, !hasCollided, standings.indices.contains(last + 1), isReady(last + 1) { return last + 1 }
    if hasCollided {
      let ready = groups.indices.filter(isOpen)
      return ready.isEmpty ? nil : ready[Int.random(in: 0..<ready.count, using: &generator)]
    }
    return largestRun().map(entry)
  }

  /// A group that another holds and that has cells nobody has begun, with the number of its claim: the one with most of
  /// them. nil where there is none.
  func nextToJoin() -> (group: Int, number: Int)? {
    var generator = generator
    let most = claimed(atMost: .max).map { claim in
      (claim, groups[claim.group].isBeginning ? 0 : untouched(claim.group))
    }
    guard let count = most.map(\.1).max(), count > 0 else { return nil }
    return most.filter { $0.1 == count }.randomElement(using: &generator)?.0
  }

  /// How many cells of a group nobody has begun; none of a single one, which its claim stands for.
  private func untouched(_ group: Int) -> Int {
    let count = groups[group].cells.count
    return count > 1 ? count - (begun[group]?.count ?? 0) : 0
  }

  private func entry(of run: Range<Int>) -> Int {
    let before = run.lowerBound - 1
    guard before >= 0, isHeld(before) || isAwaited(before) else { return run.lowerBound }
    let middle = run.lowerBound + run.count / 2
    // Towards the end of a run rather than its beginning: who comes first need not warm up.
    let places = (run.lowerBound + run.count / 4...run.lowerBound + run.count * 3 / 4).reversed()
    return places.filter(run.contains).min { first, second in
      (groups[first].shared ?? 0, abs(first - middle)) < (groups[second].shared ?? 0, abs(second - middle))
    } ?? middle
  }

  private func isAwaited(_ index: Int) -> Bool { awaited[index].map { $0 > .now } ?? false }

  /// Whether it can be begun without making what somebody else just makes.
  private func isOpen(_ index: Int) -> Bool { isReady(index) && !isAwaited(index) }

  private func isReady(_ index: Int) -> Bool {
    guard standings[index] == .free, avoided[index] == nil else { return false }
    return groups[index].beginning.map { standings[$0] == .done } ?? true
  }

  private func isHeld(_ index: Int) -> Bool {
    if case .claimed = standings[index], !groups[index].isBeginning { true } else { false }
  }

  private func largestRun() -> Range<Int>? {
    var best: Range<Int>?
    var start: Int?
    for index in 0...groups.count {
      let ready = index < groups.count && isOpen(index)
      if ready, start == nil { start = index }
      if !ready, let first = start {
        if index - first > best?.count ?? 0 { best = first..<index }
        start = nil
      }
    }
    return best
  }
}
