import Diagnostics
import Interpreter
import Numerics
import Plans
import Stages
import Testing

@testable import Rendering

/// What must be known with a number goes with it: each kind of note × each reader × each written form.
@Suite struct NotesEverywhereTests {
  /// One sweep for all of it: subjects on both sides, few subjects of some classes, one imbalance corrected twice, a
  /// combination that fails, data that are not real.
  private static let sweep = "x | pca {3, 4000} | {logreg, lda} | holdout 25% by=row"
  private static let script = """
    x = faces n=48 subjects=6 intensity=1 | lbp
    a = x | oversample | svm linear weights=balanced | holdout 25% by=row
    b = x | logreg | holdout 25% by=row
    s = \(sweep)
    w = s | best
    """

  private struct Case {
    let reader: String
    let notes: [String]
  }

  private static let bothSides = "split by row: the faces of 6 known subjects may be in training and in test"
  private static let twice = "the same imbalance is corrected twice"
  private static let synthetic = "synthetic faces"
  private static let bestOf = "chosen as the best of 2 by macro_f1"
  private static let failed = "2 of 4 combinations failed"
  private static let direction = "difference: second less first"
  private static let how = "test: jackknife over"
  private static let tried = "2 combinations were scored"

  private static let cases: [Case] = [
    Case(reader: "a", notes: [bothSides, twice, synthetic]),
    Case(reader: "a | report", notes: [bothSides, twice, synthetic]),
    Case(reader: "a | confusion", notes: [bothSides, twice, synthetic]),
    Case(reader: "compare a b", notes: [bothSides, twice, direction, how, "McNemar", synthetic]),
    Case(reader: "compare [a, b, w]", notes: [bothSides, twice, bestOf, direction, how, synthetic]),
    Case(reader: "a | ablate", notes: [bothSides, twice, synthetic]),
    Case(reader: "s", notes: [bothSides, failed, synthetic]),
    Case(reader: "s | sort macro_f1 | top 1", notes: [bothSides, failed, tried, synthetic]),
    Case(reader: "s | select [model, macro_f1] | where (macro_f1 >= 0)", notes: [bothSides, failed, synthetic]),
    Case(reader: "\(sweep) | confusion", notes: [bothSides, failed, synthetic]),
    Case(reader: "w", notes: [bothSides, bestOf, synthetic]),
    Case(reader: "s | sort macro_f1 | top 1 | best", notes: [bothSides, bestOf, synthetic]),
    Case(reader: "w | confusion", notes: [bothSides, bestOf, synthetic]),
    Case(reader: "compare w b", notes: [bothSides, bestOf, synthetic]),
    Case(reader: "w.accuracy", notes: [synthetic]),
    Case(reader: "(w.accuracy * 2)", notes: [synthetic]),
  ]

  @Test func everyNoteStandsInEveryForm() throws {
    let session = Session(
      catalogue: stageCatalogue,
      settings: RunSettings(threads: 1, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 28)
    let source = Self.script + "\n" + Self.cases.map(\.reader).joined(separator: "\n")
    var shown: [PlanValue] = []
    try session.run(SourceText(name: "notes.mien", text: source)) { outcome in
      if case .shown(let value) = outcome { shown.append(value) }
    }
    try #require(shown.count == Self.cases.count)
    for (value, known) in zip(shown, Self.cases) {
      var forms = MediaBundle(of: value).forms
      forms += TableFormat.allCases.map { .init($0.mediaType, $0.text(of: value.payload.tables)) }
      for form in forms {
        let text = letters(of: form.text)
        for note in known.notes where !text.contains(letters(of: note)) {
          Issue.record("\(known.reader) as \(form.type.name) lacks: \(note)")
        }
      }
    }
  }

  /// Without what a form escapes, wraps or sets in bold.
  private func letters(of text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
