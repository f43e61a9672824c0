import Numerics

/// Follows the loss of rows that were held out, to tell when boosting has gone far enough.
struct HeldOutWatch {
  private let rows: WeightedRows
  private let patience: Int
  private let margins: BoostingMargins
  private var rounds = 0
  /// Rounds after which the loss was least.
  private(set) var bestRounds = 0
  private(set) var bestLoss = Double.infinity

  init(_ rows: WeightedRows, start: [Float], _ stopping: GradientBoosting.EarlyStopping?) {
    self.rows = rows
    patience = stopping?.rounds ?? .max
    margins = BoostingMargins(rows: rows.features.rows, start: start)
  }

  /// Takes in the trees of a round. - Returns: whether it is time to stop.
  mutating func isOver(after trees: [BoostedTree], _ context: ExecutionContext) throws -> Bool {
    try margins.add(trees, rows.features, context: context)
    rounds += 1
    let loss = margins.logLoss(classes: rows.classes, weights: rows.weights)
    if loss < bestLoss { (bestLoss, bestRounds) = (loss, rounds) }
    return rounds - bestRounds >= patience
  }
}
