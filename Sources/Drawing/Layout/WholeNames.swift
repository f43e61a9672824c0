/// What was cut for want of room, in full below the picture: paper has no titles that appear, and an image no text.
extension ChartLayout {
  /// Names that are nowhere in the picture whole; the first of many.
  mutating func wholeNames() {
    let drawn = Set(shapes.compactMap { if case .text(let text) = $0, text.whole == nil { text.text } else { nil } })
    var listed = drawn
    let names = cutNames.filter { listed.insert($0).inserted }
    guard !names.isEmpty else { return }
    let most = medium.isCells ? 12 : 24
    top += medium.isCells ? 1 : medium.space
    paragraph(names.count == 1 ? "a name in full:" : "names in full:", .small, .faint)
    // One more takes no more room than to say that there is one.
    let shown = names.count > most + 1 ? Array(names.prefix(most)) : names
    for name in shown { paragraph(name, .small, .text, indentation: medium.isCells ? 2 : 12) }
    if shown.count < names.count { paragraph("and \(names.count - shown.count) more", .small, .faint) }
  }
}

extension Medium {
  /// For each of the lines into which `text` was broken, what it stands for where some of it was cut.
  func wholes(of lines: [String], from text: String) -> [String?] {
    var rest = Substring(shown(text).split(separator: " ").joined(separator: " "))
    return lines.enumerated().map { index, line in
      while rest.first == " " { rest.removeFirst() }
      let isLast = index == lines.count - 1
      if rest.hasPrefix(line), !isLast || rest.count == line.count {
        rest.removeFirst(line.count)
        return nil
      }
      defer { rest = "" }
      return rest.isEmpty ? nil : String(rest)
    }
  }
}
