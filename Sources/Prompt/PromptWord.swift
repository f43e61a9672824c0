/// What a person asks of the prompt itself: of its screen, its history, or the system around it.
enum PromptWord: Equatable {
  case leave
  case clear
  /// The last entries; nil for as many as fit on a screen.
  case history(Int?)
  /// `!ls`
  case system(String)

  /// nil for what is Mien.
  init?(_ entry: String) {
    if entry.first == "!" {
      self = .system(String(entry.dropFirst().drop { $0 == " " }))
      return
    }
    let words = entry.split(separator: " ").map(String.init)
    switch words.first {
    case "exit", "quit", "exit()", "quit()", "q()": self = .leave
    case "clear" where words.count == 1, "cls" where words.count == 1: self = .clear
    case "history" where words.count == 1: self = .history(nil)
    case "history" where words.count == 2:
      guard let count = Int(words[1]), count > 0 else { return nil }
      self = .history(count)
    default: return nil
    }
    if case .leave = self, words.count > 1 { return nil }
  }
}
