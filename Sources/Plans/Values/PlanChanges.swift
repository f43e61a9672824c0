/// What makes one plan another, in words: "pca.k 20 → 50".
extension Plan {
  /// What has changed since `earlier`: stages that came and went, and arguments that differ. Empty where the two are
  /// the same.
  public func changes(since earlier: Plan) -> [String] {
    let (old, new) = (earlier.steps, steps)
    var changes: [String] = []
    var (i, j) = (0, 0)
    for (a, b) in Self.alignment(old, new) + [(old.count, new.count)] {
      changes += Self.changes(from: old[i..<a], to: new[j..<b])
      if a < old.count, b < new.count { changes += new[b].changes(since: old[a]) }
      (i, j) = (a + 1, b + 1)
    }
    return changes
  }

  /// Stages between two that stayed: one took another's place, or they came or went.
  private static func changes(from old: ArraySlice<PlanStep>, to new: ArraySlice<PlanStep>) -> [String] {
    if old.isEmpty { return new.map { "\($0.text) added" } }
    if new.isEmpty { return old.map { "\($0.text) left out" } }
    return [old.map(\.text).joined(separator: " | ") + " → " + new.map(\.text).joined(separator: " | ")]
  }

  /// The longest sequence of stages that both have in the same order, as positions in either.
  private static func alignment(_ old: [PlanStep], _ new: [PlanStep]) -> [(Int, Int)] {
    let (a, b) = (old.map(\.declaration.name), new.map(\.declaration.name))
    var lengths = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var pairs: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if lengths[i + 1][j] >= lengths[i][j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }
}

extension PlanStep {
  /// The arguments in which this step differs from one of the same stage.
  fileprivate func changes(since earlier: PlanStep) -> [String] {
    let before = Dictionary(
      earlier.stage.declaredParameters.map { ($0.name, $0.parameter.canonicalText) },
      uniquingKeysWith: { first, _ in first })
    return stage.declaredParameters.compactMap { name, parameter in
      let (old, new) = (before[name] ?? "", parameter.canonicalText)
      return old == new ? nil : "\(declaration.name).\(name) \(old) → \(new)"
    }
  }
}

extension PlanGrid {
  /// What has changed since `earlier`. Of two sweeps, or a sweep and a plan, the stages that only one of them has.
  public func changes(since earlier: PlanGrid) -> [String] {
    if let plan = single, let before = earlier.single { return plan.changes(since: before) }
    let (old, new) = (earlier.stepTexts, stepTexts)
    return new.filter { !old.contains($0) }.map { "\($0) added" }
      + old.filter { !new.contains($0) }.map { "\($0) left out" }
  }

  private var stepTexts: [String] {
    uniqued(combinations.flatMap { $0.plan.steps.map(\.text) })
  }
}
