import Graphics
import Numerics
import Plans

/// A scored plan: the metrics with their intervals, every class, and how the numbers were made.
extension TextPresenter {
  func sections(of result: EvaluationResult) -> [String] {
    notice(result.provenance.synthetic) + [headline(of: result.scores), classTable(of: result.scores)]
      + remarks(result.remarks) + [provenance(of: result)]
  }

  private func headline(of scores: ScoreCard) -> String {
    let titleWidth = scores.metrics.map { displayWidth($0.title) }.max() ?? 0
    let hasInterval = scores.metrics.contains { $0.interval != nil }
    let lines = scores.metrics.map { metric in
      let title = metric.title + String(repeating: " ", count: titleWidth - displayWidth(metric.title))
      let interval = metric.interval.map { "  [\(score($0.lowerBound)), \(score($0.upperBound))]" } ?? ""
      return "\(title)  \(style.bold(score(metric.value)))\(interval)\(spread(of: metric))"
    }
    return (lines + (hasInterval ? [style.faint("in brackets: 95% intervals")] : [])).joined(separator: "\n")
  }

  /// How much a metric differs from fold to fold.
  private func spread(of metric: ScoreCard.Metric) -> String {
    guard metric.perFold.count > 1, let low = metric.perFold.min(), let high = metric.perFold.max() else { return "" }
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
    let provenance = result.provenance
    let times = provenance.testSplitScored
    let looks = times <= 1 ? "scored for the first time" : "scored before by \(grouped(times - 1)) other plans"
    let lines = [
      "plan: \(result.plan.text)",
      "evaluation: \(result.evaluation); \(grouped(result.trainingRows)) rows trained, "
        + "\(grouped(result.testRows)) tested, these test rows \(looks)",
      "data: \(provenance.synthetic ?? "real"), \(provenance.data) (\(provenance.dataFingerprint)); "
        + "seed \(provenance.seed); mien \(provenance.version)",
    ]
    return lines.map { style.faint(hanging($0, by: 2)) }.joined(separator: "\n")
  }
}
