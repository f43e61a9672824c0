/// Has the whole plan before it run with a seed of its own, in place of the session's: data that are drawn, splits, and
/// stages. It stands beside an evaluator and deals no rows.
public protocol SeedingStage: Stage {
  var planSeed: UInt64 { get }
}

extension SeedingStage {
  public static var kind: StageKind { .evaluator }
}

extension PlanStep {
  var planSeed: UInt64? {
    if case .seeding(let stage) = stage.role { stage.planSeed } else { nil }
  }
}

extension Plan {
  /// The seed that it runs with; nil for the session's.
  public var seed: UInt64? { steps.lazy.compactMap(\.planSeed).last }

  /// The same plan without a seed of its own.
  public var withoutSeed: Plan { Plan(steps.filter { $0.planSeed == nil }) }
}

extension PlanGrid {
  /// The axis whose choices are seeds, of plans that differ in nothing else along it; nil where there is none, or one seed
  /// alone.
  public var seedAxis: String? {
    guard Set(combinations.compactMap(\.plan.seed)).count > 1 else { return nil }
    return axes.first { axis in
      var plans: [[String: String]: String] = [:]
      return combinations.allSatisfy { combination in
        guard let seed = combination.plan.seed, combination.coordinates[axis] == String(seed) else { return false }
        var others = combination.coordinates
        others[axis] = nil
        let text = combination.plan.withoutSeed.steps.map(\.canonicalText).joined(separator: "|")
        defer { plans[others] = text }
        return plans[others] ?? text == text
      }
    }
  }

  /// The columns of choices that its table has: of seeds it says how many.
  public var choiceColumns: [String] {
    seedAxis.map { axis in axes.filter { $0 != axis } + [Self.seedCount] } ?? axes
  }

  /// The column that says over how many seeds a number is the mean.
  public static let seedCount = "seeds"
}
