/// The name that was probably meant, for messages.
///
/// A small one of its own, because this module is usable without the language and its diagnostics.
enum NearName {
  /// The candidate with the fewest edits, at most a third of the name's length, case ignored; nil where none is near.
  static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased())
    var best: (distance: Int, name: String)?
    for candidate in candidates {
      let letters = Array(candidate.lowercased())
      guard abs(letters.count - wanted.count) <= limit(wanted) else { continue }
      let distance = edits(wanted, letters)
      guard distance <= limit(wanted), distance < letters.count else { continue }
      if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true { best = (distance, candidate) }
    }
    return best?.name
  }

  private static func limit(_ name: [Character]) -> Int { max(1, (name.count + 1) / 3) }

  /// The Levenshtein distance.
  private static func edits(_ a: [Character], _ b: [Character]) -> Int {
    var last = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var row = [i + 1]
      for (j, other) in b.enumerated() {
        row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (letter == other ? 0 : 1)))
      }
      last = row
    }
    return last[b.count]
  }
}
