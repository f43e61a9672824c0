import Basics

/// What a plan whose stages were told to work less exactly scores beside the same plan without that, on the same rows.
public struct ExactContrast: Sendable, Equatable {
  public struct Score: Sendable, Equatable {
    public let name: String
    public let title: String
    public let value: Double
    public let exact: Double
    /// The plan's less the exact one's, with its paired interval where one can be had.
    public let difference: Estimate?
  }

  /// What of the plan stands between its data and its evaluator, as written.
  public let stages: String
  /// How the other plan works: "in single precision".
  public let exactly: String
  /// The other plan, as written.
  public let plan: String
  /// In the order of a report, by the first two metrics.
  public let scores: [Score]
  /// How the intervals were made, for a person.
  public let test: String

  /// All of it in a line.
  public var note: String {
    let parts = scores.map { score in
      var text = "\(score.title) \(Self.text(score.value)), \(exactly) \(Self.text(score.exact))"
      if let difference = score.difference {
        text += ", difference \(Self.text(difference.value))"
        if let low = difference.lower, let high = difference.upper {
          text += " [\(Self.text(low)), \(Self.text(high))]"
        }
      }
      return text
    }
    return "'\(stages)' on the same test rows: " + (parts + (test.isEmpty ? [] : [test])).joined(separator: "; ")
  }

  private static func text(_ value: Double) -> String { NumberFormat.decimal(value, digits: 3, missing: "–") }

  var json: JSONValue {
    .object([
      "stages": .string(stages), "plan": .string(plan), "test": .string(test),
      "scores": .object(
        scores.map { score in
          .init(
            name: score.name,
            value: .object([
              "value": .number(score.value), "exact": .number(score.exact),
              "difference": score.difference.map { .number($0.value) } ?? .null,
              "interval": .interval(score.difference.flatMap(Self.interval)),
            ]))
        }),
    ])
  }

  private static func interval(_ estimate: Estimate) -> ClosedRange<Double>? {
    guard let low = estimate.lower, let high = estimate.upper, low <= high else { return nil }
    return low...high
  }
}

extension Executor {
  /// Scores the same plan with all its stages exact, or takes that from the cache, and puts both side by side; nil where
  /// they are. The other plan is scored on the test like any, and counted.
  /// - Throws: what running it throws; `Interrupted`.
  func exactContrast(of result: EvaluationResult) throws -> ExactContrast? {
    guard let (plan, approximation) = result.plan.exact else { return nil }
    var executor = self
    // How far the evaluation or sweep has come that this is part of, others tell.
    executor.observer = StageObserver(observer)
    let exact = try executor.evaluate(plan, TraceRecorder(observer: executor.observer))
    let scorer = catalogue.scorer
    let comparison = try scorer.comparison(of: [exact, result], reference: 0, context: context)
    let scores = scorer.metricNames.prefix(2).enumerated().map { column, name in
      ExactContrast.Score(
        name: name, title: scorer.title(of: name), value: result.scores.metric(name)?.value ?? .nan,
        exact: exact.scores.metric(name)?.value ?? .nan, difference: comparison.differences[1][column])
    }
    let steps = result.plan.steps.filter { $0.kind != .source && $0.kind != .evaluator }
    return ExactContrast(
      stages: Plan(steps).text, exactly: approximation.exactly, plan: plan.text, scores: scores, test: comparison.test)
  }
}

/// Passes on what single stages do.
private struct StageObserver: RunObserver {
  private let listener: any RunObserver

  init(_ listener: any RunObserver) { self.listener = listener }

  func stageWillRun(_ step: PlanStep, splitName: String?) { listener.stageWillRun(step, splitName: splitName) }
  func progress(_ fraction: Double) { listener.progress(fraction) }
  func news(_ text: String) { listener.news(text) }
  func stageDidRun(_ trace: StageTrace) { listener.stageDidRun(trace) }
  func note(_ text: String, from step: PlanStep) { listener.note(text, from: step) }
}
