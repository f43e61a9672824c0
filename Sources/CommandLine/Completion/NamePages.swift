import Diagnostics
import Interpreter
import Plans

extension Session {
  /// What a reader is shown who points at a name: help on it, and of a variable that has a value also `why`, which says what
  /// of it ran and what came from the cache. nil where there is nothing of that name.
  public func page(about name: String) -> Document? {
    var topics = ["help \(name)"]
    if value(named: name) != nil { topics.append("why \(name)") }
    var blocks: [Document.Block] = []
    for topic in topics {
      try? run(SourceText(name: "inspect", text: topic)) { outcome in
        if case .shown(let value) = outcome { blocks += value.payload.document.blocks }
      }
    }
    return blocks.isEmpty ? nil : Document(kind: "help", blocks: blocks)
  }
}

/// The name that a place between two characters touches; nil where it touches none. A number is no name.
public func rangeOfName(at position: Int, in scalars: [Unicode.Scalar]) -> Range<Int>? {
  func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
  let position = min(max(0, position), scalars.count)
  let start = scalars[..<position].lastIndex { !isLetter($0) }.map { $0 + 1 } ?? 0
  let end = scalars[position...].firstIndex { !isLetter($0) } ?? scalars.count
  guard start < end, !Character(scalars[start]).isNumber else { return nil }
  return start..<end
}
