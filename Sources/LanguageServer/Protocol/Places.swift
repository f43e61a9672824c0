import Basics

/// A place between two characters: line and column, both counted from 0, the column in the units that were agreed on.
struct Position: Hashable, Comparable, Sendable {
  var line: Int
  var character: Int

  static func < (a: Position, b: Position) -> Bool { (a.line, a.character) < (b.line, b.character) }

  init(_ line: Int, _ character: Int) {
    (self.line, self.character) = (line, character)
  }

  init(_ json: JSONValue?) throws(ResponseError) {
    guard let line = json?["line"]?.int, let character = json?["character"]?.int, line >= 0, character >= 0 else {
      throw ResponseError(.invalidParams, "a position needs `line` and `character`, both 0 or more")
    }
    self.init(line, character)
  }

  var json: JSONValue { .object(["line": .integer(line), "character": .integer(character)]) }
}

/// From one place up to another, which is not part of it.
struct PositionRange: Hashable, Sendable {
  var start: Position
  var end: Position

  init(_ start: Position, _ end: Position) {
    (self.start, self.end) = (start, end)
  }

  init(_ json: JSONValue) throws(ResponseError) {
    try self.init(Position(json["start"]), Position(json["end"]))
  }

  var json: JSONValue { .object(["start": start.json, "end": end.json]) }
}

/// A range in a document.
struct PlaceInDocument: Hashable, Sendable {
  var uri: String
  var range: PositionRange

  var json: JSONValue { .object(["uri": .string(uri), "range": range.json]) }
}

/// A piece of a document with what takes its place.
struct TextEdit: Hashable, Sendable {
  var range: PositionRange
  var newText: String

  var json: JSONValue { .object(["range": range.json, "newText": .string(newText)]) }
}

/// In what a column is counted. UTF-16 is what every client knows; UTF-8 is what offsets here are, where a client knows it.
enum PositionEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
}
