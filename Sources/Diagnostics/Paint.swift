import Basics

/// The colours of a rendered diagnostic, or none of them.
struct Paint {
  let severity: Diagnostic.Severity
  let isColored: Bool

  /// The severity and its code.
  func title(_ text: String) -> String { painted(text, "1;\(severityColor)") }

  func message(_ text: String) -> String { painted(text, "1") }

  /// Line numbers and the lines of the frame.
  func gutter(_ text: String) -> String { painted(text, "34") }

  func primary(_ text: String) -> String { painted(text, severityColor) }

  func secondary(_ text: String) -> String { painted(text, "36") }

  private var severityColor: String {
    switch severity {
    case .error: "31"
    case .warning: "33"
    case .note: "32"
    }
  }

  private func painted(_ text: String, _ parameters: String) -> String {
    isColored ? ControlCode.painted(text, parameters) : text
  }
}
