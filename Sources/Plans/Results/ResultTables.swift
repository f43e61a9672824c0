import Basics

extension EvaluationResult {
  /// How its numbers were made, a line each.
  public var provenanceLines: [ProvenanceLine] {
    let times = provenance.testSplitScored
    let looks = times == 1 ? "scored for the first time" : "scored by \(grouped(times)) plans so far"
    return [
      ProvenanceLine(.plan, plan.text),
      ProvenanceLine(
        .evaluation,
        "\(evaluation); \(grouped(trainingRows)) rows trained, \(grouped(testRows)) tested, these test rows \(looks)"),
      provenance.dataLine,
    ]
  }
}

extension Provenance {
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

extension EvaluationResult {
  /// Its metrics, and its classes.
  public var tables: [Table] {
    [metrics(of: scores), classes(of: scores)].map { $0.known(as: provenance.synthetic, provenanceLines) }
  }
}

extension Document {
  /// All that is a table in it, or can be one.
  public var tables: [Table] {
    blocks.compactMap(table(of:)).map { $0.known(as: synthetic) }
  }
}

extension Table {
  /// With what its data are and how it was made, where it does not say so itself.
  public func known(as synthetic: String?, _ provenance: [ProvenanceLine] = []) -> Table {
    var table = self
    table.synthetic = table.synthetic ?? synthetic
    if table.provenance.isEmpty { table.provenance = provenance }
    return table
  }
}

private func table(of block: Document.Block) -> Table? {
  switch block {
  case .table(let table): table
  case .bars(let bars):
    Table(
      columns: ["label"] + (0..<(bars.map(\.values.count).max() ?? 0)).map { $0 == 0 ? "value" : "value_\($0 + 1)" }
        + ["note"],
      rows: bars.map { .init([.text($0.label)] + $0.values.map { .number($0) } + [.text($0.note)]) })
  case .confusion(let names, let counts):
    Table(
      columns: ["true"] + names,
      rows: zip(names, counts).map { .init([.text($0)] + $1.map { .number(Double($0)) }) })
  case .heading, .text, .pictures: nil
  }
}
