/// A diagnostic as data, for `--format json` and for editors: places as lines and columns, counted from 1.
public struct DiagnosticRecord: Sendable, Hashable, Encodable {
  /// A range in a text. The end column is the one after the last character.
  public struct Place: Sendable, Hashable, Encodable {
    public let file: String
    public let line: Int
    public let column: Int
    public let endLine: Int
    public let endColumn: Int

    enum CodingKeys: String, CodingKey {
      case file, line, column
      case endLine = "end_line"
      case endColumn = "end_column"
    }

    init(_ location: Location) {
      let table = LineTable(location.source)
      let span = table.clamped(location.span)
      file = location.source.name
      line = table.line(at: span.start)
      column = table.column(at: span.start)
      endLine = table.line(at: span.end)
      endColumn = table.column(at: span.end)
    }
  }

  /// Another place that explains the first, with what to say there.
  public struct Label: Sendable, Hashable, Encodable {
    public let place: Place
    public let text: String

    public func encode(to encoder: any Encoder) throws {
      try place.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
    }

    enum CodingKeys: CodingKey { case text }
  }

  public let code: String
  public let severity: String
  public let message: String
  /// nil for what has no place in a text. Encoded beside the other fields: `file`, `line`, `column`, …
  public let place: Place?
  /// What is said at the place, often the fix; nil where there is nothing to say.
  public let label: String?
  public let notes: [String]
  public let labels: [Label]

  /// Costs a pass over the text for each place.
  public init(_ diagnostic: Diagnostic) {
    code = diagnostic.code.id
    severity = diagnostic.severity.rawValue
    message = diagnostic.message
    place = (diagnostic.primary?.location).map(Place.init)
    label = diagnostic.primary.flatMap { $0.text.isEmpty ? nil : $0.text }
    notes = diagnostic.notes
    labels = diagnostic.secondary.map { Label(place: Place($0.location), text: $0.text) }
  }

  public func encode(to encoder: any Encoder) throws {
    try place?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(severity, forKey: .severity)
    try container.encode(message, forKey: .message)
    try container.encodeIfPresent(label, forKey: .label)
    try container.encode(notes, forKey: .notes)
    try container.encode(labels, forKey: .labels)
  }

  enum CodingKeys: CodingKey { case code, severity, message, label, notes, labels }
}

extension Diagnostic {
  /// The diagnostic as data.
  public var record: DiagnosticRecord { DiagnosticRecord(self) }
}
