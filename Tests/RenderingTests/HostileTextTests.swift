import Basics
import Drawing
import Graphics
import Plans
import Testing

@testable import Rendering

/// Names from data that mean something to HTML, Markdown, LaTeX, CSV, JSON or a terminal stay names in every form.
@Suite struct HostileTextTests {
  private static let names = [
    "<script>alert(1)</script>", "a&b\"", "=1+1", "\\input{x}", "]]>", "\u{202E}abc", "z\u{200B}ero",
    "\u{1B}[31mred", "![x](http://x)", String(repeating: "x", count: 300),
  ]

  private var table: Table {
    Table(
      columns: ["name", "<b>"], rows: Self.names.map { .init([.text($0), .number(1)]) }, synthetic: "<i>synthetic",
      notes: Self.names, provenance: Self.names.map { ProvenanceLine(.data, $0) })
  }

  private var figure: Figure {
    Figure(
      Chart(
        title: Self.names[0],
        panels: [.init([Layer(.bars, Self.names.indices.map { Datum(x: .number(1), y: .place($0)) })])],
        x: Axis(numbers: Self.names[3]), y: Axis(Self.names[1], names: Self.names), synthetic: Self.names[0],
        caption: Self.names))
  }

  private var report: Report {
    Report(
      title: Self.names[0],
      cells: Self.names.map { .init(title: $0, .text($0 + "\n\n| \($0) |\n| --- |\n")) } + [
        .init(
          .code(
            "x = \"</code></pre><script>alert(1)</script>\"",
            [.shown(PlanValue(table)), .shown(PlanValue(figure)), .failed(Self.names[0])]))
      ], environment: [(Self.names[0], Self.names[1])])
  }

  @Test func onPages() {
    let page = HTMLReport().text(of: report)
    #expect(page.components(of: "<script").count == 2)  // the page's own
    #expect(!page.contains("alert(1)</script>"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("a&amp;b&quot;"))
    #expect(page.contains("\\input{x}") && page.contains("=1+1") && page.contains("]]&gt;"))
    #expect(!page.contains("\u{1B}") && !page.contains("<img"))
  }

  @Test func inMarkdown() {
    let (text, pictures) = MarkdownReport().files(of: report, folder: "a folder (1)")
    let ours = text.split(separator: "\n").filter { $0.contains("<script") && !$0.contains("\\<script") }
    // What a person wrote as Markdown, or as code, is theirs; the lines of provenance stand in a comment.
    #expect(
      ours.allSatisfy {
        $0.hasPrefix("<script>") || $0.hasPrefix("| <script>") || $0.hasPrefix("x = ") || $0.hasPrefix("data: ")
          || $0.hasPrefix("<!-- ")
      })
    #expect(text.contains("a%20folder%20%281%29/figure-1.svg"))
    #expect(pictures.count == 1)
  }

  @Test func inNotebooks() throws {
    let text = NotebookReport().text(of: report)
    let cells = try JSONValue(parsing: Array(text.utf8))["cells"]?.elements ?? []
    #expect(cells.count > Self.names.count)
    #expect(cells.last?["source"]?.elements?.isEmpty == false)
  }

  @Test func inLaTeX() {
    let text = TableFormat.latex.text(of: [table], caption: "\\input{y}", label: "a}\\input{z}")
    #expect(!text.split(separator: "\n").contains { !$0.hasPrefix("%") && $0.contains("\\input") })
    #expect(text.contains("\\textbackslash{}input\\{x\\}") && text.contains("\\label{ainputz}"))
  }

  @Test func inDataFormats() throws {
    let csv = TableFormat.csv.text(of: [table])
    #expect(csv.contains("\n=1+1,1") && csv.contains("\"a&b\"\"\","))
    let json = try JSONValue(parsing: Array(Renderer(format: .json).text(of: PlanValue(table)).utf8))
    let names = json["rows"]?.elements?.compactMap { $0.elements?.first?.string }
    #expect(names == Self.names)
  }

  @Test func inATerminal() {
    for color in TerminalStyle.Color.allCases {
      let text = Renderer(style: TerminalStyle(color: color, width: 100)).text(of: PlanValue(figure))
      #expect(!text.contains("\u{1B}[31m") && !text.contains("\u{202E}"))
      #expect(text.contains("<script>alert(1)</script>"))
    }
  }
}

extension String {
  fileprivate func components(of mark: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: mark) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
