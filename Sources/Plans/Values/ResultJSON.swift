import Basics
import Samples

/// A result as data, with every score of every fold.
extension EvaluationResult {
  public func jsonMembers(program: String) -> [JSONValue.Member] {
    let metrics = scores.metrics
    func ofEach(_ name: String, _ value: (ScoreCard.Score) -> JSONValue) -> JSONValue.Member {
      .init(name: name, value: .object(metrics.map { .init(name: $0.name, value: value($0)) }))
    }
    let plain: [JSONValue.Member] =
      [.init(name: "kind", value: .string("result")), .init(name: "plan", value: .string(plan.text))]
      + metrics.map { .init(name: $0.name, value: .number($0.value)) }
    return plain + [
      .init(name: "classes", value: .strings(classNames)),
      .init(name: "confusion", value: .matrix(scores.confusion)),
      .init(name: "per_class", value: .array(scores.classes.map(\.json))),
      .init(name: "n_train", value: .integer(trainingRows)),
      .init(name: "n_test", value: .integer(testRows)),
      .init(name: "provenance", value: provenanceJSON),
      .init(name: "seconds", value: .number(seconds)),
      .init(name: "remarks", value: .strings(notes)),
      ofEach("intervals") { .interval($0.interval) },
      .init(name: "interval_basis", value: .string(scores.basis)),
      ofEach("deviations") { $0.deviation.map { .number($0) } ?? .null },
      ofEach("pooled") { .number($0.pooled) },
      ofEach("per_fold") { .numbers($0.perFold) },
    ] + (exactContrast.map { [.init(name: "exact", value: $0.json)] } ?? [])
  }

  private var provenanceJSON: JSONValue {
    .object([
      "data": .string(provenance.data), "fingerprint": .string(provenance.dataFingerprint),
      "synthetic": .string(provenance.synthetic), "seed": .unsigned(provenance.seed),
      "test_split_scored": provenance.testSplitScored > 0 ? .integer(provenance.testSplitScored) : .null,
      "counts_other_sessions": .boolean(provenance.isLookCountLasting), "version": .string(provenance.version),
      "evaluation": .string(evaluation),
    ])
  }
}

extension ClassScore {
  fileprivate var json: JSONValue {
    .object([
      "class": .string(name), "precision": .number(precision), "recall": .number(recall), "f1": .number(f1),
      "support": .integer(support), "recall_interval": .interval(recallInterval),
    ])
  }
}
