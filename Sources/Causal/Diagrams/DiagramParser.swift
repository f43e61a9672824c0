/// Names by place, arrows between places, marks.
struct ParsedDiagram {
  var names: [String] = []
  var arrows: [(Int, Int)] = []
  var unobserved: Set<Int> = []
  var exposure: Int?
  var outcome: Int?
}

/// Reads the text of a `CausalDiagram`.
struct DiagramParser {
  private enum Arrow { case right, left, both }

  private let characters: [Character]
  private var position = 0
  private var result = ParsedDiagram()
  private var places: [String: Int] = [:]

  init(_ text: String) { characters = Array(text) }

  mutating func parse() throws -> ParsedDiagram {
    while true {
      skip { $0.isWhitespace || $0 == ";" }
      guard position < characters.count else { return result }
      try statement()
    }
  }

  private mutating func statement() throws {
    var last = try variable()
    while let arrow = try arrow() {
      skipBlanks()
      let next = try variable()
      switch arrow {
      case .right: result.arrows.append((last, next))
      case .left: result.arrows.append((next, last))
      case .both: addHiddenCause(last, next)
      }
      last = next
    }
    guard position == characters.count || characters[position] == ";" || characters[position].isNewline else {
      let advice = isNameCharacter(at: position) ? "; a name of several words stands in quotes" : ""
      throw CausalError.syntax(
        problem: "after '\(result.names[last])' stands '\(characters[position])', neither an arrow nor ';'" + advice,
        offset: position)
    }
  }

  private mutating func addHiddenCause(_ a: Int, _ b: Int) {
    let cause = place(of: "U(\(result.names[a]), \(result.names[b]))")
    result.unobserved.insert(cause)
    result.arrows += [(cause, a), (cause, b)]
  }

  private mutating func variable() throws -> Int {
    let start = position
    let name = try name()
    guard !name.isEmpty else {
      let found = position < characters.count ? "'\(characters[position])'" : "the end"
      throw CausalError.syntax(problem: "a variable is missing before \(found)", offset: start)
    }
    let place = place(of: name)
    skipBlanks()
    if position < characters.count, characters[position] == "[" { try marks(of: place) }
    return place
  }

  private mutating func name() throws -> String {
    guard position < characters.count else { return "" }
    let quote = characters[position]
    if quote == "\"" || quote == "'" {
      let start = position
      position += 1
      let first = position
      skip { $0 != quote && !$0.isNewline }
      guard position < characters.count, characters[position] == quote else {
        throw CausalError.syntax(problem: "the name that starts with \(quote) has no end", offset: start)
      }
      position += 1
      return String(characters[first..<position - 1])
    }
    let first = position
    while position < characters.count, isNameCharacter(at: position) { position += 1 }
    return String(characters[first..<position])
  }

  private func isNameCharacter(at index: Int) -> Bool {
    func isPlain(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_" || character == "."
    }
    let character = characters[index]
    if isPlain(character) { return true }
    guard character == "-", index > 0, index + 1 < characters.count else { return false }
    return isPlain(characters[index - 1]) && isPlain(characters[index + 1])
  }

  private mutating func marks(of place: Int) throws {
    let start = position
    let first = position + 1
    skip { $0 != "]" && !$0.isNewline }
    guard position < characters.count, characters[position] == "]" else {
      throw CausalError.syntax(problem: "'[' has no ']'", offset: start)
    }
    for mark in String(characters[first..<position]).split(separator: ",") {
      switch mark.filter({ !$0.isWhitespace }).lowercased() {
      case "unobserved", "latent", "u": result.unobserved.insert(place)
      case "exposure", "e": result.exposure = place
      case "outcome", "o": result.outcome = place
      default:
        throw CausalError.syntax(
          problem: "'\(mark)' is not a mark: use unobserved, exposure or outcome", offset: first)
      }
    }
    position += 1
    skipBlanks()
  }

  private mutating func arrow() throws -> Arrow? {
    skipBlanks()
    for (text, arrow) in [
      ("<->", Arrow.both), ("->", .right), ("<-", .left), ("↔", .both), ("→", .right), ("←", .left),
    ]
    where characters[position...].starts(with: text) {
      position += text.count
      return arrow
    }
    return nil
  }

  private mutating func place(of name: String) -> Int {
    if let place = places[name] { return place }
    places[name] = result.names.count
    result.names.append(name)
    return result.names.count - 1
  }

  private mutating func skip(while condition: (Character) -> Bool) {
    while position < characters.count, condition(characters[position]) { position += 1 }
  }

  private mutating func skipBlanks() { skip { $0.isWhitespace && !$0.isNewline } }
}
