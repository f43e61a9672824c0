import Testing

@testable import Drawing

@Suite struct CellCanvasTests {
  private func lines(_ mark: Layer.Mark, _ data: [Datum], isASCII: Bool = false) -> [String] {
    let layers = [Layer(mark, data), Layer(.rule, [Datum(x: .number(0), y: .everywhere)])]
    let chart = Chart(
      title: "", panels: [.init(layers)], x: Axis(numbers: "x", range: -1...1),
      y: Axis("", names: data.indices.map { "r\($0)" }))
    return CellCanvas(ChartLayout.scene(of: chart, on: .cells, width: 50), isASCII: isASCII, isColored: false).lines
  }

  @Test func aBarIsSeenThroughItsInterval() {
    let row = lines(.bars, [Datum(x: .number(0.6), y: .place(0), interval: 0.2...0.9)])[0]
    // Up to where the bar ends its own signs, with one for the lower end; the line beyond.
    #expect(row.count { $0 == "█" } > 8 && row.count { $0 == "│" } == 1 && row.contains("───"))
    let last = row.lastIndex(of: "█")
    let first = row.firstIndex(of: "─")
    #expect(last != nil && first != nil && last ?? row.endIndex < first ?? row.startIndex)
  }

  @Test(arguments: [(false, Character("┼")), (true, "+")])
  func theLineAtZeroIsSeenWhereItCrossesAnInterval(_ isASCII: Bool, _ crossing: Character) {
    let row = lines(.points, [Datum(x: .number(0.4), y: .place(0), interval: -0.5...0.8)], isASCII: isASCII)[0]
    #expect(row.contains(crossing))
  }
}
