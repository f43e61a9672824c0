/// `text` as the content of an element or as an attribute of XML and HTML. What XML cannot hold is left out.
public func markupEscaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars { appendEscaped(scalar, to: &escaped) }
  return escaped
}

/// Where what turns the direction of writing stands in a page or a picture, so that it turns nothing else: the character
/// stays in the text, alone in an element at whose end its effect ends (Unicode's bidirectional algorithm, rules X6a and BD8;
/// "bidi isolation" in HTML and CSS).
public enum DirectionIsolation: Sendable {
  case html, svg

  fileprivate var element: (start: String, end: String) {
    switch self {
    case .html: ("<bdi>", "</bdi>")
    case .svg: ("<tspan unicode-bidi=\"isolate\">", "</tspan>")
    }
  }
}

/// `text` as the content of an element, in which nothing turns the direction of what stands beside it. Never for attributes
/// or titles, which hold no elements.
public func contentEscaped(_ text: String, isolation: DirectionIsolation = .html) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    if ControlCharacters.turnsWhatFollows(scalar) {
      escaped += isolation.element.start + markupReference(scalar) + isolation.element.end
    } else {
      appendEscaped(scalar, to: &escaped)
    }
  }
  return escaped
}

/// `scalar` by its number, as XML, HTML and Markdown read it: `&#x202E;`.
public func markupReference(_ scalar: Unicode.Scalar) -> String { "&#x\(hexadecimal(scalar));" }

private func appendEscaped(_ scalar: Unicode.Scalar, to escaped: inout String) {
  switch scalar {
  case "&": escaped += "&amp;"
  case "<": escaped += "&lt;"
  case ">": escaped += "&gt;"
  case "\"": escaped += "&quot;"
  case "'": escaped += "&#39;"
  case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
  case _ where ControlCharacters.isObeyed(scalar) || scalar.value & 0xFFFE == 0xFFFE: break
  default: escaped.unicodeScalars.append(scalar)
  }
}
