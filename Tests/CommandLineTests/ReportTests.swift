import Basics
import Diagnostics
import Foundation
import Interpreter
import Plans
import Testing

@testable import CommandLine
@testable import Rendering

/// `--report`: what came of a script as a page, as Markdown and as a notebook.
@Suite struct ReportTests {
  private static let script = """
    # %% [markdown]
    # # A <study>
    #
    # Words with *stars*, `code`, a [link](https://example.org) and [none](javascript:alert(1)).
    #
    # | a | b |
    # | --- | --- |
    # | 1 | <script>alert(1)</script> |

    # %% First numbers
    x = faces n=48 subjects=12 intensity=1 | resize 16 | pixels
    a = x | pca 4 | logreg
    a
    a | plot

    # %%
    a | where (macro_f1 > 2)
    a.accuracy
    """

  private func report(_ name: String, _ script: String = script) throws -> (
    status: Int32, text: String, folder: HostFolder
  ) {
    let folder = try HostFolder()
    let path = "\(folder.path)/\(name)"
    let run = try HostHarness().capture { host in
      var options = host.options
      options.report = path
      return Host(hostEnvironment: host.hostEnvironment, options: options, output: host.output, errors: host.errors)
        .run(SourceText(name: "study.mien", text: script))
    }
    return (run.status.code, (try? String(contentsOfFile: path, encoding: .utf8)) ?? "", folder)
  }

  /// The last cell of the script fails, so that what fails is seen in its place.
  private static let failing = script.replacingOccurrences(
    of: "a | where (macro_f1 > 2)\n", with: "expect (a.macro_f1 > 2)\n")

  @Test func aPageIsWholeByItself() throws {
    let (status, page, _) = try report("out.html", Self.failing)
    #expect(status == 3)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("<h1>A &lt;study&gt;</h1>"))
    #expect(page.contains("<em>stars</em>") && page.contains("<code>code</code>"))
    #expect(page.contains("<a href=\"https://example.org\"") && !page.contains("javascript:"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script>alert"))
    #expect(page.contains("<svg xmlns") && page.contains("SYNTHETIC FACES: NOT REAL DATA"))
    #expect(page.contains("<b>a</b>: accuracy") && page.contains("First numbers</h2>"))
    #expect(page.contains("class=\"failed\"") && page.contains("a.macro_f1 is"))
    #expect(page.contains("How often the test rows were scored") && page.contains("Environment"))
    for outside in ["src=\"http", "@import", "url(http"] { #expect(!page.contains(outside)) }
  }

  @Test func whatMayBeDoneWithRealDataIsTold() throws {
    let folder = try HostFolder()
    let rows = (0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 2 == 0 ? "a" : "b")" }
    try (["f1,f2,label"] + rows).joined(separator: "\n").write(
      toFile: "\(folder.path)/own.csv", atomically: true, encoding: .utf8)
    let (_, bound, _) = try report(
      "out.html", "x = load \"\(folder.path)/own.csv\" label=label\nx | logreg | holdout by=row\n")
    #expect(bound.contains("Licence and consent") && bound.contains("<td>own</td><td>unknown</td><td>unknown</td>"))
    #expect(bound.contains("ask before the data"))
    let (_, inLine, _) = try report(
      "out.html", "load \"\(folder.path)/own.csv\" label=label | logreg | holdout by=row\n")
    #expect(inLine.contains("<td>own</td><td>not told here</td>"))
    let (_, drawn, _) = try report("out.html", "faces n=40 subjects=8 | lbp | pca 2 | logreg\n")
    #expect(!drawn.contains("Licence and consent"))
  }

  @Test func aNotebookHasItsOutputs() throws {
    let (_, text, _) = try report("out.ipynb", Self.failing)
    let notebook = try JSONValue(parsing: Array(text.utf8))
    #expect(notebook["nbformat"]?.int == 4 && notebook["nbformat_minor"]?.int == 5)
    let cells = try #require(notebook["cells"]?.elements)
    #expect(Set(cells.compactMap { $0["id"]?.string }).count == cells.count)
    let outputs = cells.flatMap { $0["outputs"]?.elements ?? [] }
    #expect(outputs.contains { $0["data"]?["image/svg+xml"] != nil })
    #expect(outputs.contains { $0["output_type"]?.string == "error" })
  }

  @Test func markdownHasItsPicturesBesideIt() throws {
    let (_, text, folder) = try report("out.md", Self.failing)
    #expect(text.hasPrefix("# A \\<study>\n"))
    #expect(text.contains("![Confusion of classes](out-files/figure-1.svg)"))
    #expect(try String(contentsOfFile: "\(folder.path)/out-files/figure-1.svg", encoding: .utf8).contains("</svg>"))
  }

  /// Two plans by name and four of a sweep: what a sweep scored is scored too, and the count is that of the end.
  @Test func whatSweepsScoredIsCounted() throws {
    let (_, text, _) = try report(
      "out.md",
      """
      x = faces n=48 subjects=12 intensity=1 | resize 16 | pixels
      a = x | pca 4 | logreg
      b = x | pca 5 | logreg
      made = x | pca {2, 3} | {logreg, knn}
      folds = x | pca {2, 3} | logreg | cv 2
      """)
    let looks = text.split(separator: "\n").filter {
      $0.contains(" held out") || $0.contains("2-fold") && $0.hasPrefix("|")
    }
    #expect(looks.map { $0.split(separator: "|").last?.trimmingCharacters(in: .whitespaces) } == ["6", "2"], "\(text)")
  }

  @Test func aWrongScriptLeavesTheFileAlone() throws {
    let (status, text, _) = try report("out.html", "x = nothing_here 5")
    #expect(status == 2 && text.isEmpty)
  }

  @Test func aPathThatCannotBeWrittenIsToldBeforeAnythingRuns() throws {
    let (status, _, _) = try report("no/such/folder/out.html", Self.failing)
    #expect(status == 1)
  }

  /// What a store tells: how many plans came before a run, on whatever data.
  private struct LastingLog: ExperimentLog {
    let entered: [RunRecord]
    let isLasting = true

    func enter(_ run: RunRecord) -> Int { run.ordinal }
    func runs() -> [RunRecord] { entered }
    func looks(at test: Digest) -> Int { 1 }
  }

  @Test func looksOfOtherDaysCountAndThoseAtOtherDataDoNot() throws {
    let session = HostHarness().session()
    let script = "faces n=24 subjects=6 | resize 8 | pixels | {logreg, knn}"
    var report = Report(title: "", cells: [.init(.code(script, []))], environment: [])
    try session.run(SourceText(name: "study.mien", text: script)) { outcome in
      if case .shown(let value) = outcome { report.add(.shown(value), toCell: 0) }
    }
    var runs = session.experimentLog.runs()
    try #require(runs.count == 2)
    runs[0].ordinal = 7
    var other = runs[0]
    (other.dataFingerprint, other.ordinal) = ("other", 9)
    report.countLooks(by: LastingLog(entered: runs + [other]))
    #expect(report.looks.map(\.count) == [7], "\(report.looks)")
  }
}
