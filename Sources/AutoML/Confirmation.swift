import Learning
import Numerics

/// Judges a configuration again, on other splits of the same rows.
///
/// The best of many trials is in part the luckiest: on few rows, and with learners that chance has a hand in, a search
/// would end with luck alone. So whatever looks better than the best so far must stay better on every further split, in
/// the mean (as races among configurations do: Birattari et al. 2002). Most that look better by luck drop out at the
/// first.
struct Confirmation: Sendable {
  let rounds: [TrialRunner]

  /// - Parameters:
  ///   - first: the loss that was found already.
  ///   - bound: what the mean must stay below.
  /// - Returns: the mean loss over all splits; nil where it does not stay below.
  /// - Throws: what the learner throws; `Interrupted`.
  func loss(
    of learner: Learner, _ proposal: ConfigurationSearch.Proposal, first: Double, below bound: Double,
    context: ExecutionContext
  ) throws -> Double? {
    var sum = first
    for (done, round) in rounds.enumerated() {
      guard sum / Double(done + 1) < bound else { return nil }
      sum += try round.run(learner, proposal, context: context).loss
    }
    let mean = sum / Double(rounds.count + 1)
    return mean < bound ? mean : nil
  }
}
