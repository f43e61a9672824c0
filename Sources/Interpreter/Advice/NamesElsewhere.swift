import StandardLibrary

/// What people type who come from other languages, and what to write here. Read when a name is looked for that is not
/// known; until then it costs nothing.
struct NamesElsewhere: Sendable {
  /// What to write, and what more to say.
  struct Entry: Sendable, Equatable {
    /// Lines, or parts of one, of which the first that fits the place is meant: what a word stands for depends on what
    /// it is said of.
    let lines: [String]
    /// Empty where there is nothing to say.
    let remark: String
  }

  /// Those that come with Mien.
  static let standard = NamesElsewhere(StandardLibrary.namesElsewhere)

  /// In the order of their lines.
  let entries: [(names: [String], entry: Entry)]
  private let byName: [String: Entry]
  /// Beginnings, endings and parts of names, the longest first, for names that do not stand in a line of their own.
  private let patterns: [(part: String, isStart: Bool, isEnd: Bool, entry: Entry)]
  private let arguments: [String: String]

  /// - Parameter text: lines of the form `LINE ~ LINE : NAME … ; REMARK`, where a name may begin or end with `*` for any
  ///   letters, of the form `= ARGUMENT : NAME=VALUE …`, and `#` for comments.
  init(_ text: String) {
    var entries: [(names: [String], entry: Entry)] = []
    var arguments: [String: String] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.firstRange(of: " : ") else { continue }
      let rest = line[colon.upperBound...]
      let end = rest.firstRange(of: " ; ")
      let names = rest[..<(end?.lowerBound ?? rest.endIndex)].split(separator: " ").map(String.init)
      let remark = end.map { String(rest[$0.upperBound...]) } ?? ""
      let written = String(line[..<colon.lowerBound])
      if written.hasPrefix("= ") {
        for name in names { arguments[name.lowercased()] = String(written.dropFirst(2)) }
      } else {
        let lines = written.split(separator: " ~ ").map(String.init)
        entries.append((names, Entry(lines: lines, remark: remark)))
      }
    }
    self.entries = entries
    self.arguments = arguments
    byName = Dictionary(
      entries.flatMap { line in line.names.map { (Self.folded($0), line.entry) } },
      uniquingKeysWith: { first, _ in first })
    patterns = entries.flatMap { line in
      line.names.filter { $0.contains("*") }.map { name in
        (Self.folded(name).filter { $0 != "*" }, !name.hasPrefix("*"), !name.hasSuffix("*"), line.entry)
      }
    }.sorted { $0.part.utf8.count > $1.part.utf8.count }
  }

  /// What to write for a name, however it is spelt: `train_test_split`, `trainTestSplit`.
  subscript(name: String) -> Entry? {
    if let entry = exact(name) { return entry }
    let name = Self.folded(name)
    return patterns.first { pattern in
      pattern.isStart
        ? name.hasPrefix(pattern.part) : pattern.isEnd ? name.hasSuffix(pattern.part) : name.contains(pattern.part)
    }?.entry
  }

  /// The same for a name that stands in a line.
  func exact(_ name: String) -> Entry? { byName[Self.folded(name)] }

  /// What an argument is here: `down` for `ascending=False`; for `-` what turns an order round.
  func argument(_ written: String) -> String? { arguments[written.lowercased()] }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "." && $0 != "-" }
  }
}
