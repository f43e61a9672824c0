import Basics
import Diagnostics
import Numerics
import Plans
import Samples

/// Values as data: an object each, whose `kind` says what else is in it.
public struct JSONPresenter: Sendable {
  /// Whether each value tells how long its stages took; not by default, so that the same script gives the same text.
  public var includesTimings: Bool

  public init(includesTimings: Bool = false) {
    self.includesTimings = includesTimings
  }

  public func value(_ value: PlanValue) -> JSONValue {
    guard includesTimings, case .object(let members) = content(of: value) else { return content(of: value) }
    return .object(members + [.init(name: "stages", value: .array(value.trace.map(stage)))])
  }

  private func stage(_ trace: StageTrace) -> JSONValue {
    var seconds: JSONValue = .null
    if case .ran(let time) = trace.source { seconds = .number(time) }
    return .object([
      "stage": .string(trace.step), "split": .string(trace.splitName), "shape": .string(trace.shape),
      "seconds": seconds,
    ])
  }

  private func content(of value: PlanValue) -> JSONValue {
    switch value.payload {
    case .samples(let set): samples(set, value)
    case .result(let result): self.result(result, value)
    case .table(let table):
      .object(
        [.init(name: "kind", value: .string("table"))] + table.jsonMembers
          + [.init(name: "plan", value: .string(value.programText))])
    case .scalar(let scalar): .object(["kind": .string("scalar"), "value": scalar.json])
    case .document(let document): self.document(document)
    case .fittedPipeline(let pipeline): model(pipeline)
    }
  }

  /// Everything that is wrong, in one object.
  public func diagnostics(_ diagnostics: [Diagnostic]) -> JSONValue {
    .object(["kind": .string("diagnostics"), "diagnostics": .array(diagnostics.map { json($0.record) })])
  }

  private func samples(_ set: PreparedRows, _ value: PlanValue) -> JSONValue {
    let metadata = set.rows.metadata
    let counts = set.training.metadata.knownLabels ?? Labels(names: [], codes: [])
    return .object([
      "kind": .string(set.rows.content.kind.name),
      "rows": .integer(metadata.count),
      "shape": .string(set.shapeText),
      "classes": .object(zip(counts.names, counts.counts).map { .init(name: $0, value: .integer($1)) }),
      "subjects": metadata.subjects.map { .integer(Set($0).count) } ?? .null,
      "data": .string(metadata.origin.name),
      "fingerprint": .string(metadata.origin.fingerprint),
      "taken_for": .strings(metadata.origin.summary),
      "synthetic": .string(metadata.origin.synthetic),
      "plan": .string(value.programText),
    ])
  }

  private func result(_ result: EvaluationResult, _ value: PlanValue) -> JSONValue {
    let scores = result.scores
    var members: [JSONValue.Member] = [
      .init(name: "kind", value: .string("result")), .init(name: "plan", value: .string(result.plan.text)),
    ]
    members += scores.metrics.map { .init(name: $0.name, value: .number($0.value)) }
    members += [
      .init(name: "classes", value: .strings(result.classNames)),
      .init(name: "confusion", value: matrix(scores.confusion)),
      .init(name: "per_class", value: .array(scores.classes.map(classScore))),
      .init(name: "n_train", value: .integer(result.trainingRows)),
      .init(name: "n_test", value: .integer(result.testRows)),
      .init(name: "provenance", value: provenance(of: result)),
      .init(name: "seconds", value: .number(result.seconds)),
      .init(name: "remarks", value: .strings(result.notes)),
      .init(
        name: "intervals",
        value: .object(scores.metrics.map { .init(name: $0.name, value: .interval($0.interval)) })),
      .init(name: "interval_basis", value: .string(scores.basis)),
      .init(
        name: "deviations",
        value: .object(scores.metrics.map { .init(name: $0.name, value: $0.deviation.map { .number($0) } ?? .null) })),
      .init(
        name: "pooled", value: .object(scores.metrics.map { .init(name: $0.name, value: .number($0.pooled)) })),
      .init(
        name: "per_fold", value: .object(scores.metrics.map { .init(name: $0.name, value: .numbers($0.perFold)) })),
    ]
    return .object(members)
  }

  private func classScore(_ score: ScoreCard.ClassScore) -> JSONValue {
    .object([
      "class": .string(score.name), "precision": .number(score.precision), "recall": .number(score.recall),
      "f1": .number(score.f1), "support": .integer(score.support),
      "recall_interval": .interval(score.recallInterval),
    ])
  }

  private func provenance(of result: EvaluationResult) -> JSONValue {
    let provenance = result.provenance
    return .object([
      "data": .string(provenance.data), "fingerprint": .string(provenance.dataFingerprint),
      "synthetic": .string(provenance.synthetic), "seed": .unsigned(provenance.seed),
      "test_split_scored": .integer(provenance.testSplitScored), "version": .string(provenance.version),
      "evaluation": .string(result.evaluation),
    ])
  }

  private func model(_ pipeline: FittedPipeline) -> JSONValue {
    .object([
      "kind": .string("model"), "stages": .strings(pipeline.steps.map(\.step.text)),
      "classes": .strings(pipeline.classNames), "n_train": .integer(pipeline.trainingRows),
      "data": .string(pipeline.origin.name), "fingerprint": .string(pipeline.origin.fingerprint),
      "synthetic": .string(pipeline.origin.synthetic),
    ])
  }

  func matrix(_ counts: [[Int]]) -> JSONValue {
    .array(counts.map { .array($0.map { .integer($0) }) })
  }
}
