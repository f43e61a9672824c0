/// `text` broken between words, and inside words that are wider than a line, so that nothing of it is lost.
/// - Parameters:
///   - width: of the first line, in the unit of `measure`.
///   - later: of the lines after it.
///   - measure: how wide a text is.
/// Cost: a measurement of each word, and of each letter of those that are wider than a line.
package func brokenLines(
  _ text: String, to width: Double, later: Double, measure: (String) -> Double
) -> [String] {
  // A width that was made from other widths may lack the last bit.
  func fits(_ text: String, _ width: Double) -> Bool { measure(text) <= width + 1e-6 }
  func pieces(of word: String, _ width: Double) -> [String] {
    guard !fits(word, width) else { return [word] }
    var pieces = [""]
    var room = width
    for character in word {
      let size = measure(String(character))
      if size > room, pieces.last?.isEmpty == false {
        pieces.append("")
        room = later
      }
      pieces[pieces.count - 1].append(character)
      room -= size
    }
    return pieces
  }
  var lines: [String] = []
  for word in text.split(separator: " ").map(String.init) {
    if let last = lines.last, fits(last + " " + word, lines.count > 1 ? later : width) {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines += pieces(of: word, lines.isEmpty ? width : later)
    }
  }
  return lines
}
