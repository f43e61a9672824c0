import Basics
import Testing

@testable import Drawing

@Suite struct VegaLiteTests {
  /// Vega shows no subtitle below a title that is empty.
  @Test func whatIsSyntheticSaysSoWithoutATitle() throws {
    var chart = Gallery(classes: 2, names: .short).chart("pictures")
    chart.title = ""
    let value = try JSONValue(parsing: Array(VegaLite().text(of: chart).utf8))
    #expect(value["title"]?["text"]?.string == "SYNTHETIC FACES: NOT REAL DATA")
    #expect(value["data"]?["values"]?.elements?.compactMap { $0["caption"]?.string } == ["anger", "sad"])
  }

  @Test func whatCanBePassedOverIsGrey() {
    func chart(isFaint: Bool) -> Chart {
      Chart(
        title: "", panels: [.init([Layer(.points, [Datum(x: .number(1), y: .place(0), isFaint: isFaint)])])],
        x: Axis(numbers: "x"), y: Axis("", names: ["a"]))
    }
    func inks(_ chart: Chart) -> [Ink] {
      ChartLayout.scene(of: chart, on: .page, width: 400).shapes.compactMap {
        if case .symbol(_, _, _, let ink) = $0 { ink } else { nil }
      }
    }
    #expect(inks(chart(isFaint: true)) == [.faint] && inks(chart(isFaint: false)) == [.series(0)])
    #expect(VegaLite().text(of: chart(isFaint: true)).contains("datum.faint"))
    #expect(!VegaLite().text(of: chart(isFaint: false)).contains("faint"))
  }

  @Test func everySeriesHasAShape() throws {
    let text = VegaLite().text(of: Gallery(classes: 12, names: .short).chart("scatter"))
    let value = try JSONValue(parsing: Array(text.utf8))
    let scale = value["layer"]?.elements?.first?["encoding"]?["shape"]?["scale"]
    #expect(scale?["range"]?.elements?.count == 12 && scale?["domain"]?.elements?.count == 12)
  }
}
