import Basics
import Diagnostics
import Syntax

/// The document as `mien fmt` writes it, as one edit of the lines that differ, so that cursors elsewhere stay where they are.
struct FormattingAnswer {
  let workspace: Workspace

  /// No edits where nothing would change; null where the text is wrong, which its diagnostics tell.
  func answer(uri: String) throws(ResponseError) -> JSONValue {
    let document = try workspace.document(uri)
    guard let formatted = try? format(document.source) else { return .null }
    return .array(edit(from: document, to: formatted).map { [$0.json] } ?? [])
  }

  private func edit(from document: TextDocument, to formatted: String) -> TextEdit? {
    let (old, new) = (Array(document.source.text.utf8), Array(formatted.utf8))
    guard old != new else { return nil }
    var first = 0
    while first < old.count, first < new.count, old[first] == new[first] { first += 1 }
    while first > 0, old[first - 1] != 0x0A { first -= 1 }
    var (oldEnd, newEnd) = (old.count, new.count)
    while oldEnd > first, newEnd > first, old[oldEnd - 1] == new[newEnd - 1] {
      (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1)
    }
    // To the end of the line that the difference ends in.
    while oldEnd < old.count, oldEnd > first, old[oldEnd - 1] != 0x0A { (oldEnd, newEnd) = (oldEnd + 1, newEnd + 1) }
    return TextEdit(
      range: document.range(of: Span(first, oldEnd)), newText: String(decoding: new[first..<newEnd], as: UTF8.self))
  }
}
