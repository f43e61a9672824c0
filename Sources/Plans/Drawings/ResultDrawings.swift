import Basics
import Drawing

/// What a result can be drawn as.
extension EvaluationResult {
  public var drawings: [DrawingOffer] {
    [
      DrawingOffer("confusion", "which class was taken for which") { _ in confusionChart },
      DrawingOffer("recall", "the recall of every class", beside: .series) { _ in recallChart },
      DrawingOffer("metrics", "every metric with its interval", beside: .series) { _ in metricsChart },
    ]
  }

  private var confusionChart: Chart {
    .confusion(
      classNames: classNames, counts: scores.confusion, synthetic: synthetic, caption: provenanceLines.map(\.text))
  }

  private var recallChart: Chart {
    let data = scores.classes.enumerated().map { index, score in
      Datum(
        x: .number(score.recall), y: .place(index), interval: score.recallInterval,
        text: NumberFormat.decimal(score.recall, digits: 2, missing: "–"))
    }
    return Chart(
      title: "Recall of every class", panels: [.init([Layer(.bars, data)])],
      x: Axis(numbers: "recall", range: 0...1), y: Axis("class", names: scores.classes.map(\.name)),
      synthetic: synthetic, caption: provenanceLines.map(\.text))
  }

  private var metricsChart: Chart {
    let data = scores.metrics.enumerated().map { index, metric in
      Datum(
        x: .number(metric.value), y: .place(index), interval: metric.interval,
        text: NumberFormat.decimal(metric.value, missing: "–"))
    }
    return Chart(
      title: "Metrics", panels: [.init([Layer(.points, data)])], x: Axis(numbers: "score"),
      y: Axis("metric", names: scores.metrics.map(\.title)), synthetic: synthetic,
      caption: [scores.basis] + provenanceLines.map(\.text))
  }
}

extension Chart {
  /// Counts of true class × predicted class; the colour is the share of the true class, so that rare classes are seen as
  /// well as common ones.
  static func confusion(
    classNames: [String], counts: [[Int]], synthetic: String?, caption: [String] = []
  ) -> Chart {
    let data = counts.enumerated().flatMap { truth, row in
      let total = row.reduce(0, +)
      return row.enumerated().map { predicted, count in
        Datum(
          x: .place(predicted), y: .place(truth), value: total > 0 ? Double(count) / Double(total) : nil,
          text: grouped(count))
      }
    }
    return Chart(
      title: "Confusion of classes", panels: [.init([Layer(.tiles, data)])], x: Axis("predicted", names: classNames),
      y: Axis("true", names: classNames), ramp: Ramp("share of the true class", 0...1), synthetic: synthetic,
      caption: caption)
  }
}
