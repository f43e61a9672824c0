#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is known of a difference between two classifiers: the interval at any level and the probability come from the
/// same parts, so that an interval leaves out 0 exactly where the probability is below the rest of its level.
///
/// Each part must agree that there is a difference: the probability is the greatest of the parts, the interval the
/// hull of theirs. Without a part nothing can be told.
struct DifferenceEvidence: Sendable, Equatable, Codable {
  enum Part: Sendable, Equatable, Codable {
    /// value ± t · error.
    case student(error: Double, freedom: Double)
    /// Units that all agree: as many coins fallen on one side (the sign test), and its exact interval.
    case agreement(units: Int)
    /// Rows that only one of the two got right, of all rows, which must be independent (McNemar's exact test).
    case discordance(onlyFirst: Int, onlySecond: Int, rows: Int)
  }

  let value: Double
  let parts: [Part]
  /// As far as two scores can be apart, which no interval exceeds; nil where nobody said.
  var greatest: Double?

  /// How often chance alone would bring a difference as far from 0; nil where nothing can be told.
  var probability: Double? { parts.map(probability).max() }

  /// nil where nothing can be told.
  func bounds(level: Double) -> ClosedRange<Double>? {
    let hull = parts.map { bounds($0, level) }.reduce(nil) { hull, next in
      hull.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
    }
    guard let hull, let greatest else { return hull }
    return min(max(hull.lowerBound, -greatest), value)...max(min(hull.upperBound, greatest), value)
  }

  /// The least true difference that a test like this one would find with the power given: where none was found, nothing
  /// smaller is ruled out. nil where units do not vary, or nothing can be told.
  func smallestDetectable(level: Double, power: Double) -> Double? {
    parts.compactMap { part -> Double? in
      guard case .student(let error, let freedom) = part, error > 0 else { return nil }
      let reach = studentQuantile(twoSided: 1 - level, freedom: freedom)
      return error * (reach + studentQuantile(twoSided: 2 * (1 - power), freedom: freedom))
    }.max()
  }

  private func probability(_ part: Part) -> Double {
    switch part {
    case .student(let error, let freedom): error > 0 ? studentTwoSided(value / error, freedom: freedom) : 1
    case .agreement(let units): value == 0 ? 1 : min(1, 2 * pow(0.5, Double(units)))
    case .discordance(let onlyFirst, let onlySecond, _):
      McNemarTest(onlyFirstRight: onlyFirst, onlySecondRight: onlySecond).exactProbability
    }
  }

  private func bounds(_ part: Part, _ level: Double) -> ClosedRange<Double> {
    switch part {
    case .student(let error, let freedom):
      let reach = error > 0 ? error * studentQuantile(twoSided: 1 - level, freedom: freedom) : 0
      return (value - reach)...(value + reach)
    case .agreement(let units):
      // So great is, at most, the chance of a unit that does not agree.
      let other = 1 - pow((1 - level) / 2, 1 / Double(max(units, 1)))
      guard value != 0 else { return -other...other }
      let inner = value * (1 - 2 * other)
      return min(value, inner)...max(value, inner)
    case .discordance(let onlyFirst, let onlySecond, let rows):
      let disagreements = onlyFirst + onlySecond
      guard disagreements > 0, rows > 0 else { return value...value }
      let share = exactShare(onlySecond, of: disagreements, level: level)
      let scale = Double(disagreements) / Double(rows)
      return ((2 * share.lowerBound - 1) * scale)...((2 * share.upperBound - 1) * scale)
    }
  }
}

/// The exact interval of a share (Clopper & Pearson 1934), by bisection of the binomial tails.
func exactShare(_ hits: Int, of trials: Int, level: Double) -> ClosedRange<Double> {
  let tail = (1 - level) / 2
  func root(_ below: (Double) -> Bool) -> Double {
    var (lower, upper) = (0.0, 1.0)
    for _ in 0..<100 {
      let middle = (lower + upper) / 2
      if below(middle) { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2
  }
  // P(X ≥ k) = I_p(k, n − k + 1) and P(X ≤ k) = 1 − I_p(k + 1, n − k).
  let low =
    hits == 0 ? 0 : root { regularizedBeta($0, Double(hits), Double(trials - hits + 1)) < tail }
  let high =
    hits == trials ? 1 : root { 1 - regularizedBeta($0, Double(hits + 1), Double(trials - hits)) > tail }
  return low...max(low, high)
}
