import Drawing
import Testing

@testable import Plans

/// What is gained against what it costs, and how numbers come to their sum.
@Suite struct ParetoChartTests {
  /// A gap that is better small, an accuracy that is better large.
  private func table(_ rows: [(name: String, gap: Double?, accuracy: Double)]) -> Table {
    Table(
      columns: ["name", "accuracy", "gap_group"],
      rows: rows.map { row in
        .init([.text(row.name), .number(row.accuracy), row.gap.map { .number($0) } ?? .missing])
      })
  }

  private func chart(_ table: Table, _ kind: String, _ request: DrawingRequest = DrawingRequest()) throws -> Chart {
    try #require(table.drawings.first { $0.kind == kind }).chart(request)
  }

  @Test func theLineGoesThroughWhatNoOtherBeats() throws {
    let table = table([("a", 0.3, 0.8), ("b", 0.1, 0.7), ("c", 0.3, 0.7), ("d", 0.2, 0.6), ("e", nil, 0.9)])
    #expect(table.drawings.first?.kind == "pareto")
    let layers = try chart(table, "pareto").panels[0].layers
    #expect(layers.first?.mark == .line && layers.first?.data.map(\.x) == [.number(0.1), .number(0.3)])
    // One without a gap is neither drawn nor beats any.
    #expect(layers.last?.data.map(\.text) == ["a", "b", "c", "d"])
  }

  @Test func ofManyRowsThoseThatAreBeatenShareAName() throws {
    var rows: [(name: String, gap: Double?, accuracy: Double)] = (0..<12).map { place in
      (name: "row \(place)", gap: Double(20 + place) / 100, accuracy: 0.5)
    }
    rows[5] = (name: "row 5", gap: 0.1, accuracy: 0.9)
    let many = table(rows)
    let drawn = try chart(many, "pareto")
    #expect(drawn.series.names == ["row 5", "beaten in both by another"])
    #expect(drawn.caption.first?.contains("row 5") == true)
  }

  @Test func withoutAGapItMustBeSaidWhatIsBetterSmall() throws {
    let plain = Table(
      columns: ["name", "seconds", "accuracy"],
      rows: [.init([.text("a"), .number(1.5), .number(0.5)]), .init([.text("b"), .number(2.5), .number(0.6)])])
    #expect(throws: DrawingError.self) { try chart(plain, "pareto") }
    let chosen = try chart(plain, "pareto", DrawingRequest(x: "seconds", y: ["accuracy"]))
    #expect(chosen.panels[0].layers.first?.data.count == 2)
  }

  @Test func eachRowOfAWaterfallBeginsWhereTheLastEnded() throws {
    let parts = Table(
      columns: ["feature", "adds"],
      rows: [
        .init([.text("on average"), .number(0.5)]), .init([.text("f1"), .number(-0.75)]),
        .init([.text("f2"), .number(1)]),
      ])
    #expect(parts.drawings.first?.kind == "waterfall")
    let data = try #require(chart(parts, "waterfall").panels[0].layers.last?.data)
    #expect(data.map(\.interval) == [0...0.5, -0.25...0.5, -0.25...0.75])
    #expect(data.map(\.x) == [.number(0.5), .number(-0.25), .number(0.75)])
    #expect(data.map(\.text) == ["+0.500", "-0.750", "+1.000"])
  }

  @Test func whatItCostsHasItsIntervalToo() throws {
    let rows = [(name: "a", gap: 0.25, accuracy: 0.5), (name: "b", gap: 0.5, accuracy: 0.25)].map { row in
      Table.Row([
        .text(row.name), .estimate(Estimate(row.accuracy, lower: row.accuracy - 0.125, upper: row.accuracy + 0.25)),
        .estimate(Estimate(row.gap, lower: row.gap - 0.125, upper: row.gap + 0.25)),
      ])
    }
    // One is better in both, so that no line joins them: a line for each gap, and the points.
    let layers = try chart(Table(columns: ["name", "accuracy", "gap_group"], rows: rows), "pareto").panels[0].layers
    try #require(layers.map(\.mark) == [.line, .line, .points])
    #expect(layers[0].data.map(\.x) == [.number(0.125), .number(0.5)])
    #expect(layers[1].data.map(\.x) == [.number(0.375), .number(0.75)])
    #expect(layers[1].data.map(\.y) == [.number(0.25), .number(0.25)])
    #expect(layers[2].data.map(\.interval) == [0.375...0.75, 0.125...0.5])
  }
}
