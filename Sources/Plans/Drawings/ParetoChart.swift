import Basics
import Drawing

/// What is gained of one number against what another costs.
extension TableChart {
  /// So many rows are told apart by name; of more, those that no other beats.
  private static let namedRows = 8

  /// A point with both intervals for each row, and a line through those that no other row beats: with a number along the
  /// horizontal axis, which is better small, that is as small, and one along the vertical axis, which is better large, that
  /// is as large. Rows that lack either number are left out.
  func pareto() throws -> Chart {
    // Without a gap nobody can guess what is better small.
    guard let x = request.x ?? columns.cost else { throw DrawingError.noSuchColumn("gap", known: table.namedColumns) }
    guard let y = request.y.first ?? columns.usualScore(beside: x) else { throw DrawingError.noNumbers(column: x) }
    let (costs, gains) = (try cells(of: x), try cells(of: y))
    let labels = try labels(by: request.color.map { [$0] } ?? labelColumns(beside: [x, y]))
    let names = unique(labels)
    let points = labels.indices.compactMap { row -> ParetoPoint? in
      guard let cost = costs[row].number, let gain = gains[row].number, cost.isFinite, gain.isFinite else { return nil }
      return ParetoPoint(
        name: labels[row], cost: cost, gain: gain, costs: costs[row].interval, gains: gains[row].interval)
    }
    guard !points.isEmpty else { throw DrawingError.noNumbers(column: y) }
    let front = points.filter { point in !points.contains { $0.beats(point) } }.sorted { $0.cost < $1.cost }
    let isNamed = names.count <= Self.namedRows
    let shown = isNamed ? names : unique(front.map(\.name)) + ["beaten in both by another"]
    func series(_ point: ParetoPoint) -> Int { shown.firstIndex(of: point.name) ?? shown.count - 1 }
    let line = Layer(.line, front.map { Datum(x: .number($0.cost), y: .number($0.gain), series: shown.count) })
    let reaches = points.compactMap { point in
      point.costs.map { reach in
        Layer(
          .line,
          [reach.lowerBound, reach.upperBound].map {
            Datum(x: .number($0), y: .number(point.gain), series: series(point))
          })
      }
    }
    let dots = points.map {
      Datum(x: .number($0.cost), y: .number($0.gain), interval: $0.gains, series: series($0), text: $0.name)
    }
    var chart = chart(
      [y], over: request.words(x), drawn: points.count,
      [.init((front.count > 1 ? [line] : []) + reaches + [Layer(.points, dots)])],
      x: Axis(numbers: request.words(x)), y: Axis(numbers: request.words(y)),
      series: Series("", shown + (front.count > 1 ? ["no other is better in both"] : [])))
    let best = front.map(\.name).joined(separator: "; ")
    chart.caption.insert(
      "better: further left and further up; no other is better in both: \(best), which luck may have decided", at: 0)
    return chart
  }
}

/// A row of a table as what it gains and what it costs.
private struct ParetoPoint {
  let name: String
  let cost: Double
  let gain: Double
  let costs: ClosedRange<Double>?
  let gains: ClosedRange<Double>?

  /// No worse in both, and better in one.
  func beats(_ other: ParetoPoint) -> Bool {
    cost <= other.cost && gain >= other.gain && (cost < other.cost || gain > other.gain)
  }
}

extension DrawnColumns {
  /// The column that is better small: the gap that an audit found.
  var cost: String? { numbers.first { $0.hasPrefix("gap_") } }

  /// The first number that is none such.
  func usualScore(beside cost: String) -> String? { numbers.first { $0 != cost && !$0.hasPrefix("gap_") } }
}
