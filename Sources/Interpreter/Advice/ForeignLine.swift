/// A line in the manner of other languages, taken apart: a chain of calls, joined by points or by signs for pipes, with
/// arguments in parentheses or behind blanks. It reads what is commonly written, not any language.
struct ForeignLine {
  struct Argument {
    var label: String?
    /// As written.
    var value: String
  }

  struct Link {
    /// `["plt", "plot"]` of `plt.plot(base)`; empty for what is no name, such as braces.
    var path: [String]
    var arguments: [Argument]
    /// The whole step as written; nil for a call behind a point, which is none here.
    var raw: String?
  }

  /// What the value is given as a name; nil where it is none, or several.
  var binding: String?
  var links: [Link] = []

  /// nil for what is no chain of calls.
  init?(_ text: String) {
    var text = text
    if let comment = outerParts(of: text, at: ["#"]).first { text = comment }
    if let head = text.prefixMatch(of: #/\s*(?:(?:let|var|const|val)\s+)?([A-Za-z_]\w*)\s*(?:<-|:=|=(?!=))\s*/#) {
      binding = String(head.output.1)
      text = String(text[head.range.upperBound...])
    } else if let head = text.prefixMatch(of: #/\s*\(?[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+\)?\s*=(?!=)\s*/#) {
      text = String(text[head.range.upperBound...])
    }
    if binding == nil, let tail = text.firstMatch(of: #/\s->\s*([A-Za-z_]\w*)\s*$/#) {
      binding = String(tail.output.1)
      text = String(text[..<tail.range.lowerBound])
    }
    for (index, step) in outerParts(of: text, at: ["%>%", "|>", "|"]).enumerated() {
      let step = step.trimmed
      if step.isEmpty {
        guard index == 0 else { return nil }
        links.append(Link(path: ["_"], arguments: [], raw: "_"))
      } else {
        guard let read = Self.links(of: step) else { return nil }
        links += read
      }
    }
    links = links.flatMap(\.withCallsBefore)
    if links.isEmpty { return nil }
  }

  private static func links(of step: String) -> [Link]? {
    var links: [Link] = []
    var rest = Substring(step)
    while true {
      guard let path = rest.prefixMatch(of: #/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/#) else {
        return links.isEmpty ? [Link(path: [], arguments: [], raw: step)] : nil
      }
      rest = rest[path.range.upperBound...]
      var link = Link(path: path.output.split(separator: ".").map(String.init), arguments: [], raw: nil)
      if rest.first == "(" {
        let inside = rest.insideFirstBracket
        rest = rest[inside.endIndex...].dropFirst()
        link.arguments = outerParts(of: String(inside), at: [","]).compactMap(argument)
        links.append(link)
        if rest.first == "." {
          rest = rest.dropFirst()
          continue
        }
        guard String(rest).trimmed.isEmpty else { return nil }
      } else if rest.first == "[" {
        let inside = rest.insideFirstBracket
        guard String(rest[inside.endIndex...].dropFirst()).trimmed.isEmpty, links.isEmpty else { return nil }
        return taken(String(inside), of: link.path)
      } else {
        if rest.first == "," { rest = rest.dropFirst() }
        guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
        let words = outerParts(of: String(rest), at: [" ", "\t", "\n"]).filter { !$0.isEmpty }
          .map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 }.joiningComparisons
        // A sign between blanks makes more than one argument of what stands around it.
        guard words.allSatisfy({ $0.contains { $0.isLetter || $0.isNumber || $0 == "\"" || $0 == "'" } }) else {
          return nil
        }
        link.arguments = joinedOptions(words.compactMap(argument))
        links.append(link)
      }
      if links.count == 1 { links[0].raw = step }
      return links
    }
  }

  /// `df[df.age > 30]`, `df["age"]`, `df[:5]`: what is taken of a value by brackets.
  private static func taken(_ inside: String, of path: [String]) -> [Link]? {
    let place = ["loc", "iloc"].contains(path.last ?? "") ? Array(path.dropLast()) : path
    guard let name = place.last, place.count == 1 else { return nil }
    let head = Link(path: place, arguments: [], raw: name)
    let plain = inside.replacing("\(name).", with: "").replacing(#/\w+\["(\w+)"\]/#) { $0.output.1 }.trimmed
    if plain.contains(where: { "<>=".contains($0) }) {
      return [head, Link(path: ["filter"], arguments: [Argument(value: plain)], raw: nil)]
    }
    if let count = plain.wholeMatch(of: #/(?:0?:)?(\d+)/#) {
      return [head, Link(path: ["head"], arguments: [Argument(value: String(count.output.1))], raw: nil)]
    }
    return [head, Link(path: ["column"], arguments: [Argument(value: plain)], raw: nil)]
  }

  /// `--C 10` as `C=10`; `-macro_f1`, behind which no value stands, as it is.
  private static func joinedOptions(_ arguments: [Argument]) -> [Argument] {
    var joined: [Argument] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      let name = argument.value.drop { $0 == "-" }
      if argument.label == nil, argument.value.hasPrefix("-"), name.first?.isLetter == true, index < arguments.count,
        arguments[index].label == nil, !arguments[index].value.hasPrefix("-")
      {
        joined.append(Argument(label: String(name), value: arguments[index].value))
        index += 1
      } else {
        joined.append(argument)
      }
    }
    return joined
  }

  private static func argument(_ text: String) -> Argument? {
    let text = text.trimmed
    guard !text.isEmpty else { return nil }
    guard let named = text.wholeMatch(of: #/-{0,2}([A-Za-z_][\w.]*)\s*[=:](?!=)\s*(.+)/#.dotMatchesNewlines()) else {
      return Argument(value: text)
    }
    return Argument(label: String(named.output.1), value: String(named.output.2))
  }
}

