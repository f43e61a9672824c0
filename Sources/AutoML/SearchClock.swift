import Learning

/// What is left of a budget: time that must do for the search and the last fit on all rows, or trials.
struct SearchClock: Sendable {
  let budget: SearchBudget
  let start = ContinuousClock.now
  private(set) var trials = 0
  /// Seconds that the last fit will take, as far as the best trial tells.
  var reservedSeconds = 0.0

  init(_ budget: SearchBudget) {
    self.budget = budget
  }

  var elapsed: Double { start.duration(to: .now) / .seconds(1) }

  /// How much of the budget is used up, from 0 to 1.
  var fraction: Double {
    switch budget {
    case .seconds(let seconds): min(1, elapsed / seconds)
    case .trials(let count): Double(trials) / Double(count)
    }
  }

  /// Seconds that are left for everything; none where time does not count.
  var unusedSeconds: Double { max(0, (budget.seconds ?? 0) - elapsed) }

  /// Seconds for further trials; nil where time does not count.
  var secondsLeft: Double? {
    budget.seconds.map { max(0, $0 - elapsed - reservedSeconds) }
  }

  var isOver: Bool {
    switch budget {
    case .seconds: (secondsLeft ?? 0) <= 0
    case .trials(let count): trials >= count
    }
  }

  mutating func countTrial() {
    trials += 1
  }

  /// When all must be done; nil without a limit.
  var end: ContinuousClock.Instant? { budget.seconds.map { start + .seconds($0) } }

  /// When a trial must stop so that, were it the best, the fit on all rows would still be in time; nil without a limit.
  /// - Parameter finalShare: what the last fit takes, as a share of the trial's time.
  func deadline(finalShare: Double) -> ContinuousClock.Instant? {
    guard let seconds = budget.seconds else { return nil }
    let left = max(0, seconds - elapsed)
    return .now + .seconds(left / (1 + finalShare))
  }
}
