/// `text` as the content of an element or as an attribute of XML and HTML. What XML cannot hold is left out.
public func markupEscaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
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
  return escaped
}
