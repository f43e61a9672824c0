import Diagnostics
import Plans
import Testing

@testable import Interpreter

@Suite struct SweepTests {
  let harness = SessionHarness()

  @Test func aGridHasARowForEveryCombination() throws {
    let table = try harness.table(
      "faces n=64 subjects=16 intensity=1 | lbp grid=4 | pca {4, 8} | svm {linear, rbf} | cv 2")
    #expect(table.rows.count == 4)
    #expect(table.columns == ["k", "kernel", "accuracy", "macro_f1", "weighted_f1", "uar"])
    #expect(table.rows.map { $0.cells[0] } == [4, 4, 8, 8].map { .number($0) })
    #expect(table.rows.map { $0.cells[1] } == ["linear", "rbf", "linear", "rbf"].map { .text($0) })
    #expect(table.rows.allSatisfy { ($0.cells[3].number ?? -1) >= 0 })
  }

  @Test func choicesWithOneLabelMoveTogether() throws {
    let table = try harness.table("faces n=40 subjects=8 | lbp grid={d: 2, 4} | pca {d: 3, 6}")
    #expect(table.columns == ["d", "rows", "shape"])
    #expect(table.rows.map { $0.cells[2] } == [.text("40 × 3 features"), .text("40 × 6 features")])
  }

  @Test func sharedBeginningsRunOnce() throws {
    let value = try harness.last("faces n=40 subjects=8 intensity=1 | lbp grid=4 | pca {3, 6} | svm linear")
    let runs = value.trace.filter { $0.step == "lbp grid=4" && $0.source != .cached }
    #expect(runs.count == 1)
  }

  @Test func rangesOfferTheirNumbers() throws {
    let table = try harness.table("faces n=40 subjects=8 | lbp grid=4 | pca {2..6 by 2}")
    #expect(table.rows.map { $0.cells[0] } == [2, 4, 6].map { .number($0) })
  }

  @Test func maybeOffersSkipping() throws {
    let table = try harness.table("faces n=40 subjects=8 intensity=1 | lbp grid=4 | maybe scale | svm linear")
    #expect(table.rows.map { $0.cells[0] } == [.text("skip"), .text("scale")])
    #expect(table.columns.first == "transform")
  }

  @Test func aFailedCombinationStaysAsARow() throws {
    let table = try harness.table("faces n=40 subjects=8 intensity=1 | lbp grid=2 | pca {3, 500} | svm linear")
    #expect(table.columns.last == "error")
    #expect(table.rows.count == 2)
    #expect(table.rows[0].cells.last == .missing)
    guard case .text(let message)? = table.rows[1].cells.last else { throw NotOfKind(what: "an error") }
    #expect(message.contains("500"))
  }

