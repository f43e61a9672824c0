/// `pca?` and `?pca` are short for `help pca`, and `?` for `help`; any other entry is as it was. For whatever reads lines from people.
public func expandingHelp(_ entry: String) -> String {
  let trimmed = entry.filter { !$0.isWhitespace }
  guard trimmed.last == "?" || trimmed.first == "?" else { return entry }
  let name = trimmed.last == "?" ? trimmed.dropLast() : trimmed.dropFirst()
  guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return entry }
  return name.isEmpty ? "help" : "help \(name)"
}
