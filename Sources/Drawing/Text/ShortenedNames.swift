/// Names that stay apart where there is no room for the whole of them.
extension Medium {
  /// Each in at most `width`. Cut at their end, as `elided` does; those that would then read like another are cut in the
  /// middle, or at their beginning; where even that does not tell them apart, they end in their number if there is room.
  func shortened(_ names: [String], to width: Double, _ role: TextRole) -> [String] {
    var short = names.map { elided($0, to: width, role) }
    let cuts: [(Int, String) -> String] = [
      { elidedInside($1, to: width, role, keepingAtStart: 0.4) },
      { elidedInside($1, to: width, role, keepingAtStart: 0) },
      { numbered($1, $0 + 1, to: width, role) },
    ]
    for cut in cuts {
      for index in Self.alike(short, names) { short[index] = cut(index, names[index]) }
    }
    return short
  }

  /// The places of texts that stand for more than one name.
  private static func alike(_ texts: [String], _ names: [String]) -> [Int] {
    let meant = Dictionary(zip(texts, names).map { ($0, Set([$1])) }) { $0.union($1) }
    return texts.indices.filter { !texts[$0].isEmpty && (meant[texts[$0]]?.count ?? 0) > 1 }
  }

  /// - Parameter share: of the room, for the beginning; the rest is for the end.
  private func elidedInside(
    _ text: String, to width: Double, _ role: TextRole, keepingAtStart share: Double
  ) -> String {
    let text = shown(text)
    guard !fits(text, width, role) else { return text }
    let room = width - self.width("…", role)
    let start = prefix(of: text, room * share, role)
    let end = prefix(of: text.reversed(), room - self.width(start, role), role)
    return start + "…" + String(end.reversed())
  }

  private func numbered(_ text: String, _ number: Int, to width: Double, _ role: TextRole) -> String {
    let mark = " \(number)"
    let room = width - self.width(mark, role)
    // A number by itself would be taken for what the mark says.
    return room >= self.width("…", role) ? elided(text, to: room, role) + mark : elided(text, to: width, role)
  }

  private func prefix(of text: some Sequence<Character>, _ width: Double, _ role: TextRole) -> String {
    var (kept, room) = ("", width)
    for character in text {
      room -= self.width(String(character), role)
      if room < 0 { break }
      kept.append(character)
    }
    return kept
  }
}
