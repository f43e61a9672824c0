import Diagnostics
import Interpreter
import Numerics
import Plans
import Stages
import Testing

@testable import Rendering

/// What a result says of itself, whatever that is, stands with each reader of it in each written form: the notes are the
/// result's own, so that one which somebody adds is asked for too.
@Suite struct OwnNotesEverywhereTests {
  /// Subjects on both sides, few of some classes, one imbalance corrected twice, an estimate of the forest's own; a choice
  /// in each fold; the best of several; one person alone.
  private static let script = """
    x = faces n=48 subjects=6 intensity=1 | lbp
    a = x | oversample | forest trees=5 oob=yes weights=balanced | holdout 25% by=row
    t = x | pca {3, 5} | logreg | tune inner=2 | cv 2
    w = x | {logreg, lda} | holdout 25% by=row | best
    z = faces n=24 subjects=1 intensity=1 | lbp
    e = z | pca 3 | logreg | holdout 25% by=row
    """
  private static let cases: [(result: String, readers: [String])] = [
    ("a", ["a", "a | report", "a | confusion", "a | predictions", "a | audit by=group"]),
    ("t", ["t", "t | report", "t | confusion", "t | predictions", "t | audit by=group"]),
    ("w", ["w", "w | report", "w | confusion", "w | predictions", "w | audit by=group", "compare a w"]),
    ("e", ["e", "e | report", "e | confusion", "e | predictions"]),
  ]

  @Test func whatAResultSaysOfItselfStandsWithEachReader() throws {
    for (name, readers) in Self.cases {
      let values = try WrittenForms.shown(Self.script + "\n" + readers.joined(separator: "\n"))
      try #require(values.count == readers.count)
      let result = try #require(values[0].payload.as(EvaluationResult.self))
      #expect(result.notes.count > 1 || name == "t")
      for (value, reader) in zip(values, readers) { check(value, reader, has: result.notes) }
      for (value, reader) in zip(values, readers) where !reader.hasPrefix("compare") {
        check(value, reader, has: [result.provenance.looksText], json: "\"counts_other_sessions\":false")
      }
    }
  }

  /// Where intervals come from, and why one person has none: in each form of a result, and of a comparison.
  @Test func whereIntervalsComeFromStandsInEveryForm() throws {
    let values = try WrittenForms.shown(
      Self.script
        + "\na\ne\nf = z | pca 3 | lda | holdout 25% by=row\ncompare e f\nz | pca 3 | {logreg, lda} | holdout 25% by=row"
    )
    check(
      values[0], "a",
      has: ["95% intervals by the jackknife over 6 subjects", "such held the truth in", "simulated data sets"])
    for (value, reader) in zip(values.dropFirst(), ["e", "compare e f", "a sweep"]) {
      check(value, reader, has: ["all test rows are of one subject, which tells nothing about others"])
    }
  }

  /// How often such intervals hold stands with each number that has one: of a score, of a difference, of a sweep's.
  @Test func howOftenIntervalsHoldStandsInEveryForm() throws {
    let readers = ["b", "b | report", "b | card", "compare b c", "compare [b, c, d]", "s", "s | sort macro_f1 | top 1"]
    let values = try WrittenForms.shown(
      """
      x = faces n=48 subjects=6 intensity=1 | lbp
      b = x | logreg | cv 2
      c = x | lda | cv 2
      d = x | knn 1 | cv 2
      s = x | {logreg, lda} | cv 2

      """ + readers.joined(separator: "\n"))
    try #require(values.count == readers.count)
    for (value, reader) in zip(values, readers) {
      check(value, reader, has: ["held the truth in", "of 100 simulated data sets"])
    }
  }

  /// - Parameter json: what stands there instead in the JSON of a result, which is for programs.
  private func check(_ value: PlanValue, _ reader: String, has notes: [String], json: String? = nil) {
    for form in WrittenForms.all(of: value) {
      if let json, form.text.contains(json) { continue }
      let text = WrittenForms.letters(of: form.text)
      for note in notes where !text.contains(WrittenForms.letters(of: note)) {
        Issue.record("\(reader) as \(form.type.name) lacks: \(note)")
      }
    }
  }
}
