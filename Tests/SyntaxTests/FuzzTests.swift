import Diagnostics
import Glibc
import Testing

@testable import Syntax

/// Random scripts, right and spoiled. `MIEN_FUZZ` says how many; the seed is fixed, so a failure comes back.
@Suite struct FuzzTests {
  private var count: Int { getenv("MIEN_FUZZ").flatMap { Int(String(cString: $0)) } ?? 5_000 }

  /// Where the numbering begins, so that a long run can be cut into pieces.
  private var first: Int { getenv("MIEN_FUZZ_FROM").flatMap { Int(String(cString: $0)) } ?? 0 }

  @Test func nothingBreaksTheParserOrTheFormatter() {
    for seed in first..<(first + count) {
      var generator = ScriptGenerator(seed: UInt64(seed))
      var text = generator.script()
      let isRight = seed % 4 == 0
      if !isRight { text = generator.spoiled(text) }
      if let problem = problem(with: text, isRight: isRight, isRendered: seed % 16 == 1) {
        Issue.record("seed \(seed): \(problem)\n\(text.debugDescription)\n\(text)")
        return
      }
    }
  }

  private func problem(with text: String, isRight: Bool, isRendered: Bool) -> String? {
    let source = SourceText(name: "fuzz.mien", text: text)
    let result = parse(source)
    if isRight, !result.diagnostics.isEmpty {
      return "a right script is refused:\n"
        + DiagnosticRenderer().render(Diagnostics(result.diagnostics), style: .plain)
    }
    if result.isIncomplete, result.diagnostics.count != 1 { return "incomplete with other mistakes" }
    var checker = SpanChecker(source)
    checker.check(result.script)
    for diagnostic in result.diagnostics {
      for label in diagnostic.secondary + (diagnostic.primary.map { [$0] } ?? []) {
        checker.check(label.location.span, "label of \(diagnostic.code.id)")
      }
      if isRendered { _ = DiagnosticRenderer().render(diagnostic, style: .plain) }
    }
    if let problem = checker.problems.first { return problem }
    return formattingProblem(source, result)
  }

  private func formattingProblem(_ source: SourceText, _ result: ParseResult) -> String? {
    guard let once = try? format(source) else {
      return result.diagnostics.isEmpty ? "the formatter refuses what the parser takes" : nil
    }
    if !result.diagnostics.isEmpty { return "the formatter takes what the parser refuses" }
    let again = parse(SourceText(name: "fuzz.mien", text: once))
    if again.script.outline != result.script.outline {
      return "formatting changed the tree:\n\(once)\n\(result.script.outline)\n\(again.script.outline)"
    }
    if again.script.comments.map(\.text) != result.script.comments.map(\.text) {
      return "formatting changed the comments:\n\(once)"
    }
    guard let twice = try? format(SourceText(name: "fuzz.mien", text: once)) else {
      return "formatted text is refused:\n\(once)"
    }
    return twice == once ? nil : "formatting twice changes more:\n\(once)\n────\n\(twice)"
  }
}
