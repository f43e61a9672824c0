import Basics

extension EvaluationResult {
  /// How its numbers were made, a line each.
  public var provenanceLines: [ProvenanceLine] {
    [
      ProvenanceLine(.plan, plan.text),
      ProvenanceLine(
        .evaluation,
        "\(evaluation); \(grouped(trainingRows)) rows trained, \(grouped(testRows)) tested, \(provenance.looksText)"),
      provenance.dataLine,
    ]
  }
}

extension Provenance {
  /// How often this test has been looked at: "this test scored by 8 plans so far"; or that nobody counted.
  public var looksText: String {
    guard testSplitScored > 0 else { return "how often this test was scored is not counted" }
    let times =
      testSplitScored == 1 ? "for the first time" : "by \(grouped(testSplitScored)) plans so far"
    return "this test scored \(times)" + (isLookCountLasting ? "" : ", other sessions not counted")
  }

  /// The data, the seed and the version.
  public var dataLine: ProvenanceLine {
    ProvenanceLine(.data, "\(dataText); seed \(seed); mien \(version)")
  }

  /// "synthetic, faces (1f2e…)"
  public var dataText: String { "\(synthetic ?? "real"), \(data) (\(dataFingerprint))" }
}

/// A metric each line, with its interval and, over folds, its deviation.
func metrics(of scores: ScoreCard) -> Table {
  let hasDeviations = scores.metrics.contains { $0.deviation != nil }
  return Table(
    columns: ["metric", "value", "low", "high"] + (hasDeviations ? ["sd"] : []),
    rows: scores.metrics.map { metric in
      let numbers =
        [metric.interval?.lowerBound, metric.interval?.upperBound] + (hasDeviations ? [metric.deviation] : [])
      return .init(
        [.text(metric.name), .number(metric.value)] + numbers.map { $0.map { .number($0) } ?? .missing })
    })
}

/// A class each line.
func classes(of scores: ScoreCard) -> Table {
  Table(
    columns: ["class", "precision", "recall", "f1", "support"],
    rows: scores.classes.map { score in
      .init([
        .text(score.name), .number(score.precision), .number(score.recall), .number(score.f1),
        .number(Double(score.support)),
      ])
    })
}
