import Diagnostics
import Plans
import Testing

@testable import Interpreter

@Suite struct TuneTests {
  let harness = SessionHarness()
  private let data = "faces n=96 subjects=24 intensity=1 | lbp grid=4"

  @Test func everyFoldTellsWhatItChose() throws {
    let result = try harness.result("\(data) | pca {3, 12} | {svm linear, logreg} | tune inner=2 | cv 3")
    #expect(result.outcomes.count == 3)
    for outcome in result.outcomes {
      #expect(outcome.notes.contains { $0.text.hasPrefix("\(outcome.split.name): tune chose pca ") })
    }
    #expect(result.plan.text.contains("{pca 3 | svm linear, pca 3 | logreg, pca 12 | svm linear, pca 12 | logreg}"))
  }

  @Test func choicesOnManySplitsAreCounted() throws {
    let result = try harness.result("\(data) | pca {3, 12} | svm linear | tune inner=2 | cv 3 | repeat 4")
    let choices = result.notes.filter { $0.contains("tune chose") }
    #expect(!choices.isEmpty && choices.count <= 2)
    #expect(choices.allSatisfy { $0.hasSuffix(" of 12 splits") })
  }

  /// Every row is tested once by a model that has not seen it, whatever was chosen.
  @Test func aFoldsPredictionsAreThoseOfItsChoice() throws {
    let tuned = try harness.result("\(data) | pca {1, 12} | svm linear | tune inner=2 | cv 3")
    for (fold, outcome) in tuned.outcomes.enumerated() {
      let choice = try #require(outcome.notes.compactMap(\.chosen).first)
      let k = choice.contains("pca 12 ") ? 12 : 1
      let plain = try harness.result("\(data) | pca \(k) | svm linear | cv 3")
      #expect(plain.outcomes[fold].predictions.codes == outcome.predictions.codes)
    }
  }

  /// Were `pca` fitted before the inner folds are dealt, their test rows would have a say in what they judge.
  @Test func whatLearnsIsFittedAnewInEachInnerFold() throws {
    let result = try harness.result("\(data) | scale | pca 3 | {svm linear, logreg} | tune inner=2 | cv 2")
    #expect(result.plan.text.contains("{scale | pca 3 | svm linear, scale | pca 3 | logreg} | tune inner=2"))
  }

  @Test func equalAlternativesGoToTheFirst() throws {
    let result = try harness.result("\(data) | {svm linear C=1, svm linear} | tune 2 | cv 3")
    #expect(result.outcomes.allSatisfy { $0.notes.contains { $0.chosen == "svm linear C=1" } })
  }

  @Test func evaluatorsMayStandBeforeIt() throws {
    let before = try harness.result("\(data) | pca {3, 12} | svm linear | cv 3 | tune inner=2")
    let after = try harness.result("\(data) | pca {3, 12} | svm linear | tune inner=2 | cv 3")
    #expect(before.outcomes.map(\.predictions.codes) == after.outcomes.map(\.predictions.codes))
  }

  @Test func featuresCanBeChosen() throws {
    let result = try harness.result(
      "faces n=48 subjects=12 intensity=1 | {lbp grid=4, resize 12 | pixels} | svm linear | tune inner=2 | cv 2")
    #expect(result.plan.steps.count == 3)
    #expect(result.outcomes.count == 2)
  }

  @Test func aSweepOverDataSetsStaysASweep() throws {
    let table = try harness.table("faces n={48, 64} subjects=8 | lbp grid=4 | pca {3, 6} | svm linear | tune inner=2")
    #expect(table.columns.first == "n" && table.rows.count == 2)
  }

