import Basics

/// How the parts of a report stand out; without colour, words alone must do.
extension TerminalStyle {
  /// Headings, the best of a column.
  public func bold(_ text: String) -> String { marked(text, "1") }

  /// What can be passed over: timings, provenance.
  public func faint(_ text: String) -> String { marked(text, "2") }

  /// What must not be passed over: that data are synthetic.
  public func loud(_ text: String) -> String { marked(text, "1;30;43") }

  /// What deserves a second look.
  public func warning(_ text: String) -> String { marked(text, "33") }

  private func marked(_ text: String, _ parameters: String) -> String {
    color == .none ? text : ControlCode.painted(text, parameters)
  }
}
