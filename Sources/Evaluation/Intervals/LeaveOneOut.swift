import Numerics

/// Scores of the test without one unit at a time: without one subject where subjects are known, otherwise without one
/// row. Nothing is drawn.
struct LeaveOneOut: Sendable {
  /// How many units are of each kind, which have the same scores.
  let weights: [Double]
  /// scores × kinds: each score without one unit of each kind.
  let values: [[Double]]
  /// The scores with all units.
  let estimates: [Double]
  /// How many units there are.
  let unitCount: Int

  init(weights: [Double], values: [[Double]], estimates: [Double], unitCount: Int) {
    self.weights = weights
    self.values = values
    self.estimates = estimates
    self.unitCount = unitCount
  }

  /// Without one of some units, each a kind of its own. Cost: O(rows), and the scores once for each unit.
  /// - Parameters:
  ///   - predicted: a class for each row, checked already.
  ///   - units: of the same rows.
  /// - Throws: `Interrupted`.
  init(
    truth: Labels, predicted: [Int], units: UnitRows, by metrics: [Metric], context: ExecutionContext
  ) throws {
    // Bare functions: a metric with its texts would be retained and released at each score.
    let scores = metrics.map(\.score)
    var counts = ClassCounts(classes: truth.names.count)
    for (code, answer) in zip(truth.codes, predicted) { counts.add(code, answer, times: 1) }
    estimates = scores.map { $0(counts) }
    var values = scores.map { _ in [Double](repeating: 0, count: units.count) }
    for unit in 0..<units.count {
      if unit % 64 == 0 { try context.checkInterruption() }
      let rows = units.rows[units.range(of: unit)]
      counts.add(rows, truth: truth.codes, answers: predicted, times: -1)
      for (index, score) in scores.enumerated() { values[index][unit] = score(counts) }
      counts.add(rows, truth: truth.codes, answers: predicted, times: 1)
    }
    self.values = values
    weights = [Double](repeating: 1, count: units.count)
    unitCount = units.count
  }

  /// How much more than another's these scores are, without the same units.
  /// - Parameter scores: which of them.
  func less(_ other: LeaveOneOut, scores: [Int]) -> LeaveOneOut {
    LeaveOneOut(
      weights: weights, values: scores.map { score in zip(values[score], other.values[score]).map { $0 - $1 } },
      estimates: scores.map { estimates[$0] - other.estimates[$0] }, unitCount: unitCount)
  }

  /// How far one of the scores, or a function of it, varies from unit to unit; nil where there is but one unit.
  func spread(of score: Int, scale: (Double) -> Double) -> JackknifeSpread? {
    guard unitCount > 1 else { return nil }
    return JackknifeSpread(values: values[score].map(scale), weights: weights)
  }

  /// How far one of the scores varies from unit to unit; nil where there is but one unit.
  func spread(of score: Int) -> JackknifeSpread? {
    guard unitCount > 1 else { return nil }
    return JackknifeSpread(values: values[score], weights: weights)
  }
}
