import Learning

/// What trying one learner has cost so far and what it brought, and so what its next improvement may cost (FLAML's
/// estimated cost for improvement, ECI). Costs are in any unit, the same for all learners.
struct ImprovementCost: Sendable, Equatable {
  /// Of all trials together.
  private(set) var total = 0.0
  private(set) var bestLoss = Double.infinity
  /// Of the trial with the best loss.
  private(set) var trialCost = 0.0
  /// Training rows of that trial.
  private(set) var rows = 0
  private var previousBestLoss = Double.infinity
  private var totalAtBest = 0.0
  private var totalAtPreviousBest = 0.0

  /// Whether any trial gave a loss.
  var isTried: Bool { bestLoss < .infinity }

  /// - Parameter loss: infinity for a trial that failed or was cut off; it cost what it cost all the same.
  mutating func add(loss: Double, cost: Double, rows: Int) {
    total += cost
    guard loss < bestLoss else { return }
    // The first loss counts as half of what was lost before, for want of anything better.
    previousBestLoss = bestLoss < .infinity ? bestLoss : 2 * loss
    bestLoss = loss
    trialCost = cost
    self.rows = rows
    totalAtPreviousBest = totalAtBest
    totalAtBest = total
  }

  /// The estimated cost for improvement.
  /// - Parameters:
  ///   - leader: the best loss of all learners; a learner behind it must first make up the gap.
  ///   - allRows: where the best trial had fewer, repeating it on more is one way to improve.
  func estimate(leader: Double, allRows: Int) -> Double {
    var estimate = max(totalAtBest - totalAtPreviousBest, total - totalAtBest)
    if rows > 0, rows < allRows {
      let growth = min(Double(SampleSchedule.factor), Double(allRows) / Double(rows))
      estimate = min(estimate, trialCost * growth)
    }
    let gap = bestLoss - leader
    if gap > 0, gap.isFinite, speed > 0 { estimate = max(estimate, 2 * gap / speed) }
    return max(estimate, 1e-9)
  }

  /// Loss made up in the last improvement, per unit of cost.
  private var speed: Double {
    let gained = previousBestLoss - bestLoss
    return (gained > 0 ? gained : bestLoss) / max(total - totalAtPreviousBest, 1e-10)
  }
}

/// Which learner to try next.
enum LearnerChoice {
  struct Candidate: Sendable {
    let cost: ImprovementCost
    /// What its first improvement is taken to cost while it is untried.
    let firstEstimate: Double
  }

  /// The untried learner whose estimate is the least of all; otherwise one drawn, each as likely as its improvement is
  /// cheap.
  /// - Parameters:
  ///   - costLeft: learners whose best configuration costs more are passed over; nil without a limit.
  ///   - draw: uniform in [0, 1).
  /// - Returns: its index; nil where none fits.
  static func next(
    among candidates: [Candidate], leader: Double, allRows: Int, costLeft: Double?, draw: Double
  ) -> Int? {
    let fitting = candidates.indices.filter { index in
      guard let costLeft, candidates[index].cost.isTried else { return true }
      return candidates[index].cost.trialCost <= costLeft
    }
    let estimates = fitting.map { index in
      let candidate = candidates[index]
      return candidate.cost.isTried
        ? candidate.cost.estimate(leader: leader, allRows: allRows) : candidate.firstEstimate
    }
    let cheapest = estimates.indices.min { (estimates[$0], $0) < (estimates[$1], $1) }
    if let cheapest, !candidates[fitting[cheapest]].cost.isTried { return fitting[cheapest] }
    let shares = zip(fitting, estimates).map { candidates[$0].cost.isTried ? 1 / $1 : 0 }
    guard shares.contains(where: { $0 > 0 }) else { return cheapest.map { fitting[$0] } }
    return fitting[drawn(draw, shares)]
  }

  private static func drawn(_ draw: Double, _ shares: [Double]) -> Int {
    var left = draw * shares.reduce(0, +)
    for (index, share) in shares.enumerated() where share > 0 {
      left -= share
      if left < 0 { return index }
    }
    return shares.lastIndex { $0 > 0 } ?? 0
  }
}
