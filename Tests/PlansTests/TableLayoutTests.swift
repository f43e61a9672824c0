import Basics
import Testing

@testable import Plans

@Suite struct TableLayoutTests {
  private let table = Table(
    columns: ["k", "macro_f1"],
    rows: [
      .init([.number(20), .estimate(Estimate(0.4146, deviation: 0.0213, lower: 0.36, upper: 0.47, standing: .best))]),
      .init([
        .number(50),
        .estimate(Estimate(0.4, deviation: 0.02, lower: 0.35, upper: 0.45, probability: 0.3, standing: .tied)),
      ]),
      .init([
        .number(100),
        .estimate(Estimate(0.1, deviation: 0.01, lower: 0.05, upper: 0.15, probability: 0.001, standing: .behind)),
      ]),
      .init([.number(500), .missing]),
    ], synthetic: "synthetic faces", notes: ["a remark"], provenance: [.init(.plan, "x"), .init(.data, "seed 1")])

  @Test func aPersonReadsMeanDeviationAndSigns() {
    let layout = TableLayout.reading(table, starsBest: true)
    #expect(
      layout.rows.map { $0[1].text } == ["0.415 ± 0.021 *", "0.400 ± 0.020 ≈", "0.100 ± 0.010  ", "–  "])
    #expect(layout.rows.map { $0[1].isBest } == [true, false, false, false])
    #expect(layout.columns.map(\.isNumeric) == [true, true])
    #expect(layout.legend.count == 2 && layout.legend[0].hasPrefix("* best"))
    #expect(
      layout.caption(of: table) == ["SYNTHETIC FACES: NOT REAL DATA", "plan: x"] + layout.legend)
  }

  @Test func whatIsOnlyKnownToBeSmallerIsRead() {
    let table = Table(
      columns: ["p"],
      rows: [Scalar.estimate(Estimate(below: 1 / 4001)), .number(0.0213), .number(1e-12 / 3), .missing].map {
        .init([$0])
      })
    #expect(TableLayout.reading(table).rows.map { $0[0].text } == ["< 0.0003", "0.0213", "3.333e-13", "–"])
    #expect(TableLayout.exact(table).rows[0][0].text == "\(1.0 / 4001)")
    #expect(table.rows.map { $0.cells[0].text } == ["< 0.0003", "0.0213", "3.333e-13", "–"])
    #expect(Scalar.estimate(Estimate(below: 1 / 4001)).plain == .number(1 / 4001))
  }

  /// A year is no number to be grouped.
  @Test func wholeNumbersAreGroupedFromTenThousand() {
    let numbers: [Double] = [2025, 9_999, 10_000, -9_999, -10_000, 1_234_567]
    let layout = TableLayout.reading(Table(columns: ["n"], rows: numbers.map { .init([.number($0)]) }))
    #expect(layout.rows.map { $0[0].text } == ["2025", "9999", "10,000", "-9999", "-10,000", "1,234,567"])
  }

  @Test func whereThereIsNoRoomTheNumberStays() {
    #expect(TableLayout.reading(table, spread: .none).rows[0][1].text == "0.415  ")
    #expect(TableLayout.reading(table, spread: .only(["accuracy"])).rows[2][1].text == "0.100  ")
    #expect(TableLayout.reading(table).legend[0].hasPrefix("bold: best"))
  }

  @Test func plainTerminalsGetPlainSigns() {
    let layout = TableLayout.reading(table, starsBest: true).inASCII
    #expect(layout.rows.map { $0[1].text } == ["0.415 +- 0.021 *", "0.400 +- 0.020 ~", "0.100 +- 0.010  ", "-  "])
    #expect((layout.rows.flatMap { $0.map(\.text) } + layout.legend).joined().utf8.allSatisfy { $0 < 128 })
  }

  @Test func programsGetEveryPartInItsColumn() {
    let expanded = table.expanded
    #expect(expanded.columns == ["k", "macro_f1", "macro_f1_sd", "macro_f1_low", "macro_f1_high", "macro_f1_p"])
    #expect(expanded.rows[1].cells == [50, 0.4, 0.02, 0.35, 0.45, 0.3].map { .number($0) })
    #expect(expanded.rows[3].cells.dropFirst().allSatisfy { $0 == .missing })
    let exact = TableLayout.exact(table)
    #expect(exact.rows[0].map(\.text) == ["20", "0.4146", "0.0213", "0.36", "0.47", ""])
  }

  @Test func rowsSayWhatTheirDataAre() {
    let marked = table.marked
    #expect(marked.columns.suffix(3) == ["synthetic", "provenance", "remarks"])
    #expect(
      marked.rows.allSatisfy {
        $0.cells.suffix(3) == [.text("synthetic faces"), .text("plan: x; data: seed 1"), .text("a remark")]
      })
    #expect(Table(columns: ["a"], rows: []).marked.columns == ["a"])
  }

  @Test func partsOfEstimatesCanBeNamed() throws {
    let read = try #require(table.reading("macro_f1_sd"))
    #expect(read(table.rows[0]) == .number(0.0213) && read(table.rows[3]) == .missing)
    #expect(table.reading("macro_f1_sdx") == nil && table.reading("k_sd").map { $0(table.rows[0]) } == .missing)
    #expect(table.namedColumns.contains("macro_f1_p"))
  }

  @Test func jsonHoldsThePartsAndTheProvenance() {
    let text = JSONValue.object(table.jsonMembers).text
    #expect(text.contains("\"macro_f1_sd\"") && text.contains("[500,null,null,null,null,null]"))
    #expect(text.contains("\"provenance\":[\"plan: x\",\"data: seed 1\"]"))
  }

  @Test(arguments: [
    (0.0, "0.000"), (0.4145, "0.414"), (-0.0004, "0.000"), (-1.5, "-1.500"), (12.3456, "12.346"), (0.9996, "1.000"),
  ])
  func decimals(value: Double, text: String) {
    #expect(NumberFormat.decimal(value, digits: 3, missing: "–") == text)
  }

  @Test func estimatesSortAndCompareAsNumbers() {
    let low = Scalar.estimate(Estimate(0.1, deviation: 1))
    #expect(Scalar.precedes(low, .number(0.2)) && !Scalar.precedes(.number(0.2), low))
    #expect(low.number == 0.1 && low.plain == .number(0.1))
  }
}
