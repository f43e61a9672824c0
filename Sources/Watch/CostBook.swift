import Interpreter
import Plans

/// What stages took when they ran, to say what a statement will cost before it runs: those whose plan ran up to them
/// already come from the cache, and the others are taken to cost what the same stage, or one of its name, cost last.
struct CostBook: Sendable {
  /// Beginnings of plans that have run.
  private var known: Set<String> = []
  /// Seconds of a stage with its arguments, over all splits; and of the last of its name.
  private var seconds: [String: Double] = [:]
  /// Seconds of whole plans that ran in earlier sittings, as the log of experiments has them.
  private var logged: [String: Double] = [:]
  private static let limit = 50_000

  /// What a statement will take.
  enum Cost: Equatable {
    /// Nothing is left to run.
    case cached
    /// About so many seconds of work at most: what an earlier sitting left in the cache is not known of.
    case seconds(Double)
  }

  init(runs: [RunRecord] = []) {
    for run in runs { logged[run.planText] = run.seconds }
  }

  /// Writes down what a value took.
  mutating func enter(_ value: PlanValue) {
    if known.count > Self.limit { known = [] }
    for combination in value.grid?.combinations ?? [] {
      for beginning in Self.beginnings(of: combination.plan) { known.insert(beginning.text) }
    }
    var spent: [String: Double] = [:]
    for trace in value.trace {
      if case .ran(let seconds) = trace.source { spent[trace.step, default: 0] += seconds }
    }
    for (step, time) in spent {
      seconds[step] = time
      seconds[Self.name(of: step)] = time
    }
  }

  /// - Returns: nil where it runs no plan, or a stage of it has never run.
  func cost(of plans: [Plan]) -> Cost? {
    guard !plans.isEmpty else { return nil }
    var counted: Set<String> = []
    var total: Double?
    for plan in plans {
      let new = Self.beginnings(of: plan).filter { !known.contains($0.text) }
      guard !new.isEmpty else { continue }
      if let time = logged[plan.text] {
        total = (total ?? 0) + time
        continue
      }
      for beginning in new where counted.insert(beginning.text).inserted {
        guard let time = seconds[beginning.step] ?? seconds[Self.name(of: beginning.step)] else { return nil }
        total = (total ?? 0) + time
      }
    }
    return total.map { .seconds($0) } ?? .cached
  }

  /// The plan up to each stage of it. What has learnt has done so on an evaluator's splits, which belong to it then.
  private static func beginnings(of plan: Plan) -> [(text: String, step: String)] {
    let evaluators = plan.evaluators.map(\.canonicalText).joined(separator: "|")
    var (text, learns) = ("", false)
    let work = plan.steps.filter { $0.kind != .evaluator && $0.isWritten && !($0.stage is any IdentityStage) }
    return work.map { step in
      text += "|" + step.canonicalText
      learns = learns || step.kind != .source && step.kind != .rowwise
      return (learns ? text + "@" + evaluators : text, step.text)
    }
  }

  private static func name(of step: String) -> String { String(step.prefix { $0 != " " }) }
}
