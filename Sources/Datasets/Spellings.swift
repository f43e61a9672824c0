/// The different texts of a list, each once, in the order in which they come first.
struct Spellings: Sendable {
  private(set) var texts: [String] = []
  /// How often each comes.
  private(set) var counts: [Int] = []
  /// For each entry of the list, which of `texts` it is.
  private(set) var codes: [Int] = []

  /// - Parameter list: nil counts as an empty text.
  /// Cost: a comparison an entry where few texts come again and again, as classes and people do; else a look-up.
  init(_ list: some Collection<String?>) {
    codes.reserveCapacity(list.count)
    var places: [String: Int] = [:]
    // Where a text of this length and these bytes at its ends was found last.
    var recent = [Int](repeating: -1, count: 64)
    for entry in list {
      let text = entry ?? ""
      let slot = Self.slot(of: text)
      if recent[slot] >= 0, texts[recent[slot]] == text {
        counts[recent[slot]] += 1
        codes.append(recent[slot])
        continue
      }
      let place = places[text] ?? texts.count
      if place == texts.count {
        places[text] = place
        texts.append(text)
        counts.append(0)
      }
      counts[place] += 1
      codes.append(place)
      recent[slot] = place
    }
  }

  private static func slot(of text: String) -> Int {
    let bytes = text.utf8
    return (bytes.count &* 7 &+ Int(bytes.first ?? 0) &+ Int(bytes.last ?? 0) &* 5) & 63
  }
}
