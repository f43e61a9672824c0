import Diagnostics
import Plans
import Samples
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

extension Session {
  /// The attributes of a variable's rows, or of those that its result was tested on; nil where it holds neither.
  public func attributes(of name: String) -> [String]? {
    metadata(of: name)?.attributes.map(\.name)
  }

  /// The values that these rows have under a name and that can be written bare, sorted; none of a list too long to read.
  public func rowValues(of name: String, under column: String) -> [String]? {
    guard let texts = try? metadata(of: name)?.groupColumn(named: column).texts else { return nil }
    let values = Set(texts.compactMap { $0 })
    guard values.count <= 500 else { return [] }
    return values.filter { $0.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber } }.sorted()
  }

  private func metadata(of name: String) -> RowMetadata? {
    guard let value = value(named: name) else { return nil }
    return value.as(PreparedRows.self)?.rows.metadata ?? value.as(EvaluationResult.self)?.outcomes.first?.test
  }
}
