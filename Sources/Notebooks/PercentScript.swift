import Basics

/// A script in pieces that begin with `# %%`: the percent format of Jupytext and of editors.
struct PercentScript {
  /// A piece of the text, as a cell of a notebook would hold it.
  struct Piece: Equatable {
    var kind: Notebook.Cell.Kind
    /// What the head says beside the kind.
    var title: String
    var source: String
    /// Exactly as it stands in the script; all pieces in a row are the script.
    var text: String
  }

  let pieces: [Piece]

  /// - Parameter text: with lines ended by "\n". Cost: linear.
  init(_ text: String) {
    var pieces: [Piece] = []
    var start = 0
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in 1...max(1, lines.count) where index >= lines.count || Self.isHead(lines[index]) {
      pieces += Self.pieces(Array(lines[start..<index]), isLast: index >= lines.count)
      start = index
    }
    self.pieces = pieces.filter { !$0.text.isEmpty }
  }

  static func isHead(_ line: String) -> Bool {
    let comment = line.drop { $0 == " " || $0 == "\t" }
    guard comment.first == "#" else { return false }
    let rest = comment.dropFirst()
    return rest.hasPrefix("%%") || rest.hasPrefix(" %%")
  }

  /// One piece, or two where code follows the words of a text cell or of a script's beginning.
  private static func pieces(_ lines: [String], isLast: Bool) -> [Piece] {
    let hasHead = lines.first.map(isHead) ?? false
    let (kind, title) = hasHead ? head(lines[0]) : (.markdown, "")
    let body = hasHead ? Array(lines.dropFirst()) : lines
    func text(_ lines: [String], isLast: Bool) -> String { lines.joined(separator: "\n") + (isLast ? "" : "\n") }
    guard kind != .code else {
      return [Piece(kind: .code, title: title, source: trimmed(body), text: text(lines, isLast: isLast))]
    }
    let code = body.firstIndex { line in !line.allSatisfy(\.isWhitespace) && !isComment(line) } ?? body.count
    let words = Array(lines.dropLast(body.count - code))
    let wordsSource = trimmed(body[..<code].map(uncommented))
    var found: [Piece] = []
    if hasHead || !wordsSource.isEmpty {
      found.append(
        Piece(kind: kind, title: title, source: wordsSource, text: text(words, isLast: isLast && code == body.count)))
    }
    if code < body.count {
      let rest = found.isEmpty ? lines : Array(body[code...])
      found.append(Piece(kind: .code, title: "", source: trimmed(rest), text: text(rest, isLast: isLast)))
    } else if found.isEmpty {
      found.append(Piece(kind: .code, title: "", source: "", text: text(lines, isLast: isLast)))
    }
    return found
  }

  private static func head(_ line: String) -> (kind: Notebook.Cell.Kind, title: String) {
    var words = line.drop { $0 != "%" }.drop { $0 == "%" }.split { $0 == " " || $0 == "\t" }.map(String.init)
    let marks: [String: Notebook.Cell.Kind] = ["[markdown]": .markdown, "[md]": .markdown, "[raw]": .raw]
    guard let index = words.firstIndex(where: { marks[$0] != nil }) else {
      return (.code, words.joined(separator: " "))
    }
    let kind = marks[words.remove(at: index)] ?? .code
    return (kind, words.joined(separator: " "))
  }

  private static func isComment(_ line: String) -> Bool { line.first { $0 != " " && $0 != "\t" } == "#" }

  private static func uncommented(_ line: String) -> String {
    guard isComment(line) else { return "" }
    let rest = line.drop { $0 != "#" }.dropFirst()
    return String(rest.first == " " ? rest.dropFirst() : rest)
  }

  /// Without the empty lines at both ends.
  private static func trimmed(_ lines: [String]) -> String {
    var lines = lines[...]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines = lines.dropFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines = lines.dropLast() }
    return lines.joined(separator: "\n")
  }

  /// How a cell is written where nothing says otherwise. A line of it that would begin a cell is made none.
  static func usualText(_ kind: Notebook.Cell.Kind, title: String, source: String, isLast: Bool) -> String {
    let mark = kind == .code ? "" : " [\(kind.rawValue)]"
    let head = "# %%" + (title.isEmpty ? "" : " " + title) + mark
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      guard kind == .code else { return line.isEmpty ? "#" : "# " + line }
      return isHead(String(line)) ? "#" + line.drop { $0 == " " || $0 == "\t" } : String(line)
    }
    let body = source.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    return head + "\n" + body + (isLast ? "" : "\n")
  }
}
