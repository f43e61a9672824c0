import Diagnostics
import Foundation
import Graphics
import Interpreter
import Plans
import Rendering
import Stages
import Testing

@testable import CommandLine

/// What a shell and another program get from a run: status, output and errors.
@Suite struct ScriptRunnerTests {
  private let data = "faces n=40 subjects=8 intensity=1 | lbp grid=2"

  @Test func zeroWhereAllIsWell() throws {
    let run = try HostHarness().run("x = 3\nx")
    #expect(run.status == .success && run.output == "3\n" && run.errors.isEmpty)
  }

  @Test(arguments: [
    ("{lda}", "sweep: 1 combination, none cached"), ("{lda, tree}", "sweep: 2 combinations, none cached"),
  ])
  func aSweepSaysHowLargeItIs(models: String, line: String) throws {
    let run = try HostHarness().run("\(data) | \(models)")
    #expect(run.status == .success && run.errors.contains(line), "\(run.errors)")
  }

  @Test func oneWhereAStageFailed() throws {
    let run = try HostHarness().run("3\n\(data) | pca 500\n4")
    #expect(run.status.code == 1)
    #expect(run.output == "3\n", "what ran before is shown, what comes after does not run")
    #expect(run.errors.contains("error[E0608]") && run.errors.contains("test.mien:2:"))
  }

  @Test func twoWhereTheScriptIsWrong() throws {
    let run = try HostHarness().run("3\n\(data) | pcaa")
    #expect(run.status.code == 2 && run.output.isEmpty, "nothing has run")
    #expect(run.errors.contains("error[E0101]"))
    #expect(try HostHarness().run("x = (").status.code == 2)
  }

  @Test func threeWhereAnExpectationFailed() throws {
    let run = try HostHarness().run("x = 3\nexpect (x > 4)\n5")
    #expect(run.status.code == 3 && run.output.isEmpty)
    #expect(run.errors.contains("x is 3"))
    let held = try HostHarness().run("x = 3\nexpect (x > 2)")
    #expect(held.status == .success)
  }

  @Test func oneHundredAndThirtyWhereItWasInterrupted() throws {
    let run = try HostHarness(isInterrupted: { true }).run("\(data) | svm linear")
    #expect(run.status.code == 130)
    #expect(run.errors.contains("interrupted"))
  }

  /// A search answers Ctrl-C by ending with what it has, and the script goes on; a shell must learn of it all the same.
  @Test func oneHundredAndThirtyWhereASearchWasCutShort() throws {
    let run = try HostHarness(wasCutShort: true).run("3\n4")
    #expect(run.status.code == 130 && run.output == "3\n4\n" && run.errors.contains("ended early"))
    let failed = try HostHarness(wasCutShort: true).run("x = 3\nexpect (x > 4)")
    #expect(failed.status.code == 3, "what went wrong comes first")
  }

  @Test func aMissingFileIsAWrongScript() throws {
    let harness = HostHarness()
    let run = try harness.capture { $0.runFile("/nonexistent/x.mien") }
    #expect(run.status.code == 2 && run.errors.contains("E0401"))
  }

  @Test func checkRunsNothing() throws {
    let folder = try HostFolder()
    let right = try folder.write("\(data) | pca 500", to: "right.mien")
    let wrong = try folder.write("a | b", to: "wrong.mien")
    #expect(try HostHarness().capture { $0.check([right]) }.status == .success)
    let run = try HostHarness().capture { $0.check([right, wrong]) }
    #expect(run.status.code == 2 && run.errors.contains("wrong.mien:1:1") && run.output.isEmpty)
  }

  @Test func fmtWritesInPlaceOrTells() throws {
    let folder = try HostFolder()
    let path = try folder.write("x=3\n", to: "x.mien")
    #expect(try HostHarness().capture { $0.format([path], onlyChecks: true) }.status.code == 1)
    #expect(try HostHarness().capture { $0.format([path], onlyChecks: false) }.status == .success)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "x = 3\n")
    #expect(try HostHarness().capture { $0.format([path], onlyChecks: true) }.status == .success)
    let wrong = try folder.write("x = (", to: "wrong.mien")
    #expect(try HostHarness().capture { $0.format([wrong], onlyChecks: false) }.status.code == 2)
    #expect(try String(contentsOfFile: wrong, encoding: .utf8) == "x = (")
  }

  @Test func explainTellsOfCodesAndStages() throws {
    let run = try HostHarness().capture { $0.explain(["E0104", "smote"]) }
    #expect(run.status == .success && run.output.contains("neighbours") && run.output.contains("E0104"))
    #expect(try HostHarness().capture { $0.explain(["E9999"]) }.status.code != 0)
  }

  // MARK: JSON

  private func object(_ line: Substring) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  private func objects(_ script: String) throws -> [[String: Any]] {
    let run = try HostHarness(format: .json).run(script)
    return try run.output.split(separator: "\n").map(object)
  }

