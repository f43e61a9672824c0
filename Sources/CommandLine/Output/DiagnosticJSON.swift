import Basics
import Diagnostics

extension JSONValue {
  /// Everything that is wrong, in one object.
  static func diagnostics(_ diagnostics: [Diagnostic]) -> JSONValue {
    .object(["kind": .string("diagnostics"), "diagnostics": .array(diagnostics.map { json($0.record) })])
  }

  /// The members that `DiagnosticRecord` encodes, in the order in which it encodes them; what is nil is left out.
  private static func json(_ record: DiagnosticRecord) -> JSONValue {
    var members = record.place.map(placeMembers) ?? []
    members += [
      .init(name: "code", value: .string(record.code)), .init(name: "severity", value: .string(record.severity)),
      .init(name: "message", value: .string(record.message)),
    ]
    if let label = record.label { members.append(.init(name: "label", value: .string(label))) }
    members.append(.init(name: "notes", value: .strings(record.notes)))
    let labels = record.labels.map { label in
      JSONValue.object(placeMembers(label.place) + [.init(name: "text", value: .string(label.text))])
    }
    members.append(.init(name: "labels", value: .array(labels)))
    return .object(members)
  }

  private static func placeMembers(_ place: DiagnosticRecord.Place) -> [JSONValue.Member] {
    [
      .init(name: "file", value: .string(place.file)), .init(name: "line", value: .integer(place.line)),
      .init(name: "column", value: .integer(place.column)), .init(name: "end_line", value: .integer(place.endLine)),
      .init(name: "end_column", value: .integer(place.endColumn)),
    ]
  }
}
