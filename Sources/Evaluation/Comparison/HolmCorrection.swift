/// Probabilities of several tests, raised so that the chance of any false finding keeps its level (Holm 1979).
/// In the order given; those that are not numbers stay as they are and count as tests.
public func holmAdjusted(_ probabilities: [Double]) -> [Double] {
  var adjusted = probabilities
  var highest = 0.0
  for (position, test) in ascending(probabilities).enumerated() {
    highest = max(highest, min(1, probabilities[test] * Double(probabilities.count - position)))
    adjusted[test] = highest
  }
  return adjusted
}

/// The level at which each interval of a family leaves out 0 exactly where Holm's correction finds a difference.
///
/// A difference that is found has the level of its own step; all others have that of the first step that found none.
/// With one test that is `level` itself; with m tests at most 1 − (1 − level) / m, as Bonferroni has it.
/// - Parameter probabilities: uncorrected, as `holmAdjusted` takes them.
public func holmLevels(_ probabilities: [Double], level: Double = 0.95) -> [Double] {
  let alpha = 1 - level
  let adjusted = holmAdjusted(probabilities)
  let found = adjusted.count { $0 < alpha }
  var levels = [Double](repeating: 1 - alpha / Double(max(1, probabilities.count - found)), count: probabilities.count)
  for (position, test) in ascending(probabilities).enumerated() where position < found {
    levels[test] = 1 - alpha / Double(probabilities.count - position)
  }
  return levels
}

/// The tests whose probabilities are numbers, the least first.
private func ascending(_ probabilities: [Double]) -> [Int] {
  probabilities.indices.filter { !probabilities[$0].isNaN }.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
}
