import Diagnostics

@testable import Syntax

func parsed(_ text: String) -> ParseResult {
  parse(SourceText(name: "test.mien", text: text))
}

/// The outline of a text that must be right.
func outline(_ text: String) -> String {
  let result = parsed(text)
  guard result.diagnostics.isEmpty else {
    return DiagnosticRenderer().render(Diagnostics(result.diagnostics), style: .plain)
  }
  return result.script.outline
}

/// Each mistake in a line: its code, the text that it marks, and what is said there.
func mistakes(_ text: String) -> [String] {
  let bytes = Array(text.utf8)
  return parsed(text).diagnostics.map { diagnostic in
    guard let label = diagnostic.primary else { return diagnostic.code.id }
    let span = label.location.span
    return "\(diagnostic.code.id) <\(String(decoding: bytes[span.start..<span.end], as: UTF8.self))> \(label.text)"
  }
}