extension ForeignLine.Link {
  /// What is made in an argument stands before what it is handed to: `cross_val_score(SVC(), x)`, and the steps of a
  /// pipeline in a list.
  fileprivate var withCallsBefore: [ForeignLine.Link] {
    var link = self
    var before: [ForeignLine.Link] = []
    link.arguments = arguments.filter { argument in
      let calls = Self.calls(in: argument.value)
      before += calls
      return calls.isEmpty
    }
    if !before.isEmpty { link.raw = nil }
    return before + [link]
  }

  private static func calls(in value: String) -> [ForeignLine.Link] {
    if value.wholeMatch(of: #/[A-Za-z_][\w.]*\(.*\)/#.dotMatchesNewlines()) != nil {
      guard !value.hasPrefix("desc("), !value.hasPrefix("c("), var read = ForeignLine(value), read.binding == nil else {
        return []
      }
      read.links.indices.forEach { read.links[$0].raw = nil }
      return read.links
    }
    guard let inside = value.wholeMatch(of: #/[\[(](.*)[\])]/#.dotMatchesNewlines()) else { return [] }
    return outerParts(of: String(inside.output.1), at: [","]).flatMap { calls(in: $0.trimmed) }
  }
}

/// A text cut at signs that stand neither in quotes nor in brackets.
private func outerParts(of text: String, at signs: [String]) -> [String] {
  var parts = [""]
  var depth = 0
  var quote: Character?
  var rest = Substring(text)
  while let first = rest.first {
    if quote == nil, depth == 0, let sign = signs.first(where: { rest.hasPrefix($0) }) {
      parts.append("")
      rest = rest.dropFirst(sign.count)
      continue
    }
    if let open = quote {
      if first == open { quote = nil }
    } else if first == "\"" || first == "'" {
      quote = first
    } else if "([{".contains(first) {
      depth += 1
    } else if ")]}".contains(first) {
      depth -= 1
    }
    parts[parts.count - 1].append(first)
    rest = rest.dropFirst()
  }
  return parts
}

extension [String] {
  /// With what stands around a sign of comparison as one word.
  fileprivate var joiningComparisons: [String] {
    var joined: [String] = []
    var index = 0
    while index < count {
      if index > 0, index + 1 < count, ["==", "!=", "<", ">", "<=", ">="].contains(self[index]) {
        joined[joined.count - 1] += " \(self[index]) \(self[index + 1])"
        index += 2
      } else {
        joined.append(self[index])
        index += 1
      }
    }
    return joined
  }
}

extension Substring {
  /// What stands between the bracket that it begins with and the one that closes it, or the end.
  fileprivate var insideFirstBracket: Substring {
    var depth = 0
    var quote: Character?
    for place in indices {
      let character = self[place]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
        if depth == 0 { return self[index(after: startIndex)..<place] }
      }
    }
    return dropFirst()
  }
}

extension String {
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
