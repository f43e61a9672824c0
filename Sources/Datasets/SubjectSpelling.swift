/// One spelling for each person, so that nobody is on both sides of a split under two names.
struct SubjectSpelling {
  /// Empty where nobody knows who it is.
  let subjects: [String]
  let notes: [String]

  /// Blanks around a name and its capitals do not make another person; nor do zeros before or behind a number, where all
  /// are numbers. What is written in two ways is told. Cost: a look-up a row.
  init(_ raw: [String]) {
    var spellings: [String: Int] = [:]
    for text in raw { spellings[text, default: 0] += 1 }
    let keys = Dictionary(uniqueKeysWithValues: spellings.keys.map { ($0, Self.key($0)) })
    let known = keys.filter { !MissingWords.amongPeople.contains($0.value) }
    let areNumbers = !known.isEmpty && known.values.allSatisfy { Double($0) != nil && !$0.contains("x") }
    var groups: [String: [String]] = [:]
    for (spelling, key) in known {
      groups[areNumbers ? Self.number(key) : key, default: []].append(spelling)
    }
    var chosen: [String: String] = [:]
    var alike: [String] = []
    for members in groups.values {
      // The most frequent spelling stands for all, the first in order among equals.
      let sorted = members.sorted { (spellings[$1] ?? 0, $0) < (spellings[$0] ?? 0, $1) }
      let name = Self.trimmed(sorted[0])
      for member in members { chosen[member] = name }
      if Set(members.map(Self.trimmed)).count > 1 || members.count > 1 {
        alike.append(sorted.map { "'\($0)'" }.joined(separator: " = "))
      }
    }
    subjects = raw.map { chosen[$0] ?? "" }
    var notes: [String] = []
    if !alike.isEmpty {
      notes.append(
        "subjects written in several ways taken for one person: \(listed(alike.sorted(by: precedesInBytes), atMost: 6))"
      )
    }
    let missing = raw.count { chosen[$0] == nil }
    if missing > 0, missing < raw.count {
      let words = spellings.keys.filter { chosen[$0] == nil && !$0.isEmpty }.sorted(by: precedesInBytes)
      notes.append(
        "\(counted(missing, "row")) of unknown subject" + (words.isEmpty ? "" : " (\(listed(words)))")
          + ": each may be anybody, also somebody on the other side of a split")
    }
    self.notes = notes
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }

  private static func key(_ text: String) -> String { trimmed(text).lowercased() }

  /// "01", "1" and "1.0" are one number. By their digits: a double would not tell long identifiers apart.
  private static func number(_ key: String) -> String {
    var digits = Substring(key)
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits.removeFirst() }
    if let point = digits.firstIndex(of: "."), digits[point...].dropFirst().allSatisfy({ $0 == "0" }) {
      digits = digits[..<point]
    }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return Double(key).map { value in Int(exactly: value).map { String($0) } ?? String(value) } ?? key
    }
    let value = digits.drop { $0 == "0" }
    return value.isEmpty ? "0" : (isNegative ? "-" : "") + value
  }
}
