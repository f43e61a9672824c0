import Diagnostics
import Interpreter
import Numerics
import Plans
import Testing

@testable import Stages

/// What errors, explanations and help advise to write is there to be written: every piece in back quotes that reads as
/// Mien names stages, parameters and words that exist, and so does every `name=value` outside of them.
@Suite struct WrittenNamesTests {
  private struct Text {
    let origin: String
    let text: String
  }

  private let session = Session(
    catalogue: stageCatalogue, codes: stageCodes,
    settings: RunSettings(threads: 1, environment: RunEnvironment(dataDirectory: "/nonexistent")), cacheBudget: 0)

  private var texts: [Text] {
    errorTexts
      // Those below E0100 speak of the grammar, with names that stand for any.
      + session.codes.filter { $0.id > "E0100" }.map { Text(origin: $0.id, text: "\($0.title) \($0.explanation)") }
      + stageCatalogue.stages.flatMap { type in
        [Text(origin: type.declaration.name, text: type.declaration.discussion)]
          + type.parameters.map { Text(origin: type.declaration.name, text: $0.help) }
      }
  }

  private var errorTexts: [Text] {
    stageErrorTypes.flatMap { $0.samples as [any ExplainableError] }.flatMap { sample in
      [Text(origin: sample.code, text: sample.remedy), Text(origin: sample.code, text: sample.explanation)]
    }
  }

  private var parameters: [ParameterDeclaration] {
    stageCatalogue.stages.flatMap { $0.parameters } + session.commands.flatMap { $0.parameters }
  }

  /// Single words that are no stages: of the grammar, of examples, and of tables.
  private static let otherWords: Set = [
    "def", "use", "set", "maybe", "by", "none", "yes", "no", "base", "fair", "x", "faces", "mien", "expect",
  ]

  @Test func everyStageInBackQuotesExists() {
    var checked = 0
    for text in texts {
      for piece in quoted(text.text) where !piece.hasPrefix("mien ") && piece != "…" {
        let problems = problems(of: piece)
        #expect(problems.isEmpty, "\(text.origin): `\(piece)`: \(problems)")
        checked += 1
      }
    }
    #expect(checked > 150)
  }

  @Test func everyParameterWithAValueExists() {
    var checked = 0
    for text in texts {
      for match in text.text.matches(of: #/(?:^|[\s(`])([A-Za-z_]\w*)=([^\s=,;)`]+)/#) {
        let (name, value) = (String(match.output.1), String(match.output.2))
        // Those are Python's, in a line of it; and attributes of rows, which `only` and `drop` take by their names.
        if ["X", "y", "weights_only", "sex", "age"].contains(name) { continue }
        let meant = parameters.filter { $0.name == name }
        #expect(!meant.isEmpty, "\(text.origin) names the parameter '\(name)': \(text.text)")
        let fits = meant.contains { parameter in
          guard case .words(let words) = parameter.type else { return true }
          return words.contains(
            value.trimmingPrefix("\"").prefix { $0.isLetter || $0.isNumber || $0 == "_" }.description)
        }
        #expect(fits, "\(text.origin): '\(name)' does not take '\(value)': \(text.text)")
        checked += 1
      }
    }
    #expect(checked > 20)
  }

  private func quoted(_ text: String) -> [String] {
    text.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
  }

  /// What is wrong with the names in a piece of text; nothing where it is not Mien.
  private func problems(of piece: String) -> [String] {
    if piece.wholeMatch(of: #/[A-Za-z_]\w*/#) != nil { return isKnown(piece) ? [] : ["no such name"] }
    if piece.wholeMatch(of: #/[A-Za-z_]\w*=\S*/#) != nil { return [] }  // Looked at by the other test.
    let prelude = "base = faces 40 | lbp | svm\nfair = faces 40 | lbp | svm\nx = faces 40 | lbp\nk = 3\n"
    let line = piece.replacing(#/^\s*(…\s*)?\|\s*/#, with: "").replacing(#/\s*\|?\s*…\s*$/#, with: "")
    return session.check(SourceText(name: "piece", text: prelude + line))
      .filter { ["E0101", "E0102", "E0104"].contains($0.code.id) }.map(\.message)
  }

  private func isKnown(_ word: String) -> Bool {
    stageCatalogue.stage(named: word) != nil || session.commands.contains { $0.declaration.name == word }
      || session.recipeNames.contains(word) || Self.otherWords.contains(word)
      || parameters.contains { $0.name == word || $0.type.words.contains(word) }
      || stageCatalogue.scorer.allMetricNames.contains(word)
  }
}
