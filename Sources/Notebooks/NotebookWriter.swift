import Basics

extension Notebook {
  /// The notebook as a file, set as Jupyter sets it, so that versions differ in few lines.
  public var text: String {
    // Cells have names since format 4.5, and must not have them before.
    let isNamed = members.first { $0.name == "nbformat_minor" }?.value.int ?? 5 >= 5
    let cells = cells.enumerated().map { index, cell in cell.json(number: isNamed ? index + 1 : nil) }
    return JSONValue.object([.init(name: "cells", value: .array(cells))] + members).indented() + "\n"
  }
}

extension Notebook.Cell {
  /// With all that the format asks for.
  fileprivate func json(number: Int?) -> JSONValue {
    var cell = self
    if let number, cell["id"] == nil {
      cell.members.insert(.init(name: "id", value: .string("cell-\(number)")), at: 0)
    }
    if cell["metadata"] == nil { cell["metadata"] = .object([] as [JSONValue.Member]) }
    if kind == .code {
      if cell["execution_count"] == nil { cell["execution_count"] = .null }
      if cell["outputs"] == nil { cell["outputs"] = .array([]) }
    }
    return .object(
      [.init(name: "cell_type", value: .string(kind.rawValue))] + cell.members
        + [.init(name: "source", value: .lines(source))])
  }
}

extension JSONValue {
  /// A member or an element a line, each level one blank deeper.
  func indented(_ level: Int = 0) -> String {
    let inner = String(repeating: " ", count: level + 1)
    let end = "\n" + String(repeating: " ", count: level)
    switch self {
    case .array(let values) where !values.isEmpty:
      return "[\n" + values.map { inner + $0.indented(level + 1) }.joined(separator: ",\n") + end + "]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { inner + JSONValue.string($0.name).text + ": " + $0.value.indented(level + 1) }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    default: return text
    }
  }
}
