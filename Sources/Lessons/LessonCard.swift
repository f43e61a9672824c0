import Diagnostics

/// The comments of a cell that asks: the question, its options, and what has a name and a colon.
struct LessonCard {
  static let keys = ["answer", "accept", "wrong", "hint", "number", "within", "order", "because"]

  private(set) var prompt = ""
  private(set) var options: [LessonQuestion.Option] = []
  private(set) var isOrder = false
  private(set) var unknownKeys: [(String, Span)] = []
  private var entries: [(key: String, value: String, span: Span)] = []

  /// - Parameter comments: each with its place. A line that is moved in by two blanks goes on with what stands above it.
  init(_ comments: [(text: String, span: Span)]) {
    var prompt: [String] = []
    var lines: [(text: String, span: Span)] = []
    for (text, span) in comments {
      let line = String(text.drop { $0 == "#" }.drop { $0 == " " })
      let isMovedIn = text.hasPrefix("#   ")
      if isMovedIn, !lines.isEmpty, let last = lines.popLast() {
        lines.append((last.text + " " + line, last.span))
      } else {
        lines.append((line, span))
      }
    }
    for (line, span) in lines {
      if line.hasPrefix("- ") {
        options.append(Self.option(String(line.dropFirst(2))))
      } else if let (key, value) = Self.entry(line) {
        if key == "order" { isOrder = true }
        if Self.keys.contains(key) { entries.append((key, value, span)) } else { unknownKeys.append((key, span)) }
      } else {
        prompt.append(line)
      }
    }
    self.prompt = prompt.joined(separator: " ")
  }

  func values(_ key: String) -> [String] { placed(key).map(\.value) }

  /// What stands behind a key, each with its place.
  func placed(_ key: String) -> [(value: String, span: Span)] {
    entries.filter { $0.key == key }.map { ($0.value, $0.span) }
  }

  /// `hint: text`: one small word before the colon.
  private static func entry(_ line: String) -> (String, String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let key = line[..<colon]
    guard !key.isEmpty, key.allSatisfy({ $0.isLowercase && $0.isASCII }) else { return nil }
    return (String(key), String(line[line.index(after: colon)...].drop { $0 == " " }))
  }

  /// `* text`, `text : (condition)`, `text -> hint`.
  private static func option(_ line: String) -> LessonQuestion.Option {
    let isRight = line.hasPrefix("* ")
    var text = isRight ? String(line.dropFirst(2)) : line
    var hint = ""
    if let arrow = text.firstRange(of: " -> ") {
      hint = String(text[arrow.upperBound...])
      text = String(text[..<arrow.lowerBound])
    }
    var value: String?
    if let colon = text.firstRange(of: " : ") {
      value = String(text[colon.upperBound...])
      text = String(text[..<colon.lowerBound])
    }
    return .init(text: text, value: value, isRight: isRight, hint: hint)
  }
}
