import Basics

/// What stands inside a paragraph of Markdown: code, strong and plain emphasis, links, escapes.
enum MarkdownSpans {
  static func html(_ text: String) -> String {
    html(Array(text)[...])
  }

  private static func html(_ text: ArraySlice<Character>) -> String {
    var html = ""
    var rest = text
    while let character = rest.first {
      if let (element, after) = span(rest) {
        html += element
        rest = after
      } else if character == "\\", let next = rest.dropFirst().first, next.isPunctuation || next.isSymbol {
        html += contentEscaped(String(next))
        rest = rest.dropFirst(2)
      } else {
        html += contentEscaped(String(character))
        rest = rest.dropFirst()
      }
    }
    return html
  }

  /// The span that begins here; nil where none does.
  private static func span(_ text: ArraySlice<Character>) -> (html: String, rest: ArraySlice<Character>)? {
    switch text.first {
    case "`": code(text)
    case "$": formula(text)
    case "*", "_": emphasis(text)
    case "[": link(text[...])
    case "!": text.dropFirst().first == "[" ? link(text.dropFirst()) : nil
    default: nil
    }
  }

  private static func code(_ text: ArraySlice<Character>) -> (String, ArraySlice<Character>)? {
    let marks = text.prefix { $0 == "`" }.count
    let inside = text.dropFirst(marks)
    guard let end = range(of: [Character](repeating: "`", count: marks), in: inside) else { return nil }
    return ("<code>" + contentEscaped(String(inside[..<end])) + "</code>", inside[(end + marks)...])
  }

  /// As it is written: stars and underscores in it are no emphasis.
  private static func formula(_ text: ArraySlice<Character>) -> (String, ArraySlice<Character>)? {
    let inside = text.dropFirst()
    guard let end = inside.firstIndex(of: "$"), end > inside.startIndex, inside.first != " " else { return nil }
    return (contentEscaped(String(text[...end])), text[(end + 1)...])
  }

  private static func emphasis(_ text: ArraySlice<Character>) -> (String, ArraySlice<Character>)? {
    guard let mark = text.first else { return nil }
    let marks = min(text.prefix { $0 == mark }.count, 2)
    let inside = text.dropFirst(marks)
    // Inside a word an underscore is a letter.
    if mark == "_", text.startIndex > 0, text.base(before: text.startIndex).map({ $0.isLetter || $0.isNumber }) == true
    {
      return nil
    }
    guard let first = inside.first, !first.isWhitespace,
      let end = range(of: [Character](repeating: mark, count: marks), in: inside), end > inside.startIndex
    else { return nil }
    let name = marks == 2 ? "strong" : "em"
    return ("<\(name)>" + html(inside[..<end]) + "</\(name)>", inside[(end + marks)...])
  }

  /// Only to the web, to mail and within the page; anything else stays text.
  private static func link(_ text: ArraySlice<Character>) -> (String, ArraySlice<Character>)? {
    guard let close = text.firstIndex(of: "]"), text.index(after: close) < text.endIndex, text[close + 1] == "(",
      let end = text[(close + 2)...].firstIndex(of: ")")
    else { return nil }
    let words = html(text[(text.startIndex + 1)..<close])
    let place = String(text[(close + 2)..<end])
    let isSafe = ["https://", "http://", "mailto:", "#"].contains { place.lowercased().hasPrefix($0) }
    let element = isSafe ? "<a href=\"\(markupEscaped(place))\" rel=\"noreferrer\">\(words)</a>" : words
    return (element, text[(end + 1)...])
  }

  private static func range(of mark: [Character], in text: ArraySlice<Character>) -> Int? {
    guard mark.count <= text.count else { return nil }
    return (text.startIndex...(text.endIndex - mark.count)).first { start in
      text[start..<(start + mark.count)].elementsEqual(mark)
        && (start + mark.count == text.endIndex || text[start + mark.count] != mark[0] || mark.count == 2)
    }
  }
}

extension ArraySlice {
  /// What stands before a place, also where the slice begins there.
  fileprivate func base(before index: Int) -> Element? {
    index > startIndex ? self[index - 1] : nil
  }
}
