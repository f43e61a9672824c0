import Basics

/// A scored plan: the metrics with their intervals, every class, and how the numbers were made.
extension EvaluationResult: Payload {
  public var valueKind: ValueKinds { .result }
  public var synthetic: String? { provenance.synthetic }
  public var summary: String {
    scores.metrics.prefix(2).map { "\($0.title) \(scoreText($0.value))" }.joined(separator: ", ")
  }
  public var shownNotes: [String] { notes }
  public var shape: String { "\(grouped(testRows)) test rows, \(classNames.count) classes" }
  /// Its predictions; the rows that they are of stand with the data.
  public var bytesInMemory: Int? { outcomes.reduce(0) { $0 + $1.predictions.byteCount } }

  public var fields: [(name: String, value: Scalar)] {
    scores.metrics.map { ($0.name, .number($0.value)) } + scores.metrics.flatMap(\.parts) + [
      ("n_train", .number(Double(trainingRows))), ("n_test", .number(Double(testRows))),
      ("seconds", .number(seconds)),
    ]
  }

  public var document: Document {
    Document(
      kind: "result", blocks: [.lines(headline), .layout(.classes(of: scores))], synthetic: synthetic, notes: notes,
      provenance: provenanceLines)
  }

  /// Beside others only the numbers.
  public var blocks: [Document.Block] { tables.map { .table($0) } }

  /// Its metrics, with where their intervals come from or why there is none, and its classes.
  public var tables: [Table] {
    var metrics = metrics(of: scores)
    if !scores.basis.isEmpty { metrics.notes.append(scores.basis) }
    return [metrics, classes(of: scores)].map { $0.known(as: synthetic, provenanceLines, notes: notes) }
  }

  private var headline: [StyledLine] {
    let titleWidth = scores.metrics.map { displayWidth($0.title) }.max() ?? 0
    let lines = scores.metrics.map { metric in
      let title = metric.title + String(repeating: " ", count: titleWidth - displayWidth(metric.title))
      let interval = metric.interval.map { "  [\(scoreText($0.lowerBound)), \(scoreText($0.upperBound))]" } ?? ""
      let deviation = metric.deviation.map { " ± \(scoreText($0))" } ?? ""
      return StyledLine([
        .init(title + "  "), .init(scoreText(metric.value), .strong), .init(deviation + interval + spread(of: metric)),
      ])
    }
    return lines + [StyledLine(basis, .faint)]
  }

  /// What the numbers are, and where their intervals come from.
  private var basis: String {
    if scores.metrics.contains(where: { $0.deviation != nil }) {
      let folds = outcomes.count
      return "mean ± standard deviation over \(folds) \(folds > 1 ? "folds" : "fold"); in brackets: \(scores.basis)"
    }
    return scores.metrics.contains { $0.interval != nil } ? "in brackets: \(scores.basis)" : scores.basis
  }

  /// How much a metric differs from fold to fold.
  private func spread(of metric: ScoreCard.Score) -> String {
    guard metric.deviation != nil, let low = metric.perFold.min(), let high = metric.perFold.max() else { return "" }
    return "  folds \(scoreText(low)) to \(scoreText(high))"
  }
}

/// A score as a person reads it: three digits.
private func scoreText(_ value: Double) -> String {
  NumberFormat.decimal(value, digits: 3, missing: "–")
}

extension TableLayout {
  /// A class each line, scores with three digits.
  fileprivate static func classes(of scores: ScoreCard) -> TableLayout {
    TableLayout(
      columns: ["class", "precision", "recall", "F1", "rows"].enumerated().map {
        Column(title: $0.element, isNumeric: $0.offset > 0)
      },
      rows: scores.classes.map { line in
        ([line.name] + [line.precision, line.recall, line.f1].map(scoreText) + [grouped(line.support)]).map {
          Cell(text: $0, isBest: false)
        }
      }, legend: [])
  }
}

extension ScoreCard.Score {
  /// `macro_f1_low` and so on, where they are known.
  fileprivate var parts: [(name: String, value: Scalar)] {
    Estimate.Part.allCases.compactMap { part in
      part.value(of: estimate).map { (part.column(of: name), .number($0)) }
    }
  }
}
