import Basics
import Diagnostics

/// A document that is open in the editor, as it stands there, saved or not.
struct TextDocument: Sendable {
  let uri: String
  private(set) var version: Int?
  /// Under the name that messages call it by.
  private(set) var source: SourceText
  private(set) var places: PositionTable
  private let encoding: PositionEncoding

  init(uri: String, name: String, version: Int?, text: String, encoding: PositionEncoding) {
    self.uri = uri
    self.version = version
    self.encoding = encoding
    source = SourceText(name: name, text: text)
    places = PositionTable(text, encoding)
  }

  /// One of the changes of a notification; they are carried out one after another.
  struct Change: Sendable {
    /// What is replaced; nil for everything.
    let range: PositionRange?
    let text: String

    init(_ json: JSONValue) throws(ResponseError) {
      guard let text = json["text"]?.string else { throw ResponseError(.invalidParams, "a change needs its `text`") }
      self.text = text
      if let range = json["range"], range != .null { self.range = try PositionRange(range) } else { range = nil }
    }
  }

  /// Cost: a pass over the text for each change.
  mutating func apply(_ changes: [Change], version: Int?) {
    for change in changes {
      var text = change.text
      if let range = change.range {
        let replaced = places.offsets(of: range)
        let bytes = source.text.utf8
        text =
          String(decoding: bytes.prefix(replaced.lowerBound), as: UTF8.self) + change.text
          + String(decoding: bytes.dropFirst(replaced.upperBound), as: UTF8.self)
      }
      source = SourceText(name: source.name, text: text)
      places = PositionTable(text, encoding)
    }
    self.version = version ?? self.version
  }

  func range(of span: Span) -> PositionRange { places.range(of: span) }
}
