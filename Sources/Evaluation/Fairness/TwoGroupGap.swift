/// The interval of the gap between two groups: of how far they are apart, whichever is the better.
///
/// A difference has a sign and its interval two ends; a gap has neither, and what is 95 % of differences would be more of
/// gaps, for a gap that is small is missed on one side alone. So every gap is asked how far from it what is seen lies in 95
/// of 100 tests, and those stay from which what was seen is no further (Feldman & Cousins 1998, whose order this is for a
/// normal error). The gap that was seen is always among them, and 0 is where the difference is not told apart.
struct TwoGroupGap {
  let evidence: DifferenceEvidence
  let level: Double

  /// nil where nothing can be told.
  var bounds: ClosedRange<Double>? {
    guard let usual = evidence.bounds(level: level) else { return nil }
    let errors = evidence.parts.compactMap { part -> (error: Double, freedom: Double)? in
      if case .student(let error, let freedom) = part, error > 0 { (error, freedom) } else { nil }
    }
    guard errors.count == evidence.parts.count else {
      return max(0, max(usual.lowerBound, -usual.upperBound))...max(abs(usual.lowerBound), abs(usual.upperBound))
    }
    let seen = abs(evidence.value)
    let ends = errors.map { (lower(seen, $0.error, $0.freedom), upper(seen, $0.error, $0.freedom)) }
    let high = min(ends.map(\.1).max() ?? seen, evidence.greatest ?? .infinity)
    return min(ends.map(\.0).min() ?? 0, seen)...max(high, seen)
  }

  /// The least gap that is accepted: 0, or what bisection finds below what was seen.
  private func lower(_ seen: Double, _ error: Double, _ freedom: Double) -> Double {
    if isAccepted(0, seen, error, freedom) { return 0 }
    return bisected(outside: 0, inside: seen) { isAccepted($0, seen, error, freedom) }
  }

  private func upper(_ seen: Double, _ error: Double, _ freedom: Double) -> Double {
    let far = seen + 2 * error * studentQuantile(twoSided: 1 - level, freedom: freedom)
    return bisected(outside: far, inside: seen) { isAccepted($0, seen, error, freedom) }
  }

  private func bisected(outside: Double, inside: Double, _ isInside: (Double) -> Bool) -> Double {
    var (outside, inside) = (outside, inside)
    for _ in 0..<60 {
      let middle = (outside + inside) / 2
      if isInside(middle) { inside = middle } else { outside = middle }
    }
    return inside
  }

  /// Whether a test of two groups with this gap shows one no further from it than `seen`, by no more than the level.
  private func isAccepted(_ gap: Double, _ seen: Double, _ error: Double, _ freedom: Double) -> Bool {
    let reach = abs(seen - gap)
    func below(_ value: Double) -> Double {
      let tail = studentTwoSided(value / error, freedom: freedom) / 2
      return value > 0 ? 1 - tail : tail
    }
    // What is seen is |gap + error|: between gap − reach and gap + reach, of either sign.
    let sameSide = below(reach) - below(-min(reach, gap))
    let otherSide = below(-gap - max(0, gap - reach)) - below(-2 * gap - reach)
    return sameSide + otherSide <= level + 1e-12
  }
}
