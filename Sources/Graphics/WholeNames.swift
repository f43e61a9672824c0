import Basics
import Drawing

/// `text` broken between words, and inside words that are wider than a line; as it is where it fits.
/// - Parameter later: the width of the lines after the first, where that is another.
func brokenLines(_ text: String, to width: Int, later: Int? = nil) -> [String] {
  guard displayWidth(text) > width else { return [text] }
  return brokenLines(text, to: Double(max(1, width)), later: Double(max(1, later ?? width))) {
    Double(displayWidth($0))
  }
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
