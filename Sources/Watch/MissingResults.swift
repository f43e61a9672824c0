import CommandLine
import Diagnostics
import Interpreter

/// What of a script cannot run: what is wrong, and what goes on from something that is wrong. Everything else runs all the
/// same, so that a line that is being typed does not take the page away.
struct MissingResults {
  private var statements: Set<Int> = []
  /// What these would have made.
  private var names: Set<String> = []
  /// Names that a statement made which cannot even be read now.
  private var lost: Set<String> = []

  /// Tells the page what is wrong with the text, each in its place.
  /// - Parameter lastNames: the names of the script when it could last be read whole.
  init(_ outline: ScriptOutline, telling page: Page, problems: [Diagnostic], lastNames: inout Set<String>) {
    let made = Set(outline.statements.compactMap(\.binds))
    if outline.diagnostics.isEmpty { lastNames = made }
    lost = lastNames.subtracting(made)
    var found: [Int: [String]] = [:]
    for problem in problems where problem.severity == .error {
      let text = ProblemReporter.text(of: problem)
      let offset = problem.primary?.location.source == outline.source ? problem.primary?.location.span.start : nil
      if let index = offset.flatMap(outline.statement) {
        found[index, default: []].append(text)
      } else {
        page.fail(cell: offset.flatMap(outline.cell) ?? 0, of: outline, text)
      }
    }
    for (index, statement) in outline.statements.enumerated() {
      // What is said of a statement that goes on from a wrong one comes from that one as a rule.
      guard needed(by: statement).isEmpty else {
        if let name = statement.binds { names.insert(name) }
        continue
      }
      if let name = statement.binds { names.remove(name) }
      guard let texts = found[index] else { continue }
      enter(index, statement)
      page.update(index, of: outline) { block in
        block.problem = texts.joined(separator: "\n")
        (block.state, block.status) = (.failed, block.shown == nil ? "wrong" : "wrong: this is the last that was good")
      }
    }
    names = []
  }

  private func needed(by statement: ScriptOutline.Statement) -> Set<String> {
    names.intersection(statement.reads.keys).union(lost.intersection(statement.words))
  }

  /// Notes that a statement is wrong or has failed.
  mutating func enter(_ index: Int, _ statement: ScriptOutline.Statement) {
    statements.insert(index)
    if let name = statement.binds { names.insert(name) }
  }

  /// Whether a statement cannot run; where that is because of another, the page is told.
  mutating func stops(_ index: Int, of outline: ScriptOutline, telling page: Page) -> Bool {
    let statement = outline.statements[index]
    guard !statements.contains(index) else {
      if let name = statement.binds { names.insert(name) }
      return true
    }
    let needed = needed(by: statement)
    guard !needed.isEmpty else {
      // A later statement may make anew what an earlier one failed to make.
      if let name = statement.binds { names.remove(name) }
      return false
    }
    if let name = statement.binds { names.insert(name) }
    let list = needed.sorted().joined(separator: ", ")
    page.update(index, of: outline) { block in
      (block.state, block.status) = (.waiting, "waits for \(list), which cannot be had: see above")
    }
    return true
  }
}
