import Plans
import Testing

@testable import Interpreter

/// A stage made by `def` cannot be told from a built-in one: help, completion and errors come from its body.
@Suite struct DefinitionSignatureTests {
  let harness = SessionHarness()

  private func parameters(_ script: String, of name: String) throws -> [ParameterDeclaration] {
    try harness.run(script)
    return try #require(harness.session.parameters(of: name))
  }

  @Test func parametersAreThoseThatTheBodyHandsThemTo() throws {
    let declared = try parameters(
      "def mine(n, kernel=rbf, half=2, last=logreg, idle=1) = lbp | pca n | pca (half * 2) | {svm kernel, last}",
      of: "mine"
    )
    let pca = try #require(harness.session.parameters(of: "pca")?.first { $0.name == "k" })
    #expect(declared.map(\.name) == ["n", "kernel", "half", "last", "idle"])
    #expect(declared[0].type == pca.type && declared[0].bounds == pca.bounds && declared[0].help == pca.help)
    #expect(declared[1].type.words.contains("sigmoid"))
    #expect(declared[2].type == .number && declared[3].type == .stage && declared[4].type == .anything)
    #expect(declared.map(\.defaultText) == [nil, "rbf", "2", "logreg", "1"])
    #expect(declared.map(\.isPositional) == [true, true, false, false, false])
  }

  @Test func definitionsHandOnToDefinitions() throws {
    let declared = try parameters("def inner(word) = svm word\ndef outer(a=poly) = inner a", of: "outer")
    #expect(declared[0].type.words.contains("poly"))
    // A recipe is made of what comes with Mien, whatever the script calls the same.
    try harness.run("def nested(inner) = svm inner")
    #expect(harness.session.parameters(of: "nested")?[0].type.words.contains("poly") == true)
  }

  @Test func helpSaysWhatGoesInAndWhatComesOut() throws {
    guard let help = try harness.last("help baseline").payload.as(Document.self) else { throw NotOfKind(what: "help") }
    let texts = help.blocks.compactMap { if case .text(let text) = $0 { text } else { nil } }
    #expect(texts.contains("made by def: images → a result"))
    let tables = help.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.first?.columns == ["parameter", "takes", "default", "meaning"])
    #expect(tables.first?.rows.allSatisfy { !$0.cells[3].text.isEmpty } == true)
  }

  @Test func errorsAreThoseOfAnyStage() {
    let stage = "def mine(n, kernel=rbf, half=2) = lbp | pca n | pca half | svm kernel\n"
    #expect(harness.codes(stage + "faces | mine 3 n=4") == ["E0108"])
    #expect(harness.codes(stage + "faces | mine n=3 n=4") == ["E0108"])
    #expect(harness.codes(stage + "faces | mine 3 rbf 2") == ["E0107"])
    #expect(harness.codes(stage + "faces | mine") == ["E0106"])
    #expect(harness.codes(stage + "faces | mine 3 sorts=1") == ["E0102"])
    #expect(harness.errors(stage + "faces | mine 3 halv=2").contains("did you mean 'half'?"))
    #expect(harness.codes(stage + "faces | mine 3 kernel=poly half=2").isEmpty)
  }

  /// A body that uses its own name is told as such, and nothing hangs.
  @Test func definitionsThatUseThemselvesEnd() {
    #expect(harness.codes("def a(k=1) = pca k | a k\nfaces | lbp | a") == ["E0114"])
  }
}
