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
    "|\u{301}", "<\u{200D}img>", "_x_", "$x$", "\u{1B}[31mred", "![x](http://x)", String(repeating: "x", count: 300),
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
    #expect(page.contains("<td><bdi>&#x202E;</bdi>abc</td>") && page.contains("<td>z\u{200B}ero</td>"))
    #expect(!page.unicodeScalars.contains("\u{202E}"))
    // Long names may be broken, so that no table is wider than the page.
    #expect(page.contains("<td>xxxxxxxxxxxx<wbr>xxxxxxxxxxxx<wbr>"))
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
    #expect(text.contains("| <bdi>&#x202E;</bdi>abc | 1"), "intact, and what follows is not turned")
    #expect(text.contains("| z\u{200B}ero | 1") && text.contains("| \\|\u{301} | 1"))
    // A person's own Markdown is theirs; a note is not.
    #expect(text.contains("\n*!\\[x](http://x)*\n") && !text.contains("*![x]"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func inNotebooks() throws {
    let text = NotebookReport().text(of: report)
    let cells = try JSONValue(parsing: Array(text.utf8))["cells"]?.elements ?? []
    #expect(cells.count > Self.names.count)
    #expect(!text.unicodeScalars.contains { [0x1B, 0x202E].contains($0.value) }, "escaped as JSON has it")
    #expect(cells.last?["source"]?.elements?.isEmpty == false)
  }

  @Test func inLaTeX() {
    let text = TableFormat.latex.text(of: [table], caption: "\\input{y}", label: "a}\\input{z}")
    #expect(!text.split(separator: "\n").contains { !$0.hasPrefix("%") && $0.contains("\\input") })
    #expect(text.contains("\\texttt{$<$U+202E$>$}abc &") && text.contains("z\\hspace{0pt}ero &"))
    #expect(text.contains("\\textbackslash{}input\\{x\\}") && text.contains("\\label{ainputz}"))
  }

  @Test func inDataFormats() throws {
    let csv = TableFormat.csv.text(of: [table])
    #expect(csv.contains("\n=1+1,1") && csv.contains("\"a&b\"\"\","))
    let json = try JSONValue(parsing: Array(Renderer(format: .json).text(of: PlanValue(table)).utf8))
    let names = json["rows"]?.elements?.compactMap { $0.elements?.first?.string }
    #expect(names == Self.names)
    #expect(csv.contains("\n\u{202E}abc,1") && csv.contains("\nz\u{200B}ero,1"))
    #expect(Renderer(format: .csv).text(of: PlanValue(table)).contains("\n\u{202E}abc,1"))
  }

  @Test func inATerminal() {
    for color in TerminalStyle.Color.allCases {
      let text = Renderer(style: TerminalStyle(color: color, width: 100)).text(of: PlanValue(figure))
      #expect(!text.contains("\u{1B}[31m") && !text.contains("\u{202E}"))
      #expect(text.contains("<script>alert(1)</script>") && text.contains("<U+202E>abc"))
      #expect(text.contains("z\u{200B}ero"))
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
