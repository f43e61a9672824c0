import Basics
import Plans
import Rendering
import Testing

@Suite struct MediaBundleTests {
  private let table = Table(
    columns: ["model", "f1"], rows: [.init([.text("svm & <rbf>"), .number(0.5)])], notes: ["a note"])

  @Test func aTableHasEveryForm() {
    let bundle = MediaBundle(of: PlanValue(table))
    #expect(bundle.forms.map(\.type) == [.plainText, .html, .csv, .markdown, .latex, .json])
    #expect(bundle[.csv] == "model,f1,remarks\nsvm & <rbf>,0.5,a note\n")
    #expect(bundle[.plainText] == Renderer().text(of: PlanValue(table)))
    #expect(bundle[.json] == Renderer(format: .json).text(of: PlanValue(table)))
    #expect(bundle[.svg] == nil)
  }

  @Test func whatHasNoTableHasTheRest() {
    let document = Document(kind: "help", blocks: [.text("a"), .heading("b")])
    #expect(MediaBundle(of: PlanValue(document)).forms.map(\.type) == [.plainText, .html, .json])
  }

  @Test func pagesAreEscaped() {
    let page = MediaBundle(of: PlanValue(table))[.html]
    #expect(
      page == """
        <section class="mien-table">
        <table class="mien-table">
        <thead>
        <tr><th>model</th><th style="text-align: right">f1</th></tr>
        </thead>
        <tbody>
        <tr><td>svm &amp; &lt;rbf&gt;</td><td style="text-align: right">0.5000</td></tr>
        </tbody>
        </table>
        <p class="mien-note">a note</p>
        </section>

        """)
  }

  @Test func everyBlockStandsOnAPage() {
    let document = Document(
      kind: "all",
      blocks: [
        .heading("h<"), .text("t>"), .text("    code"), .lines([StyledLine([.init("a"), .init("b", .strong)])]),
        .bars([Bar("x\"", [1, 3]), Bar("y", .nan)]), .confusion(classNames: ["p", "q"], counts: [[1, 0], [2, 3]]),
        .pictures([Picture(grey: [1], width: 1, height: 1, caption: "c&")]),
      ], synthetic: "synthetic", provenance: [ProvenanceLine(.plan, "x")])
    let page = HTMLText().text(of: document)
    for part in [
      "<h3>h&lt;</h3>", "<p>t&gt;</p>", "<pre>    code</pre>", "<pre>a<b>b</b></pre>", "x&quot;", "width: 75.00%",
      "<th>true</th><th style=\"text-align: right\">p</th>", ">c&amp;</text>",
      "<strong>SYNTHETIC: NOT REAL DATA</strong>", "<small>plan: x</small>",
    ] { #expect(page.contains(part), "\(part) in \(page)") }
  }
}

@Suite struct TableFormatTests {
  @Test func endingsNameFormats() {
    #expect(TableFormat.allCases.map(\.fileEnding) == ["csv", "json", "md", "tex"])
    for format in TableFormat.allCases { #expect(TableFormat(fileEnding: format.fileEnding) == format) }
    #expect(TableFormat(fileEnding: "markdown") == nil && TableFormat(fileEnding: "") == nil)
  }
}
