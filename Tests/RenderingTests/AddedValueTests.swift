import Basics
import Diagnostics
import Foundation
import Graphics
import Interpreter
import Plans
import Rendering
import Stages
import Testing

/// What a new kind of value is good for without any module knowing it.
@Suite final class AddedValueTests {
  private let folder = NSTemporaryDirectory() + "mien-values-\(UUID().uuidString)"
  private let curve = Curve(points: [0.25, 0.5], synthetic: "synthetic")

  init() throws { try makeFolder(folder) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func shown(_ text: String, in catalogue: Catalogue = curveCatalogue) throws -> [PlanValue] {
    let session = Session(
      catalogue: catalogue,
      settings: RunSettings(threads: 1, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 26)
    var shown: [PlanValue] = []
    try session.run(SourceText(name: "test.mien", text: text)) { outcome in
      if case .shown(let value) = outcome { shown.append(value) }
    }
    return shown
  }

  private func rendered(_ format: OutputFormat) -> String {
    Renderer(format: format, style: TerminalStyle(width: 40)).text(of: PlanValue(curve))
  }

  @Test func isShownInEveryFormat() {
    #expect(
      rendered(.text) == """
         SYNTHETIC: NOT REAL DATA 

        curve of 2 points

        1  0.250  ███████████████
        2  0.500  ██████████████████████████████

        """)
    #expect(
      rendered(.json) == #"{"kind":"curve","fields":{"points":2,"best":0.5},"blocks":[{"block":"heading","#
        + #""text":"curve of 2 points"},{"block":"line","blocks":[{"block":"bars","bars":[{"label":"1","values":[0.25],"#
        + #""note":""},{"label":"2","values":[0.5],"note":""}]}]}],"synthetic":"synthetic"}"# + "\n")
    #expect(rendered(.csv) == "label,value,note,synthetic\n1,0.25,,synthetic\n2,0.5,,synthetic\n")
    #expect(rendered(.markdown).hasPrefix("| label | value | note |\n| --- | ---: | --- |\n| 1 | 0.2500 |  |\n"))
    #expect(rendered(.latex).contains("1 & 0.2500 &  \\\\\n") && rendered(.latex).contains("NOT REAL DATA"))
    #expect(TerminalText(style: .plain).summary(of: curve) == "curve of 2 points (synthetic)")
    let page = MediaBundle(of: PlanValue(curve))[.html]
    #expect(page?.contains("<svg><polyline points=\"0,0.750 1,0.500\"/></svg>") == true)
    #expect(page?.contains("SYNTHETIC: NOT REAL DATA") == true)
  }

  @Test func flowsThroughASession() throws {
    let sweep = "faces n=40 subjects=8 intensity=1 | resize 16 | pixels | pca {2, 4} | logreg"
    let values = try shown(
      """
      x = \(sweep)
      c = x | to_curve
      c
      c | expect (points == 2)
      expect (c.best > 0)
      c | save "\(folder)/c.value"
      c | save "\(folder)/c.csv"
      open "\(folder)/c.value"
      vars
      """)
    let made = try #require(values.first?.as(Curve.self))
    #expect(made.points.count == 2 && made.synthetic == "synthetic faces")
    let opened = try #require(values[values.count - 2].as(Curve.self))
    #expect(opened.points.map(\.bitPattern) == made.points.map(\.bitPattern) && opened.synthetic == made.synthetic)
    #expect(try String(contentsOfFile: folder + "/c.csv", encoding: .utf8).hasPrefix("label,value,note,synthetic\n1,"))
    let variables = try #require(values.last?.as(Table.self))
    #expect(variables.rows.map { $0.cells[1] }.contains(.text("a curve")))
    #expect(throws: (any Error).self) { try shown("open \"\(folder)/c.value\"", in: stageCatalogue) }
  }

  /// In each form that tables are saved in, with what is not real marked in each.
  @Test(arguments: TableFormat.allCases) func isSavedInEveryForm(format: TableFormat) throws {
    let path = "\(folder)/c.\(format.fileEnding)"
    let sweep = "faces n=40 subjects=8 intensity=1 | resize 16 | pixels | pca {2, 4} | logreg"
    let made = try #require(try shown("c = \(sweep) | to_curve\nc | save \"\(path)\"\nc").last?.as(Curve.self))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(made.points.count == 2)
    #expect(text.contains("value") && text.lowercased().contains("synthetic"), "\(text)")
    if format == .csv || format == .json {
      for point in made.points { #expect(text.contains(NumberFormat.shortest(point)), "\(text)") }
    }
  }

  @Test func isCheckedAsOthersAre() throws {
    let session = Session(
      catalogue: curveCatalogue, settings: RunSettings(threads: 1, environment: RunEnvironment()), cacheBudget: 1 << 20)
    let problems = session.check(SourceText(name: "test.mien", text: "faces n=8 subjects=2 | to_curve"))
    #expect(problems.first?.message == "to_curve reads a table, but is given images")
  }
}