  @Test func whatFailsIsNotChosen() throws {
    let result = try harness.result("\(data) | pca {5000, 12} | svm linear | tune inner=2 | cv 3")
    #expect(result.outcomes.allSatisfy { $0.notes.contains { $0.text.contains("1 of 2 alternatives failed") } })
    #expect {
      try harness.run("\(data) | pca {5000, 6000} | svm linear | tune inner=2 | cv 3")
    } throws: { error in
      (error as? Diagnostic)?.message.contains("pca") ?? false
    }
  }

  /// Subjects stay whole in the inner folds, so there must be enough of them on the training side.
  @Test func innerFoldsKeepSubjectsWhole() {
    #expect {
      try harness.run("faces n=60 subjects=3 intensity=1 | lbp grid=4 | pca {3, 6} | svm linear | tune inner=5 | cv 3")
    } throws: { error in
      (error as? Diagnostic)?.message.contains("subject") ?? false
    }
  }

  @Test func aCachedChoiceIsToldAgain() throws {
    let line = "\(data) | pca {3, 12} | svm linear | tune inner=2 | cv 3"
    let (cold, warm) = (try harness.result(line), try harness.result(line))
    #expect(cold.notes == warm.notes)
    #expect(try harness.last(line).trace.allSatisfy { $0.source == .cached })
  }

  @Test func threadsChangeNothing() throws {
    let line = "\(data) | pca {3, 12} | {svm linear, logreg} | tune inner=2 | cv 3"
    let results = try [1, 2].map { try SessionHarness(threads: $0).result(line) }
    #expect(results[0].notes == results[1].notes && results[0].scores == results[1].scores)
  }

  @Test func mistakesAreToldBeforeAnythingRuns() {
    #expect(harness.codes("faces | lbp | svm | tune") == ["E0311"])
    #expect(harness.codes("faces | lbp | svm | {cv 3, cv 4} | tune") == ["E0311"])
    #expect(harness.codes("faces | lbp | pca {3, 4} | tune") == ["E0204"])
    #expect(harness.codes("faces | lbp | pca {3, 4} | svm | tune by=nonsense") == ["E0110"])
    #expect(harness.codes("faces | lbp | pca {3, 4} | svm | tune inner=1") == ["E0105"])
  }
}

@Suite struct BestTests {
  let harness = SessionHarness()
  private let sweep = "t = faces n=96 subjects=24 intensity=1 | lbp grid=4 | pca {2, 4, 12} | svm linear | cv 3"

  @Test func theBestIsTheRowWithTheHighestValue() throws {
    let result = try harness.result(sweep + "\nt | best by=accuracy")
    let values = try harness.table("t").rows.map { $0.cells[1].number ?? -1 }
    #expect(result.scores.metric("accuracy")?.value == values.max())
    #expect(result.notes.first?.contains("best of 3 by accuracy") ?? false)
    #expect(result.notes.first?.contains("tune by=accuracy") ?? false)
    #expect(result.plan.modelIndex != nil)
  }

  @Test func itIsAResultLikeAnyOther() throws {
    try harness.run(sweep + "\nb = t | best\nb | confusion\nb.macro_f1")
    #expect(harness.codes(sweep + "\nb = t | best\nb | sort macro_f1") == ["E0201"])
  }

  @Test func aTableWithoutPlansIsRefused() {
    #expect {
      try harness.run("t = faces n=20 subjects=4 | lbp grid={2, 4}\nt | best by=rows")
    } throws: { error in
      (error as? Diagnostic)?.code.id == "E0312"
    }
  }
}

@Suite struct RankTests {
  let harness = SessionHarness()

  @Test func methodsAreRankedOverDataSets() throws {
    let line = "t = faces n=48 subjects={6, 8, 12} intensity=1 | lbp grid=4 | {pca 2, pca 10} | {svm linear, logreg}"
    guard let document = try harness.last(line + "\nt | rank").payload.as(Document.self) else {
      throw NotOfKind(what: "a document")
    }
    let table = document.tables[0]
    #expect(table.rows.count == 4)
    #expect(
      Set(table.rows.map { $0.cells[0].text }) == [
        "pca 2 · svm linear", "pca 2 · logreg", "pca 10 · svm linear", "pca 10 · logreg",
      ])
    // Ranks of four methods sum to 10 on every data set.
    #expect(abs(table.rows.compactMap { $0.cells[1].number }.reduce(0, +) - 10) < 1e-12)
    #expect(document.fields.map(\.name) == ["chi_squared", "p", "critical_difference"])
  }

  @Test func oneDataSetIsTooFew() {
    #expect {
      try harness.run("faces n=48 subjects=6 intensity=1 | lbp grid=4 | {pca 2, pca 10} | svm linear | rank")
    } throws: { error in
      (error as? Diagnostic)?.code.id == "E0313"
    }
  }
}