  @Test func alternativesMayBePipelines() throws {
    let table = try harness.table(
      "faces n=40 subjects=8 intensity=1 | {lbp grid=4, resize 16 | pixels} | {svm {linear, rbf}, svm poly}")
    #expect(table.columns.prefix(2) == ["features", "model"])
    #expect(
      table.rows.map { $0.cells[1].text }
        == ["svm linear", "svm rbf", "svm poly", "svm linear", "svm rbf", "svm poly"])
    #expect(table.rows[3].cells[0].text == "resize 16 | pixels")
  }

  @Test func tablesAreSortedFilteredAndCut() throws {
    try harness.run("t = faces n=64 subjects=16 intensity=1 | lbp grid=4 | pca {4, 8, 12} | svm linear | cv 2")
    let best = try harness.table("t | sort macro_f1 | top 1 | select [k, macro_f1]")
    let all = try harness.table("t")
    #expect(best.rows.count == 1)
    #expect(best.rows[0].cells[1].number == all.rows.compactMap { $0.cells[3 - 1].number }.max())
    #expect(try harness.table("t | where (k > 4)").rows.count == 2)
    #expect(try harness.table("t | where (k > 4 and k < 10)").rows.count == 1)
  }

  // MARK: Readers of every combination

  @Test func tablesOfEveryCombinationAreOne() throws {
    let table = try harness.table(
      "faces n=64 subjects=16 intensity=1 | lbp grid=2 | pca 4 | forest trees={5, 10} | importance gain top=3")
    #expect(table.columns.first == "trees" && table.choices == ["trees"])
    #expect(table.rows.map { $0.cells[0] } == [5, 5, 5, 10, 10, 10].map { .number($0) })
    #expect(table.synthetic != nil)
    let sorted = try harness.table("_ | sort trees | top 3")
    #expect(sorted.rows.allSatisfy { $0.cells[0] == .number(10) })
  }

  @Test func documentsOfEveryCombinationAreListed() throws {
    for reader in ["report", "confusion"] {
      let value = try harness.last(
        "faces n=40 subjects=8 intensity=1 | lbp grid=2 | pca {3, 500} | svm linear | \(reader)")
      guard let document = value.payload.as(Document.self) else { throw NotOfKind(what: "a document") }
      let headings = document.blocks.compactMap { if case .heading(let text) = $0 { text } else { nil } }
      let texts = document.blocks.compactMap { if case .text(let text) = $0 { text } else { nil } }
      #expect(Array(headings.filter { $0 == "3" || $0 == "500" }) == ["3", "500"])
      #expect(texts.contains { $0.contains("failed") && $0.contains("500") })
      #expect(document.blocks.count > 3 && document.synthetic != nil)
    }
  }

  @Test func aCombinationThatCannotBeReadSaysWhyAndTheRestGoOn() throws {
    let line = "faces n=64 subjects=16 intensity=1 | lbp grid=2 | pca 4 | {forest trees=5, lda} | importance gain"
    let table = try harness.table(line)
    #expect(table.columns.last == "error")
    #expect(table.rows.last?.cells[0] == .text("lda"))
    #expect(table.rows.last?.cells.last?.text.isEmpty == false && table.rows.first?.cells.last == .missing)
    #expect(throws: Diagnostic.self) { try SessionHarness().run("set fail stop\n" + line) }
    #expect(throws: Diagnostic.self) { try harness.run(line.replacing("forest trees=5", with: "bayes")) }
    let none = line.replacing("pca 4", with: "pca {4, 500}").replacing("{forest trees=5, lda}", with: "lda")
    #expect(throws: Diagnostic.self, "one fails, the other cannot be read") { try harness.run(none) }
  }

  // MARK: Where braces may stand

  @Test func aSweepMayBeginWithVariables() throws {
    let table = try harness.table(
      """
      small = faces n=40 subjects=8 intensity=1 | lbp grid=2
      large = faces n=40 subjects=8 intensity=1 | lbp grid=4
      {small, large | pca 3} | svm linear
      """)
    #expect(table.rows.map { $0.cells[0] } == [.text("small"), .text("large | pca 3")])
    #expect(table.rows.allSatisfy { $0.cells[1].number != nil })
    let small = "faces n=40 subjects=8 intensity=1 | lbp grid=2"
    let large = "faces n=40 subjects=8 intensity=1 | lbp grid=4 | pca 3"
    #expect(
      table.provenance.first?.text == "plan: {\(small), \(large)} | svm linear",
      "how it was made, whatever was called what")
    #expect(harness.codes("x = 3\n{x, faces} | lbp") == ["E0206"])
    #expect(harness.codes("faces | {small, pca 3}") == ["E0206"])
  }

  @Test func modelsAsArgumentsMayBeChoices() throws {
    let rows = "faces n=64 subjects=16 intensity=1 | lbp grid=2 | pca 4"
    let votes = try harness.table("\(rows) | vote [{logreg, lda}, (svm {linear, rbf})]")
    #expect(votes.columns.prefix(2) == ["models", "kernel"])
    #expect(
      votes.rows.map { $0.cells[0].text + " " + $0.cells[1].text }
        == ["logreg linear", "logreg rbf", "lda linear", "lda rbf"])
    #expect(votes.rows[2].plan?.text.hasSuffix("vote [lda, (svm linear)]") == true)
    let mixed = try harness.table("\(rows) | vote [{svm {linear, rbf}, lda}, bayes]")
    #expect(mixed.rows.map { $0.cells[0].text } == ["svm linear", "svm rbf", "lda"])
    #expect(mixed.rows[1].plan?.text.hasSuffix("vote [(svm rbf), bayes]") == true)
    for braces in ["{svm linear probability=yes, lda}", "({svm linear probability=yes, lda})"] {
      let tuned = try harness.table("\(rows) | thresholds \(braces)")
      #expect(tuned.rows.map { $0.cells[0].text } == ["svm linear probability=yes", "lda"])
      #expect(tuned.rows[0].plan?.text.hasSuffix("thresholds (svm linear probability=yes)") == true)
    }
  }

  @Test func labelsMoveTogetherInsideOneStage() throws {
    let rows = "faces n=40 subjects=8 intensity=1 | lbp grid=2"
    let table = try harness.table("\(rows) | svm rbf C={d: 1, 10} gamma={d: 0.1, 0.5}")
    #expect(table.columns.first == "d" && table.rows.count == 2)
    #expect(table.rows.map { $0.plan?.steps.last?.text } == ["svm rbf C=1 gamma=0.1", "svm rbf C=10 gamma=0.5"])
    #expect(harness.codes("\(rows) | svm rbf C={d: 1, 10} gamma={d: 0.1, 0.5, 1}") == ["E0205"])
  }
}
