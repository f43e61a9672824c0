import Plans

/// What to write for a word of another language, with names in it that stand for what it is said of: `faces` for rows,
/// `base` and `fair` for results, `t` for a table.
struct ForeignTemplate {
  /// A name at the head of a line that stands for a value of a kind.
  enum StandIn: String, CaseIterable {
    case rows = "faces"
    case result = "base"
    case other = "fair"
    case table = "t"

    var kinds: ValueKinds {
      switch self {
      case .rows: .rows
      case .result, .other: .result
      case .table: .table
      }
    }

    /// What can stand there where there is no such variable.
    func sample(_ suggestions: StageSuggestions) -> String {
      let rows = suggestions.source
      switch self {
      case .rows: return rows
      case .result, .other: return "\(rows) | \(suggestions.features[0]) | \(suggestions.modelWithArgument)"
      case .table:
        let features = suggestions.features.joined(separator: ", ")
        return "\(rows) | {\(features)} | \(suggestions.modelWithArgument)"
      }
    }
  }

  let text: String
  /// What stands at its head; nil where that is no stand-in.
  let standIn: StandIn?
  /// `.rows` of `faces.rows`; empty where the stand-in stands alone.
  let field: String
  /// Without the stand-in.
  let steps: [String]
  /// Whether it can stand behind a `|`: it is no statement and no command.
  let continues: Bool

  /// Whether it makes rows, and so stands behind nothing.
  let begins: Bool

  /// - Parameter isOwn: whether it begins with a word of this language, which is no stand-in then.
  init(_ text: String, _ session: Session, isOwn: Bool = false) {
    self.text = text
    var steps = text.split(separator: "|").map { String($0).trimmed }
    let head = steps.first ?? ""
    standIn = isOwn ? nil : StandIn(rawValue: String(head.prefix { $0 != "." }))
    field = standIn == nil ? "" : String(head.drop { $0 != "." })
    if standIn != nil { steps.removeFirst() }
    self.steps = steps
    let first = steps.first?.firstWord ?? ""
    begins = standIn == nil && session.catalogue.stage(named: first)?.kind == .source
    continues =
      standIn != nil
      || (!["set", "use", "def"].contains(first) && !first.contains(".") && session.command(named: first) == nil
        && !steps.contains { $0.contains("base.") || $0.contains(" base") })
  }

  /// What was written so far, with this behind it.
  func line(behind line: String, _ body: String) -> String {
    [line + field, body].filter { !$0.isEmpty }.joined(separator: " | ")
  }

  func fits(_ kind: ValueKinds) -> Bool { standIn.map { !$0.kinds.isDisjoint(with: kind) } ?? true }

  /// A line with variables in the places of stand-ins; nil where there are too few.
  /// - Parameter preferred: those that were named, taken before others.
  func filled(_ line: String, preferred: [String], in context: AdviceContext) -> String? {
    var taken: [String] = []
    var written = ""
    var rest = Substring(line)
    while let word = rest.firstMatch(of: #/\b(?:faces|base|fair|t)\b(?!\s*=)/#) {
      written += rest[..<word.range.lowerBound]
      rest = rest[word.range.upperBound...]
      let name = String(word.output)
      guard let standIn = StandIn(rawValue: name) else { return nil }
      let fitting = context.variables(of: standIn.kinds)
      let candidates = (preferred + [name] + fitting).filter { fitting.contains($0) && !taken.contains($0) }
      if let variable = candidates.first {
        if standIn != .rows { taken.append(variable) }
        written += variable
      } else if standIn == .rows {
        written += name
      } else {
        return nil
      }
    }
    return written + rest
  }
}

extension String {
  var firstWord: String { String(prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) }
}
