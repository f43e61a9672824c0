import Basics
import Graphics
import Numerics
import Plans

/// A scored plan: the metrics with their intervals, every class, and how the numbers were made.
extension TextPresenter {
  func sections(of result: EvaluationResult) -> [String] {
    notice(result.provenance.synthetic) + [headline(of: result), classTable(of: result.scores)]
      + notes(result.notes) + [provenance(of: result)]
  }

  private func headline(of result: EvaluationResult) -> String {
    let scores = result.scores
    let titleWidth = scores.metrics.map { displayWidth($0.title) }.max() ?? 0
    let lines = scores.metrics.map { metric in
      let title = metric.title + String(repeating: " ", count: titleWidth - displayWidth(metric.title))
      let interval = metric.interval.map { "  [\(score($0.lowerBound)), \(score($0.upperBound))]" } ?? ""
      let deviation = metric.deviation.map { " ± \(score($0))" } ?? ""
      return "\(title)  \(style.bold(score(metric.value)))\(deviation)\(interval)\(spread(of: metric))"
    }
    return (lines + [style.faint(wrapped(basis(of: result), width: style.width))]).joined(separator: "\n")
  }

  /// What the numbers are, and where their intervals come from.
  private func basis(of result: EvaluationResult) -> String {
    let basis = result.scores.basis
    if result.scores.metrics.contains(where: { $0.deviation != nil }) {
      let folds = result.outcomes.count
      return "mean ± standard deviation over \(folds) \(folds > 1 ? "folds" : "fold"); in brackets: \(basis)"
    }
    return result.scores.metrics.contains { $0.interval != nil } ? "in brackets: \(basis)" : basis
  }

  /// How much a metric differs from fold to fold.
  private func spread(of metric: ScoreCard.Metric) -> String {
    guard metric.deviation != nil, let low = metric.perFold.min(), let high = metric.perFold.max() else { return "" }
    return "  folds \(score(low)) to \(score(high))"
  }

  private func classTable(of scores: ScoreCard) -> String {
    TextTable(
      columns: [
        .init("class"), .init("precision", .right), .init("recall", .right), .init("F1", .right),
        .init("rows", .right),
      ],
      rows: scores.classes.map { line in
        [line.name, score(line.precision), score(line.recall), score(line.f1), grouped(line.support)]
      }
    ).text(style)
  }

  private func provenance(of result: EvaluationResult) -> String {
    let lines = result.provenanceLines
    return lines.map { style.faint(hanging($0.text, by: 2)) }.joined(separator: "\n")
  }
}
