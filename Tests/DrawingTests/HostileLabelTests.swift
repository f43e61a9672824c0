import Basics
import Drawing
import Foundation
import FoundationXML
import Printing
import Testing

/// Names from data that mean something to XML, JSON or a terminal.
@Suite struct HostileLabelTests {
  static let names = [
    "<script>alert(1)</script>", "a&b\"'", "=1+1", "\\input{x}", "]]>", "\u{202E}abc\u{202C}", "z\u{200B}e\u{200D}ro",
    "\u{1B}[31mred\u{7}", "שלום עולם", String(repeating: "x", count: 300), "\u{FFFE}bad", "-->", "سلام", "so\u{AD}ft",
    "\u{200F}عربي",
    String(repeating: "long ", count: 60) + "name",
  ]

  /// Those that a picture holds to the last character: without what XML forbids.
  static let whole = [
    "<script>alert(1)</script>", "a&b\"'", "=1+1", "\\input{x}", "]]>", "\u{202E}abc\u{202C}", "z\u{200B}e\u{200D}ro",
    "שלום עולם", "-->", "سلام", "so\u{AD}ft", "\u{200F}عربي", String(repeating: "x", count: 300),
    String(repeating: "long ", count: 60) + "name",
  ]

  var chart: Chart {
    let names = Self.names
    return Chart(
      title: names[0],
      panels: [
        .init(
          title: names[1],
          [
            Layer(
              .bars,
              names.indices.map { Datum(x: .number(Double($0)), y: .place($0), series: $0 % 2, text: names[$0]) })
          ])
      ], x: Axis(numbers: names[4]), y: Axis(names[0], names: names), series: Series("", [names[0], names[3]]),
      synthetic: names[1], caption: names)
  }

  @Test func areHarmlessAndIntactInSVG() throws {
    let text = SVGText().text(of: ChartLayout.scene(of: chart, on: .page, width: 900))
    let reader = TextReader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    #expect(parser.parse())
    #expect(!reader.elements.contains("script"))
    for name in Self.whole { #expect(reader.texts.contains(name), "\(name)") }
    // What turns the direction of writing is there as a reference, alone in an element at whose end its effect ends.
    #expect(text.contains(">&#x202E;</tspan>abc<"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B || $0.value == 0xFFFE })
  }

  /// Read back by poppler's `pdftotext`, where it is installed: letters are letters of fonts, and nothing is obeyed.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")))
  func areHarmlessAndIntactInPDF() throws {
    let pdf = try Printer().pdf(ChartLayout.scene(of: chart, on: .page, width: 900))
    let plain = String(decoding: pdf, as: UTF8.self)
    for name in ["/JavaScript", "/OpenAction", "/Launch", "/URI"] { #expect(!plain.contains(name), "\(name)") }
    let file = FileManager.default.temporaryDirectory.appending(path: "mien-labels-\(UUID().uuidString).pdf")
    try Data(pdf).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/pdftotext")
    process.arguments = ["-layout", file.path, "-"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // Around what turns the direction of writing it puts marks of its own.
    func plainly(_ text: String) -> String {
      String(String.UnicodeScalarView(text.unicodeScalars.filter { !(0x202A...0x202C).contains($0.value) }))
    }
    let read = plainly(text)
    for name in Self.whole { #expect(read.unicodeScalars.contains(plainly(name).unicodeScalars), "\(name)") }
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x07 })
  }

  @Test func areHarmlessInATerminal() {
    let lines = CellCanvas(ChartLayout.scene(of: chart, on: .cells, width: 80), isASCII: false, isColored: true).lines
    #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    #expect(lines.contains { $0.contains("<script>alert(1)</script>") })
    #expect(lines.contains { $0.contains("<U+202E>abc<U+202C>") })
    #expect(lines.contains { $0.contains("z\u{200B}e\u{200D}ro") })
  }

  @Test func areIntactInVegaLite() throws {
    let text = VegaLite().text(of: chart)
    let value = try JSONValue(parsing: Array(text.utf8))
    let texts = value["data"]?["values"]?.elements?.compactMap { $0["text"]?.string } ?? []
    #expect(texts.count == Self.names.count)
    for name in Self.whole { #expect(texts.contains(name), "\(name)") }
    #expect(text.contains("\\\\input{x}"))
  }
}

final class TextReader: NSObject, XMLParserDelegate {
  var texts: [String] = []
  var elements: Set<String> = []
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.insert(name)
    if name != "tspan" { text = "" }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard name != "tspan" else { return }
    texts.append(text)
    text = ""
  }
}
