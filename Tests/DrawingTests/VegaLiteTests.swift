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

  @Test func everySeriesHasAShape() throws {
    let text = VegaLite().text(of: Gallery(classes: 12, names: .short).chart("scatter"))
    let value = try JSONValue(parsing: Array(text.utf8))
    let scale = value["layer"]?.elements?.first?["encoding"]?["shape"]?["scale"]
    #expect(scale?["range"]?.elements?.count == 12 && scale?["domain"]?.elements?.count == 12)
  }
}
