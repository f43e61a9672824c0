import Diagnostics
import Foundation
import Interpreter
import Numerics
import Plans
import Stages
import Testing

@testable import Rendering

/// What is known of files goes with the numbers that came from them: files that were left out, rows that came back through
/// `open`, in each reader and each written form. The table of all notes is in README.md.
@Suite struct FileNotesEverywhereTests {
  private static let skipped = "1 file left out: happy/broken.png"
  private static let bothSides = "split by row: the faces of 6 known subjects may be in training and in test"
  private static let synthetic = "synthetic faces"
  private static let foreign = "predictions from a file: what made them"

  private static let cases: [(reader: String, notes: [String])] = [
    ("a", [skipped, bothSides]), ("a | report", [skipped, bothSides]), ("a | confusion", [skipped, bothSides]),
    ("a | predictions", [skipped, bothSides]), ("a | audit by=group", [skipped, bothSides]),
    ("a | ablate", [skipped, bothSides]), ("compare a b", [skipped, bothSides]),
    ("compare [a, b, w]", [skipped, bothSides]),
    ("s", [skipped, bothSides]), ("s | sort macro_f1 | top 1", [skipped, bothSides]),
    ("s | select [model, macro_f1] | where (macro_f1 >= 0)", [skipped, bothSides]), ("w", [skipped, bothSides]),
    ("w | confusion", [skipped, bothSides]), ("y | {logreg, lda} | audit by=group", [skipped]),
    ("o", [skipped, bothSides]), ("o | report", [skipped, bothSides]), ("o | confusion", [skipped, bothSides]),
    ("o | predictions", [skipped, bothSides]), ("o | audit by=group", [skipped, bothSides]),
    ("compare o b", [skipped, bothSides]), ("o.accuracy", []), ("(o.accuracy * 2)", []),
    ("p", [foreign, skipped, bothSides]), ("p | confusion", [foreign, skipped, bothSides]),
    ("p | predictions", [foreign, skipped, bothSides]), ("p | audit by=group", [foreign, skipped, bothSides]),
    ("compare p q", [foreign, skipped, bothSides]), ("p.accuracy", []),
  ]

  @Test func whatFilesTellStandsInEveryForm() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mien-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try WrittenForms.shown("faces n=48 subjects=6 intensity=1 | save \"\(folder)/set\"")
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(folder)/set/happy/broken.png"))
    let data = """
      y = load "\(folder)/set" | lbp grid=2
      a = y | logreg | holdout 25% by=row
      b = y | lda | holdout 25% by=row
      s = y | {logreg, lda} | holdout 25% by=row
      w = s | best

      """
    let saves = ["a | save \"r.result\"", "a | predictions | save \"p.csv\"", "b | predictions | save \"q.csv\""]
    _ = try WrittenForms.shown(
      data + saves.joined(separator: "\n").replacingOccurrences(of: "save \"", with: "save \"\(folder)/"))
    let opened = ["o": "r.result", "p": "p.csv", "q": "q.csv"].sorted { $0.key < $1.key }.map {
      "\($0.key) = open \"\(folder)/\($0.value)\""
    }
    let values = try WrittenForms.shown(
      data + opened.joined(separator: "\n") + "\n" + Self.cases.map(\.reader).joined(separator: "\n"))
    try #require(values.count == Self.cases.count)
    for (value, known) in zip(values, Self.cases) {
      for form in WrittenForms.all(of: value) where !value.payload.tables.isEmpty || form.type == .plainText {
        let text = WrittenForms.letters(of: form.text)
        for note in known.notes + [Self.synthetic] where !text.contains(WrittenForms.letters(of: note)) {
          Issue.record("\(known.reader) as \(form.type.name) lacks: \(note)")
        }
      }
    }
  }
}
