/// The scale of log odds over the range of a metric.
struct LogitScale {
  let range: ClosedRange<Double>
  /// How near to an end a score without one unit may come.
  let margin: Double

  init(_ metric: Metric, rows: Int) {
    range = metric.range
    margin = 0.5 / Double(max(rows, 1))
  }

  private var width: Double { range.upperBound - range.lowerBound }

  private func share(_ value: Double) -> Double { min(max((value - range.lowerBound) / width, margin), 1 - margin) }

  /// The greater of the spread on this scale and the spread of the score carried over to it: the first is too small
  /// where one unit makes all the errors, the second where scores are near an end.
  func spread(_ units: LeaveOneOut, _ index: Int) -> JackknifeSpread? {
    guard let plain = units.spread(of: index), let scaled = units.spread(of: index, scale: { logit(share($0)) }) else {
      return nil
    }
    return JackknifeSpread(
      error: max(scaled.error, plain.error * slope(units.estimates[index])), freedom: min(plain.freedom, scaled.freedom)
    )
  }

  /// Of independent rows.
  func slopeSpread(_ rows: LeaveOneOut, _ index: Int, factor: Double) -> JackknifeSpread? {
    guard let plain = rows.spread(of: index) else { return nil }
    return JackknifeSpread(
      error: plain.error * slope(rows.estimates[index]) * factor, freedom: plain.freedom)
  }

  /// By how much a spread of the metric grows on this scale.
  func slope(_ value: Double) -> Double {
    let share = share(value)
    return 1 / (width * share * (1 - share))
  }

  func bounds(_ estimate: Double, _ reach: Double) -> ClosedRange<Double> {
    let centre = logit(share(estimate))
    let (low, high) = (fromLogit(centre - reach), fromLogit(centre + reach))
    // Rounding must not push an end past the score.
    return min(estimate, range.lowerBound + width * low)...max(estimate, range.lowerBound + width * high)
  }
}
