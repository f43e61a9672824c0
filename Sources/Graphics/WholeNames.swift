import Basics

/// `text` broken between words, and inside words that are wider than a line, so that nothing of it is lost.
/// - Parameter later: the width of the lines after the first, where that is another.
func brokenLines(_ text: String, to width: Int, later: Int? = nil) -> [String] {
  guard displayWidth(text) > width else { return [text] }
  let later = max(1, later ?? width)
  var lines: [String] = []
  for word in text.split(separator: " ").map(String.init) {
    let room = lines.count < 2 ? width : later
    if let last = lines.last, displayWidth(last) + 1 + displayWidth(word) <= room {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines += pieces(of: word, to: lines.isEmpty ? max(1, width) : later, later: later)
    }
  }
  return lines
}

private func pieces(of word: String, to width: Int, later: Int) -> [String] {
  guard displayWidth(word) > width else { return [word] }
  var pieces = [""]
  var room = width
  for character in word {
    let size = displayWidth(character)
    if size > room, pieces.last?.isEmpty == false {
      pieces.append("")
      room = later
    }
    pieces[pieces.count - 1].append(character)
    room -= size
  }
  return pieces
}

extension TerminalStyle {
  /// Names that were cut to `width` columns, in full below what they were cut in; the first of many. Nothing where none was.
  func wholeNames(_ names: [String], cutTo width: Int) -> [String] {
    var seen: Set<String> = []
    let cut = names.map(printableLine).filter { displayWidth($0) > width && seen.insert($0).inserted }
    guard !cut.isEmpty else { return [] }
    let most = 12
    // One more takes no more room than to say that there is one.
    let shown = cut.count > most + 1 ? Array(cut.prefix(most)) : cut
    let lines = shown.flatMap { name in
      brokenLines(name, to: self.width, later: self.width - 2).enumerated().map { index, line in
        index == 0 ? line : "  " + line
      }
    }
    let others = cut.count - shown.count
    return [faint(cut.count == 1 ? "a name in full:" : "names in full:")] + lines
      + (others == 0 ? [] : [faint("and \(others) more")])
  }
}
