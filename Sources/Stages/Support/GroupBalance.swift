import Basics
import Evaluation
import Glibc
import Numerics
import Plans
import Samples

/// How a model's loss counts groups of people: each as much as every other, and those that are told worst for more, round
/// after round. Learnt from training rows alone; nothing needs the group when the model predicts.
///
/// The rounds are exponentiated-gradient ascent on the groups' shares, as in distributionally robust optimisation over
/// groups (Sagawa, Koh, Hashimoto & Liang 2020), with the model fitted anew in each; the fit whose worst group has the least
/// mean log loss is kept.
struct GroupBalance {
  /// Attributes, crossed; empty where groups do not count.
  let names: [String]
  let rounds: Int
  let missing: MissingGroups
  /// How fast shares follow the losses.
  private static let step = 1.0

  static let namesHelp = "groups that count as much as each other in the loss, by an attribute or several, crossed"
  static let roundsHelp =
    "rounds in which the groups with the greatest training loss come to count for more; 0 leaves all alike"

  /// - Parameter fit: fits the model to rows with their weights.
  /// - Throws: what `fit` throws; as `TrainingGroups`; `Interrupted`.
  ///   Cost: rounds + 1 fits.
  func fit<Fitted: FittedModel>(
    _ training: Samples, _ context: StageContext, _ fit: (Samples) throws -> Fitted
  ) throws -> Fitted {
    guard !names.isEmpty else { return try fit(training) }
    let found = try TrainingGroups(training.metadata, by: names, missing)
    let groups = found.grouping
    for note in found.notes(unknown: "count as 1") { context.note(note) }
    var shares = [Double](repeating: 1 / Double(groups.names.count), count: groups.names.count)
    var best: (model: Fitted, worst: Double, shares: [Double])?
    for round in 0...rounds {
      context.execution.report(fraction: Double(round) / Double(rounds + 1))
      let model = try fit(training.weighted(Self.weights(groups, shares)))
      guard rounds > 0, let losses = try Self.losses(model, training, groups, context.execution.silent) else {
        return model
      }
      let worst = losses.max() ?? 0
      if worst < best?.worst ?? .infinity { best = (model, worst, shares) }
      let grown = zip(shares, losses).map { $0 * exp(Self.step * ($1 - worst)) }
      let total = grown.reduce(0, +)
      shares = grown.map { $0 / total }
    }
    guard let best else { return try fit(training) }
    context.note(
      "the loss counts "
        + zip(groups.names, best.shares).map { "\($0) \(NumberFormat.decimal(100 * $1, digits: 0, missing: "–"))%" }
        .joined(separator: ", ") + " for the least training loss of the worst group")
    return best.model
  }

  /// A group's share is spread over its rows, and all weights add to the number of rows; rows of no known group count as 1.
  private static func weights(_ groups: Grouping, _ shares: [Double]) -> [Double] {
    let sizes = groups.rows.map { Double($0.count) }
    let known = sizes.reduce(0, +)
    return groups.codes.map { code in code.map { shares[$0] * known / sizes[$0] } ?? 1 }
  }

  /// The mean log loss of each group's training rows; nil for a model without probabilities.
  private static func losses(
    _ model: some FittedModel, _ training: Samples, _ groups: Grouping, _ context: ExecutionContext
  ) throws -> [Double]? {
    guard let found = try model.probabilities(training.content, context: context) else { return nil }
    let codes = try training.metadata.labels.codes
    return groups.rows.map { rows in
      rows.reduce(0) { $0 - log(max(1e-12, Double(found[$1, codes[$1]]))) } / Double(max(1, rows.count))
    }
  }
}

extension Samples {
  /// With weights that multiply those that the rows have.
  fileprivate func weighted(_ weights: [Double]) -> Samples {
    let before = metadata.rowWeights
    var samples = self
    samples.metadata = metadata.setting(
      .weights(weights.enumerated().map { $0.element * Double(before?[$0.offset] ?? 1) }))
    return samples
  }
}
