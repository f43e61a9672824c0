import Basics
import Diagnostics
import Syntax

/// What a document holds, for its outline: its cells, and in them what is given a name.
struct SymbolAnswer {
  let workspace: Workspace

  /// - Parameter nests: whether the client takes symbols inside symbols; a flat list otherwise.
  func answer(uri: String, nests: Bool) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(uri)
    let script = workspace.script(of: document)
    let hasCells = script.comments.contains { if case .cell = $0.kind { true } else { false } }
    let cells = hasCells ? script.cells : []
    guard !cells.isEmpty else { return .array(script.statements.compactMap { symbol($0, document, nests) }) }
    let groups = cells.enumerated().map { index, cell in
      (
        cell: symbol(
          cell, number: index + 1, document, nests, inner: statements(of: cell, in: script, document, nests)),
        inner: statements(of: cell, in: script, document, nests)
      )
    }
    return .array(nests ? groups.map(\.cell) : groups.flatMap { [$0.cell] + $0.inner })
  }

  func folds(uri: String) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(uri)
    let spans = workspace.script(of: document).cells.map(\.span)
    return .array(
      spans.compactMap { span in
        let last = document.places.line(at: max(span.start, span.end - 1))
        let first = document.places.line(at: span.start)
        guard last > first else { return nil }
        return .object(["startLine": .integer(first), "endLine": .integer(last), "kind": .string("region")])
      })
  }

  private func statements(
    of cell: Script.Cell, in script: Script, _ document: TextDocument, _ nests: Bool
  ) -> [JSONValue] {
    script.statements[cell.statements].compactMap { symbol($0, document, nests) }
  }

  /// Those of the protocol.
  private enum SymbolKind: Int {
    case module = 2
    case namespace = 3
    case function = 12
    case variable = 13
    case text = 15
  }

  private func symbol(_ statement: Statement, _ document: TextDocument, _ nests: Bool) -> JSONValue? {
    switch statement.kind {
    case .binding(let name, _): symbol(name.text, .variable, statement.span, name.span, document, nests)
    case .definition(let definition):
      symbol(definition.name.text, .function, statement.span, definition.name.span, document, nests)
    case .use(let path): symbol("use \(path.plainText ?? "…")", .module, statement.span, path.span, document, nests)
    case .set, .expression: nil
    }
  }

  private func symbol(
    _ cell: Script.Cell, number: Int, _ document: TextDocument, _ nests: Bool, inner: [JSONValue]
  ) -> JSONValue {
    let heading = cell.markdown.split(separator: "\n").first.map { $0.drop { $0 == "#" || $0 == " " } } ?? ""
    let names = [cell.title, String(heading), "cell \(number)"]
    let head = Span(cell.span.start, cell.span.start)
    return symbol(
      names.first { !$0.isEmpty } ?? "", cell.kind == .code ? .namespace : .text, cell.span, head, document, nests,
      inner: inner)
  }

  private func symbol(
    _ name: String, _ kind: SymbolKind, _ whole: Span, _ own: Span, _ document: TextDocument, _ nests: Bool,
    inner: [JSONValue] = []
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(name: "name", value: .string(name)), .init(name: "kind", value: .integer(kind.rawValue)),
    ]
    if nests {
      members.append(.init(name: "range", value: document.range(of: whole).json))
      members.append(.init(name: "selectionRange", value: document.range(of: own).json))
      if !inner.isEmpty { members.append(.init(name: "children", value: .array(inner))) }
    } else {
      let place = PlaceInDocument(uri: document.uri, range: document.range(of: whole))
      members.append(.init(name: "location", value: place.json))
    }
    return .object(members)
  }
}
