import Samples
import Testing

@testable import Plans

/// The notes of several folds as one result tells them.
@Suite struct ChoiceNotesTests {
  private func merged(_ folds: [[String]], stage: String = "automl") -> [String] {
    mergedNotes(
      of: folds.enumerated().map { index, texts in
        FoldOutcome(
          split: RowSplit(train: [0], test: [1], fold: index, name: "fold \(index + 1)"),
          test: RowMetadata(
            labels: nil, sources: ["made"], rowNames: ["1"], origin: DataProvenance(name: "made", fingerprint: "")),
          predictions: Predictions(codes: [0]), trainingRows: 1, notes: texts.map { Note(stage: stage, text: $0) })
      })
  }

  @Test func textsThatDifferInMeasuredNumbersAreOne() {
    #expect(
      merged([["macro_f1 0.28 by cv: less"], ["macro_f1 0.31 by cv: less"], ["macro_f1 0.25 by cv: less"]])
        == ["macro_f1 0.25 to 0.31 by cv: less"])
    // Whole numbers count or name something.
    #expect(merged([["row 3 is empty"], ["row 7 is empty"]]) == ["row 3 is empty", "row 7 is empty"])
    #expect(merged([["alike 0.5"], ["alike 0.5"]]) == ["alike 0.5"])
  }

  @Test func whatEveryFoldFoundStandsInOneLine() {
    #expect(merged([["found: a C=1"], ["found: b"]]) == ["found, not the same on every split: a C=1; b"])
    #expect(merged([["found: a C=1"]]) == ["found: a C=1"])
    // Two of one fold are two things.
    #expect(merged([["note: a", "note: b"]]) == ["note: a", "note: b"])
  }
}
