/// A stable code such as `E0104`, with what `explain` says about it.
///
/// Codes are declared beside what raises them; a host gathers them in one list.
/// `E00xx` syntax, `E01xx` names and arguments, `E02xx` order of stages, `E03xx` running,
/// `E04xx` sessions and hosts, `E05xx` data sets, `E06xx` learning, `E07xx` images, `E08xx` evaluation.
public struct DiagnosticCode: Sendable, Hashable {
  public let id: String
  /// One line: what is wrong when this code is seen.
  public let title: String
  /// A few sentences with a small example: why it is an error, and how it is mended.
  public let explanation: String

  public init(_ id: String, _ title: String, explanation: String) {
    self.id = id
    self.title = title
    self.explanation = explanation
  }
}

/// One thing to tell a person about a text: an error, a warning or a note.
public struct Diagnostic: Error, Sendable, Hashable {
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  /// A place in a text with what to say there.
  public struct Label: Sendable, Hashable {
    public var location: Location
    public var text: String

    public init(_ location: Location, _ text: String = "") {
      self.location = location
      self.text = text
    }
  }

  public var code: DiagnosticCode
  public var severity: Severity
  public var message: String
  /// Where it is; nil only for what has no place in a text.
  public var primary: Label?
  public var secondary: [Label]
  /// What to do, what was expected, what is known: a line each, shown after `=`.
  public var notes: [String]

  public init(
    _ code: DiagnosticCode, severity: Severity = .error, _ message: String,
    at primary: Label? = nil, secondary: [Label] = [], notes: [String] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.primary = primary
    self.secondary = secondary
    self.notes = notes
  }
}

/// Several diagnostics thrown as one, in the order of their places.
public struct Diagnostics: Error, Sendable {
  public let all: [Diagnostic]

  public init(_ all: [Diagnostic]) {
    self.all = all
  }
}
