import Basics

/// The cells of this sitting, for `history_request`.
struct CellHistory {
  private struct Entry {
    let line: Int
    let code: String
    var output: String?
  }

  private var entries: [Entry] = []

  mutating func add(_ code: String, line: Int) {
    entries.append(Entry(line: line, code: code, output: nil))
  }

  /// What came of a line; of several values the last stands.
  mutating func keep(_ output: String, line: Int) {
    guard let last = entries.indices.last, entries[last].line == line else { return }
    entries[last].output = output
  }

  /// The last, a range, or those that fit a pattern with `*` and `?`; earlier sittings have none.
  func answer(_ content: JSONValue) -> [JSONValue.Member] {
    let withOutput = content["output"]?.bool ?? false
    let list = chosen(content).map { entry -> JSONValue in
      let input = JSONValue.string(entry.code)
      return .array([
        .integer(0), .integer(entry.line), withOutput ? .array([input, .string(entry.output)]) : input,
      ])
    }
    return [.init(name: "history", value: .array(list))]
  }

  private func chosen(_ content: JSONValue) -> [Entry] {
    let count = content["n"]?.int
    switch content["hist_access_type"]?.string {
    case "range":
      guard content["session"]?.int ?? 0 == 0 else { return [] }
      let (start, stop) = (content["start"]?.int ?? 0, content["stop"]?.int ?? Int.max)
      return entries.filter { $0.line >= start && $0.line < stop }
    case "search":
      let pattern = Array(content["pattern"]?.string ?? "*")
      var found = entries.filter { Self.matches(Array($0.code)[...], pattern[...]) }
      if content["unique"]?.bool ?? false {
        var seen: Set<String> = []
        found = found.reversed().filter { seen.insert($0.code).inserted }.reversed()
      }
      return found.suffix(count ?? found.count)
    default: return entries.suffix(max(0, count ?? 10))
    }
  }

  /// Cost: the product of both lengths at most.
  private static func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    // Where a `*` was met last, and how much of the text it has taken: only the last one needs to take more.
    var (textIndex, patternIndex) = (text.startIndex, pattern.startIndex)
    var star: (pattern: Int, text: Int)?
    while textIndex < text.endIndex {
      let wanted = patternIndex < pattern.endIndex ? pattern[patternIndex] : nil
      if wanted == "*" {
        star = (patternIndex, textIndex)
        patternIndex += 1
      } else if wanted == "?" || wanted == text[textIndex] {
        textIndex += 1
        patternIndex += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        (textIndex, patternIndex) = (last.text + 1, last.pattern + 1)
      } else {
        return false
      }
    }
    return pattern[patternIndex...].allSatisfy { $0 == "*" }
  }
}
