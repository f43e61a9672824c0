import Basics
import Drawing
import Evaluation
import Plans

/// What an audit can be drawn as.
extension AuditReport {
  var drawings: [DrawingOffer] {
    let groups = DrawingOffer("groups", "the metric of each group with its interval, and shrunken") { _ in groupChart }
    let recalls = recallChart.map { chart in
      DrawingOffer("recalls", "the recall of every class in each group, as colours") { _ in chart }
    }
    let calibration = calibrationChart.map { chart in
      DrawingOffer("calibration", "how much too sure the model is of each group") { _ in chart }
    }
    return [groups] + [recalls, calibration].compactMap { $0 }
  }

  /// Dots with intervals by group, raw and shrunken beside each other, with a line at what all rows together have. Groups
  /// too small to be compared say so in their name.
  var groupChart: Chart {
    let data = audit.groups.enumerated().flatMap { place, group in
      [
        Datum(
          x: .number(group.value), y: .place(place), interval: group.bounds, series: 0, text: auditText(group.value),
          isFaint: group.isSmall),
        Datum(
          x: .number(group.shrunken), y: .place(place), interval: group.shrunkenBounds, series: 1,
          text: auditText(group.shrunken), isFaint: group.isSmall),
      ]
    }
    let names = audit.groups.map { group in
      "\(group.name) (n = \(grouped(group.rows))\(group.isSmall ? ", too few to compare" : ""))"
    }
    return Chart(
      title: "\(metric.title.first?.uppercased() ?? "")\(metric.title.dropFirst()) by \(groups.title)",
      panels: [.init([Layer(.rule, [Datum(x: .number(audit.overall), y: .everywhere)]), Layer(.points, data)])],
      x: Axis(numbers: metric.title), y: Axis(groups.title, names: names), series: Series("", ["raw", "shrunken"]),
      synthetic: synthetic,
      caption: ["line: all rows together, \(auditText(audit.overall)); 95% intervals over whole subjects"] + gapCaption
        + provenance.map(\.text))
  }

  private var gapCaption: [String] {
    guard let gap = audit.gap else { return [] }
    let found = gap.isDistinguishable ? "gap" : "no gap found; the greatest is"
    return ["\(found) \(auditText(gap.value, gap.bounds)), \(gap.worst) below \(gap.best)"]
  }

  /// nil where a group is a class.
  private var recallChart: Chart? {
    guard let recalls, let first = recalls.classes.first else { return nil }
    let data = first.groups.indices.flatMap { group in
      recalls.classes.indices.map { code in
        let recall = recalls.classes[code].groups[group].truePositive
        return Datum(
          x: .place(code), y: .place(group), value: recall,
          text: recall.map { NumberFormat.decimal($0, digits: 2, missing: "–") } ?? "–")
      }
    }
    return Chart(
      title: "Recall of every class by \(groups.title)", panels: [.init([Layer(.tiles, data)])],
      x: Axis("class", names: recalls.classes.map(\.name)), y: Axis(groups.title, names: first.groups.map(\.group)),
      ramp: Ramp("recall", 0...1), synthetic: synthetic,
      caption: ["–: the group has no test row of the class"] + provenance.map(\.text))
  }

  private var calibrationChart: Chart? {
    guard let calibration else { return nil }
    let data = calibration.groups.enumerated().map { place, group in
      Datum(
        x: .number(group.overconfidence), y: .place(place), interval: group.bounds,
        text: auditText(group.overconfidence))
    }
    return Chart(
      title: "How much too sure, by \(groups.title)",
      panels: [.init([Layer(.rule, [Datum(x: .number(0), y: .everywhere)]), Layer(.points, data)])],
      x: Axis(numbers: "confidence less accuracy"),
      y: Axis(groups.title, names: calibration.groups.map { "\($0.name) (n = \(grouped($0.rows)))" }),
      synthetic: synthetic, caption: provenance.map(\.text))
  }
}

extension Chart {
  /// Without what stands beside it in the document that holds it, but for what must stay on it where it is copied out.
  var bare: Chart {
    var bare = self
    bare.caption = Array(caption.prefix(1))
    return bare
  }
}
