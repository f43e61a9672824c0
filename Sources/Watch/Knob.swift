import Basics
import Diagnostics
import Syntax

/// A number or a word of the script that the page lets be moved or chosen: `k = 50  #| 10..200 by 10`, or
/// `kernel = "rbf"  #| "rbf", "linear"`. What is chosen is written into the file, as a person would have written it.
struct Knob: Sendable, Equatable {
  enum Choices: Sendable, Equatable {
    case range(lower: Double, upper: Double, step: Double)
    case values([String])
  }

  var name: String
  /// As it is written, a text without its quotes.
  var value: String
  var isText: Bool
  var choices: Choices
  /// Of the value in the script, quotes included.
  var span: Span
  /// How many of this name stand before it in the script.
  var occurrence = 0

  /// Those of a script, in order. A mark that cannot be read is an ordinary comment.
  static func all(in script: Script) -> [Knob] {
    let bytes = Array(script.source.text.utf8)
    let marks = script.comments.filter { $0.text.hasPrefix("#|") }
    var found: [Knob] = []
    guard !marks.isEmpty else { return [] }
    for statement in script.statements {
      guard let mark = marks.first(where: { isBehind(statement.span, $0.span, bytes) }),
        var knob = Knob(statement, mark: mark.text, bytes)
      else { continue }
      knob.occurrence = found.count { $0.name == knob.name }
      found.append(knob)
    }
    return found
  }

  /// Whether a comment stands behind a statement in the same line.
  private static func isBehind(_ statement: Span, _ comment: Span, _ bytes: [UInt8]) -> Bool {
    comment.start >= statement.end
      && bytes[statement.end..<comment.start].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  private init?(_ statement: Statement, mark: String, _ bytes: [UInt8]) {
    guard case .binding(let name, let pipeline) = statement.kind, pipeline.steps.count == 1,
      case .value? = pipeline.steps.first
    else { return nil }
    let written = String(decoding: bytes[pipeline.span.start..<pipeline.span.end], as: UTF8.self)
    isText = written.hasPrefix("\"")
    let value = isText ? Self.unquoted(written) : Double(written) == nil ? nil : written
    guard let value, let choices = Self.choices(mark.dropFirst(2), isText: isText) else { return nil }
    (self.name, self.value, self.choices, span) = (name.text, value, choices, pipeline.span)
  }

  private static func choices(_ mark: Substring, isText: Bool) -> Choices? {
    let words = mark.split(separator: " ").map(String.init)
    if !isText, let first = words.first, let range = range(first) {
      let step = words.count >= 3 && words[1] == "by" ? Double(words[2]) : nil
      return .range(lower: range.lower, upper: range.upper, step: step ?? usualStep(first, range))
    }
    let values = mark.split(separator: ",").compactMap { part -> String? in
      let trimmed = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return isText ? unquoted(trimmed) : Double(trimmed).map { _ in trimmed }
    }
    return values.count > 1 ? .values(values) : nil
  }

  /// `10..200`
  private static func range(_ text: String) -> (lower: Double, upper: Double)? {
    var dots = 0
    for (index, pair) in zip(text.indices, zip(text, text.dropFirst())).map({ ($0, $1) }) where pair == (".", ".") {
      dots += 1
      let end = text.index(index, offsetBy: 2)
      guard let lower = Double(text[..<index]), let upper = Double(text[end...]), lower < upper, lower.isFinite,
        upper.isFinite
      else { continue }
      return (lower, upper)
    }
    return nil
  }

  /// Whole numbers go by one, others in a hundred steps.
  private static func usualStep(_ text: String, _ range: (lower: Double, upper: Double)) -> Double {
    let isWhole = range.lower == range.lower.rounded() && range.upper == range.upper.rounded()
    return isWhole ? 1 : (range.upper - range.lower) / 100
  }

  /// Without quotes; nil where it is no plain text.
  private static func unquoted(_ text: String) -> String? {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
    let inner = text.dropFirst().dropLast()
    return inner.contains { $0 == "\"" || $0 == "\\" || $0 == "{" || $0.isNewline } ? nil : String(inner)
  }

  /// How a chosen value is written; nil where it is none of those that are offered.
  func written(_ chosen: String) -> String? {
    switch choices {
    case .values(let values): return values.contains(chosen) ? (isText ? "\"\(chosen)\"" : chosen) : nil
    case .range(let lower, let upper, _):
      guard let number = Double(chosen), number >= lower, number <= upper else { return nil }
      return NumberFormat.shortest(number)
    }
  }

  /// The script with another value in this knob's place.
  func replaced(by written: String, in text: String) -> String {
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(span.start..<span.end, with: Array(written.utf8))
    return String(decoding: bytes, as: UTF8.self)
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init(name: "name", value: .string(name)), .init(name: "occurrence", value: .integer(occurrence)),
      .init(name: "value", value: .string(value)),
    ]
    switch choices {
    case .values(let values): members.append(.init(name: "values", value: .strings(values)))
    case .range(let lower, let upper, let step):
      members += [
        .init(name: "lower", value: .number(lower)), .init(name: "upper", value: .number(upper)),
        .init(name: "step", value: .number(step)),
      ]
    }
    return .object(members)
  }
}
