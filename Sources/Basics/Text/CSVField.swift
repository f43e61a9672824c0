/// `text` as one field of comma-separated values (RFC 4180): in quotes where it would be read as something else, also by
/// programs that guess the separator or cut off blanks.
public func csvField(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "\n"),
      UInt8(ascii: "\r"):
      false
    default: true
    }
  }
  let blank = UInt8(ascii: " ")
  if isPlain, text.utf8.first != blank, text.utf8.last != blank { return text }
  // By scalars: a quote with an accent on it is one character, and still a quote to whoever reads the file.
  let quoted = text.unicodeScalars.reduce(into: "") { field, scalar in
    if scalar == "\"" { field += "\"" }
    field.unicodeScalars.append(scalar)
  }
  return "\"\(quoted)\""
}
