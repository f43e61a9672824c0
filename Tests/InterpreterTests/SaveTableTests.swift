import Basics
import Foundation
import Plans
import Testing

@testable import Interpreter

@Suite struct SaveTableTests {
  let harness = SessionHarness()
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mien-save-\(UUID().uuidString)")

  private func saved(_ line: String, as ending: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("t.\(ending)").path
    try harness.run("\(line) | save \"\(path)\"")
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  private let sweep = "faces n=64 subjects=16 intensity=1 | lbp grid=4 | pca {2, 10} | svm linear | cv 3"

  @Test func csvHasEveryDigitAndSaysWhatItIs() throws {
    let lines = try saved(sweep, as: "csv").split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("k,accuracy,accuracy_sd,accuracy_low,accuracy_high,accuracy_p,macro_f1,"))
    #expect(lines[0].hasSuffix(",synthetic,provenance,remarks"))
    #expect(lines.dropFirst().allSatisfy { $0.contains("synthetic faces") && $0.contains("seed 1") })
  }

  @Test func jsonHoldsTheSame() throws {
    let data = Data(try saved(sweep, as: "json").utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let columns = try #require(object["columns"] as? [String])
    let rows = try #require(object["rows"] as? [[Any]])
    #expect(rows.count == 2 && rows.allSatisfy { $0.count == columns.count })
    #expect(object["synthetic"] as? String == "synthetic faces")
    #expect((object["provenance"] as? [String])?.count == 3)
  }

  /// A name may hold marks that turn the direction of writing: data keep them, and JSON escapes what a terminal would obey.
  @Test func namesStayWholeForPrograms() throws {
    let names = ["\u{202E}abc", "bell\u{7}"]
    let input = FileManager.default.temporaryDirectory.appendingPathComponent("names-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: input) }
    let rows = (0..<40).map { "\($0 % 2),\($0),\(names[$0 % 2])\n" }
    try ("a,b,emotion\n" + rows.joined()).write(to: input, atomically: true, encoding: .utf8)
    let line = "load \"\(input.path)\" label=emotion | logreg | holdout 50% by=row | predictions"
    let json = try saved(line, as: "json")
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let truth = ((object?["rows"] as? [[Any]]) ?? []).flatMap { $0.compactMap { $0 as? String } }
    #expect(Set(names).isSubset(of: Set(truth)))
    #expect(!json.unicodeScalars.contains("\u{7}") && json.contains("\\u202eabc"))
    let csv = try saved(line, as: "csv")
    #expect(csv.contains("\u{202E}abc") && csv.contains("bell?"))
  }

  @Test func latexIsBooktabsWithTheBestInBold() throws {
    let text = try saved(sweep, as: "tex")
    #expect(text.contains("\\toprule") && text.contains("\\bottomrule"))
    #expect(text.contains("\\textbf{0.") && text.contains(" $\\pm$ "))
    #expect(text.contains("\\caption{SYNTHETIC FACES: NOT REAL DATA"))
    #expect(text.hasPrefix("% plan: faces n=64"))
    let table = try harness.table(sweep)
    let best = table.rows.compactMap { $0.cells[2].number }.max() ?? 0
    #expect(text.contains("\\textbf{\(NumberFormat.decimal(best, digits: 3, missing: "–")) "))
  }

  @Test func markdownHasNotesBelow() throws {
    let text = try saved(sweep, as: "md")
    #expect(text.contains("| k | accuracy |") && text.contains("*SYNTHETIC FACES: NOT REAL DATA*"))
    #expect(text.hasPrefix("<!--\nplan: faces"))
  }

  @Test func resultsAndComparisonsHaveTablesToo() throws {
    let line = "faces n=64 subjects=16 intensity=1 | lbp grid=4 | svm linear"
    #expect(try saved(line, as: "tex").contains("macro-F1"))
    #expect(try saved(line, as: "csv").hasPrefix("metric,value,low,high,synthetic,provenance,remarks\n"))
    try harness.run("a = \(line)\nb = faces n=64 subjects=16 intensity=1 | lbp grid=4 | logreg")
    #expect(try saved("a | compare b", as: "md").contains("| metric | a | second |") == false)
  }

  @Test func whatIsSavedCanBeOpened() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("x.model").path
    try harness.run("x = \(sweep.replacing("cv 3", with: "tune 2 | cv 3"))\nx | save \"\(path)\"")
    #expect(try harness.last("open \"\(path)\"").kind == .fittedModel)
    try harness.run("x | save \"\(path).result\"\ny = open \"\(path).result\"")
    let (x, y) = (try harness.result("x"), try harness.result("y"))
    #expect(x.scores == y.scores && x.plan.text == y.plan.text)
    #expect(y.plan.modelIndex == x.plan.modelIndex)
  }
}
