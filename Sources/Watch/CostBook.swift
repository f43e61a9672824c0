import Interpreter
import Plans

/// What stages took when they ran, to say what a statement will cost before it runs: those whose plan ran up to them
/// already come from the cache, and the others are taken to cost what the same stage, or one of its name, cost last.
struct CostBook: Sendable {
  /// Beginnings of plans that have run.
  private var known: Set<String> = []
  /// Seconds of a stage with its arguments, over all splits; and of the last of its name.
  private var seconds: [String: Double] = [:]
  /// Seconds of whole plans, as the log of experiments has them.
  private var logged: [String: Double] = [:]
  private static let limit = 50_000

  init(runs: [RunRecord] = []) {
    for run in runs { logged[run.planText] = run.seconds }
  }

  /// Writes down what a value took.
  mutating func enter(_ value: PlanValue) {
    if known.count > Self.limit { known = [] }
    for combination in value.grid?.combinations ?? [] {
      for text in Self.beginnings(combination.plan.steps.map(\.text)) { known.insert(text) }
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

  /// About how many seconds a statement will take; nil where nothing like it has run yet.
  func expected(_ outlook: StatementOutlook) -> Double? {
    guard !outlook.plans.isEmpty else { return nil }
    var counted: Set<String> = []
    var total = 0.0
    for steps in outlook.plans {
      if let time = logged[steps.joined(separator: " | ")], !isKnown(steps) {
        total += time
        continue
      }
      for (text, step) in zip(Self.beginnings(steps), steps)
      where !known.contains(text) && counted.insert(text).inserted {
        guard let time = seconds[step] ?? seconds[Self.name(of: step)] else {
          // Evaluators split rows, which takes no time of its own.
          if step.isEmpty || step == steps.last { continue }
          return nil
        }
        total += time
      }
    }
    return total
  }

  /// Whether nothing of it is left to run.
  func isKnown(_ steps: [String]) -> Bool { known.contains(steps.joined(separator: " | ")) }

  private static func beginnings(_ steps: [String]) -> [String] {
    steps.indices.map { steps[...$0].joined(separator: " | ") }
  }

  private static func name(of step: String) -> String { String(step.prefix { $0 != " " }) }
}
