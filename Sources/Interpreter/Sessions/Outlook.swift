import Diagnostics
import Plans
import Syntax

/// What comes out of a pipeline that is being typed, as far as it can be told before it runs.
public struct Outlook: Sendable {
  public let kinds: ValueKinds
  /// Those of a table, where they are known.
  public let columns: [String]?

  /// Whether something of this declaration can stand next: a reader of results reads every row of a sweep.
  public func fits(_ declaration: Declaration) -> Bool {
    let takes = declaration.takes
    return !takes.isDisjoint(with: kinds) || (kinds == .table && takes.contains(.result))
  }
}

extension Session {
  /// The outlook of the last pipeline in a text, for completion; nil where the text is wrong or holds none. Runs nothing.
  public func outlook(of text: String) -> Outlook? {
    let parsed = parse(SourceText(name: "typed", text: text))
    guard parsed.diagnostics.isEmpty, let last = parsed.script.statements.last else { return nil }
    let checker = ScriptChecker(self, parsed.script.source)
    for statement in parsed.script.statements { checker.check(statement) }
    switch last.kind {
    case .binding, .expression:
      guard checker.diagnostics.isEmpty, let known = checker.scope.variables["_"]?.known else { return nil }
      return Outlook(kinds: known.kind, columns: known.columns)
    case .definition, .use, .set: return nil
    }
  }
}
