import StandardLibrary

/// What people type who come from other languages, and what to write here. Read when a name is looked for that is not
/// known; until then it costs nothing.
struct NamesElsewhere: Sendable {
  /// What to write, and what more to say.
  struct Entry: Sendable, Equatable {
    /// A line, or a part of one, that the checker accepts.
    let line: String
    /// Empty where there is nothing to say.
    let remark: String
  }

  /// Those that come with Mien.
  static let standard = NamesElsewhere(StandardLibrary.namesElsewhere)

  /// In the order of their lines.
  let entries: [(names: [String], entry: Entry)]
  private let byName: [String: Entry]

  /// - Parameter text: lines of the form `LINE : NAME … ; REMARK`, `#` for comments.
  init(_ text: String) {
    entries = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      guard let colon = line.firstRange(of: " : ") else { return nil }
      let rest = line[colon.upperBound...]
      let end = rest.firstRange(of: " ; ")
      let names = rest[..<(end?.lowerBound ?? rest.endIndex)].split(separator: " ").map(String.init)
      let remark = end.map { String(rest[$0.upperBound...]) } ?? ""
      return (names, Entry(line: String(line[..<colon.lowerBound]), remark: remark))
    }
    byName = Dictionary(
      entries.flatMap { line in line.names.map { (Self.folded($0), line.entry) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// What to write for a name, however it is spelt: `train_test_split`, `trainTestSplit`.
  subscript(name: String) -> Entry? { byName[Self.folded(name)] }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "." && $0 != "-" }
  }
}