  @Test func aResultIsAnObject() throws {
    let result = try #require(try objects("\(data) | svm linear | cv 2").first)
    let expected: Set<String> = [
      "kind", "plan", "accuracy", "macro_f1", "weighted_f1", "uar", "classes", "confusion", "per_class", "n_train",
      "n_test", "provenance", "seconds",
    ]
    #expect(expected.isSubset(of: result.keys))
    #expect(result["kind"] as? String == "result")
    #expect((result["plan"] as? String)?.hasSuffix("lbp grid=2 | svm linear | cv 2") == true)
    let confusion = try #require(result["confusion"] as? [[Int]])
    #expect(confusion.flatMap { $0 }.reduce(0, +) == 40 && result["n_test"] as? Int == 40)
    #expect((result["classes"] as? [String])?.count == confusion.count)
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    #expect(abs((result["accuracy"] as? Double ?? -1) - Double(right) / 40) < 1e-9)
    let provenance = try #require(result["provenance"] as? [String: Any])
    #expect(provenance["synthetic"] as? String == "synthetic faces")
    let first = try #require((result["per_class"] as? [[String: Any]])?.first)
    #expect(Set(["class", "precision", "recall", "f1", "support"]).isSubset(of: first.keys))
  }

  @Test func aTableIsAnObject() throws {
    let table = try #require(try objects("\(data) | pca {2, 4, 500} | svm linear | cv 2").first)
    #expect(table["kind"] as? String == "table")
    let columns = try #require(table["columns"] as? [String])
    #expect(columns.first == "k" && columns.last == "error")
    #expect(Set(["accuracy", "macro_f1", "macro_f1_sd", "weighted_f1", "uar"]).isSubset(of: columns))
    let rows = try #require(table["rows"] as? [[Any]])
    #expect(rows.count == 3 && rows.allSatisfy { $0.count == columns.count })
    #expect(rows[0][0] as? Int == 2 && rows[2][1] is NSNull && rows[2].last is String)
    #expect(table["synthetic"] as? String == "synthetic faces")
  }

  @Test func everyShownValueIsOneLine() throws {
    let found = try objects("3\n\"a\\nb\"\n\(data)\n\(data) | classes\nhelp pca\n\(data) | svm linear | confusion")
    #expect(found.map { $0["kind"] as? String } == ["scalar", "scalar", "features", "classes", "help", "confusion"])
  }

  @Test func errorsAreDataToo() throws {
    let run = try HostHarness(format: .json).run("\(data) | svm rfb")
    #expect(run.status.code == 2 && run.errors.isEmpty)
    let problems = try object(try #require(run.output.split(separator: "\n").first))
    let first = try #require((problems["diagnostics"] as? [[String: Any]])?.first)
    #expect(
      first["code"] as? String == "E0104" && first["line"] as? Int == 1 && first["file"] as? String == "test.mien")
    #expect((first["label"] as? String)?.contains("rbf") == true)
  }

  // MARK: Plain output

  @Test(arguments: OutputFormat.allCases) func whatIsNoTerminalGetsNoControlCodes(format: OutputFormat) throws {
    let script =
      "\(data)\n\(data) | svm linear\n\(data) | classes\nfaces n=4 subjects=2 | show\nhelp pca\n\(data) | pcaa"
    let right = script.split(separator: "\n").dropLast().joined(separator: "\n")
    for text in [right, script] {
      let run = try HostHarness(format: format).run(text)
      let shown = run.output + run.errors
      #expect(!shown.isEmpty)
      #expect(!shown.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }
  }

  /// Whatever form it takes, what was made from drawn faces says so.
  @Test(arguments: OutputFormat.allCases) func whatIsSyntheticSaysSoInEveryForm(format: OutputFormat) throws {
    let lines = [
      data, "\(data) | svm linear", "\(data) | svm linear | confusion", "\(data) | classes", "\(data) | info",
      "\(data) | pca {2, 3} | svm linear", "\(data) | pca {2, 3} | svm linear | sort macro_f1 | top 1 | select [k]",
      "a = \(data) | svm linear\nb = \(data) | logreg\ncompare a b", "load \"kori\" | resize 8 | pixels | pca 2",
      "\(data) | svm linear | report", "\(data) | {pca 2, pca 3} | classes",
    ]
    for line in lines {
      let run = try HostHarness(format: format).run(line)
      #expect(run.status == .success, "\(line)\n\(run.errors)")
      #expect(run.output.lowercased().contains("synthetic"), "\(format) of \(line):\n\(run.output)")
    }
  }

  @Test func aStandInSaysSoLoudlyOnLoad() throws {
    let run = try HostHarness().run("x = load \"kori\"")
    #expect(run.errors.contains("'kori' is not installed") && run.errors.contains("synthetic stand-in"))
    #expect(try HostHarness(isDataStrict: true).run("x = load \"kori\"").status.code == 2)
  }

  @Test func noColorIsHonoured() {
    func color(_ environment: [String: String], _ choice: ColorChoice = .auto, isTerminal: Bool = true) -> Bool {
      TerminalStyle.color(choice, isTerminal: isTerminal, { environment[$0] }) != .none
    }
    #expect(color([:]))
    #expect(!color(["NO_COLOR": "1"]))
    #expect(color(["NO_COLOR": ""]), "an empty value does not count (no-color.org)")
    #expect(!color([:], isTerminal: false))
    #expect(!color(["TERM": "dumb"]))
    #expect(color(["NO_COLOR": "1"], .always, isTerminal: false))
    #expect(!color([:], .never))
  }
}
