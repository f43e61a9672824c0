import Basics
import CommandLine
import Diagnostics
import Interpreter
import Plans
import Rendering
import Syntax

/// What a notebook asks of a place in a cell: what may stand there, what stands there, whether the cell is whole.
struct CursorAnswers {
  let session: Session
  let completer: Completer

  /// Places in Jupyter's messages count code points; ours count bytes of UTF-8.
  func complete(_ content: JSONValue) -> [JSONValue.Member] {
    let (before, position) = Self.textBeforeCursor(content)
    let completion = completer.complete(before)
    let start = String(decoding: Array(before.utf8.prefix(completion.start)), as: UTF8.self).unicodeScalars.count
    return [
      .init(name: "matches", value: .strings(completion.candidates)),
      .init(name: "cursor_start", value: .integer(start)), .init(name: "cursor_end", value: .integer(position)),
      .init(name: "metadata", value: .object([] as [JSONValue.Member])),
    ]
  }

  /// Help on the name at the cursor; of a variable also what of it ran and what came from the cache.
  func inspect(_ content: JSONValue) -> [JSONValue.Member] {
    let document = Self.name(at: content).flatMap { session.page(about: $0) }
    let value = document.map { PlanValue($0) }
    let forms: [JSONValue.Member] = value.map { NotebookForms.forms(of: $0) } ?? []
    return [
      .init(name: "found", value: .boolean(value != nil)), .init(name: "data", value: .object(forms)),
      .init(name: "metadata", value: .object([] as [JSONValue.Member])),
    ]
  }

  static func isComplete(_ content: JSONValue) -> [JSONValue.Member] {
    let parsed = parse(SourceText(name: "cell", text: content["code"]?.string ?? ""))
    if parsed.isIncomplete {
      return [.init(name: "status", value: .string("incomplete")), .init(name: "indent", value: .string("  "))]
    }
    return [.init(name: "status", value: .string(parsed.diagnostics.isEmpty ? "complete" : "invalid"))]
  }

  private static func textBeforeCursor(_ content: JSONValue) -> (text: String, position: Int) {
    let scalars = (content["code"]?.string ?? "").unicodeScalars
    let position = min(max(0, content["cursor_pos"]?.int ?? scalars.count), scalars.count)
    return (String(String.UnicodeScalarView(scalars.prefix(position))), position)
  }

  /// The word that the cursor touches; nil where it touches none.
  private static func name(at content: JSONValue) -> String? {
    let scalars = Array((content["code"]?.string ?? "").unicodeScalars)
    let position = min(max(0, content["cursor_pos"]?.int ?? scalars.count), scalars.count)
    guard let range = rangeOfName(at: position, in: scalars) else { return nil }
    return String(String.UnicodeScalarView(scalars[range]))
  }
}
