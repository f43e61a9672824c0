/// What a person typed, as an answer to a question.
enum LessonAnswer: Sendable, Equatable {
  case choice(Int)
  case number(Double)
  case order([Int])

  /// nil for what is no answer to it, and may be a line of Mien.
  init?(_ entry: String, to question: LessonQuestion) {
    switch question.kind {
    case .choice(let options):
      guard let choice = Self.position(entry, among: options) else { return nil }
      self = .choice(choice)
    case .order(let items):
      let words = entry.split { $0 == " " || $0 == "," }.map(String.init)
      // `cab` is as good as `c a b`.
      let parts = words.count == 1 ? words[0].map { String($0) } : words
      let places = parts.compactMap { Self.position($0, among: items) }
      guard places.count == items.count, Set(places).count == items.count else { return nil }
      self = .order(places)
    case .number:
      let text = entry.split(separator: " ").joined()
      let isShare = text.hasSuffix("%")
      guard let number = Double(isShare ? String(text.dropLast()) : text), number.isFinite else { return nil }
      self = .number(isShare ? number / 100 : number)
    case .line: return nil
    }
  }

  /// Whether only numbers or single letters were typed: where letters are asked for, nobody wants those run.
  static func isMeantForLetters(_ entry: String) -> Bool {
    let words = entry.split { $0 == " " || $0 == "," || $0 == ")" || $0 == "." }
    return !words.isEmpty && words.allSatisfy { Int($0) != nil || ($0.count == 1 && $0.allSatisfy(\.isLetter)) }
  }

  /// By its letter, or by its words.
  static func position(_ entry: String, among options: [LessonQuestion.Option]) -> Int? {
    let text = entry.lowercased().split(separator: " ").joined(separator: " ").filter { $0 != ")" && $0 != "." }
    if text.unicodeScalars.count == 1, let letter = text.unicodeScalars.first,
      (97..<97 + UInt32(options.count)) ~= letter.value
    {
      return Int(letter.value) - 97
    }
    return options.firstIndex { $0.text.lowercased() == text }
  }
}
