/// Why a text is not JSON.
public struct MalformedJSON: Error, Equatable {
  /// "a comma or ']' was expected".
  public let reason: String
  /// The byte it was found at, from 0.
  public let offset: Int
}

extension JSONValue {
  /// Reads JSON (RFC 8259). Members keep their order; of two with one name both are kept. Whole numbers that an `Int`
  /// or `UInt64` holds stay exact. Cost: one pass.
  /// - Throws: `MalformedJSON`; also for more than 512 values inside each other.
  public init(parsing bytes: [UInt8]) throws(MalformedJSON) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  /// The member of that name, the first of several; nil where it is missing, or this is no object.
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// What is in it, where it is an array.
  public var elements: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// Its text, where it is one.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// Its value, where it is a number.
  public var double: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    default: nil
    }
  }

  /// Its value, where it is a whole number that an `Int` holds.
  public var int: Int? {
    switch self {
    case .integer(let value): value
    case .unsigned(let value): Int(exactly: value)
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// Its value, where it is true or false.
  public var bool: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }
}

private struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0

  private static let greatestDepth = 512

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func document() throws(MalformedJSON) -> JSONValue {
    let value = try value(depth: 0)
    skipBlanks()
    guard place == bytes.count else { throw problem("nothing more was expected") }
    return value
  }

  private mutating func value(depth: Int) throws(MalformedJSON) -> JSONValue {
    guard depth < Self.greatestDepth else { throw problem("too many values inside each other") }
    skipBlanks()
    switch current {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(_ depth: Int) throws(MalformedJSON) -> JSONValue {
    place += 1
    var members: [JSONValue.Member] = []
    skipBlanks()
    if accepts("}") { return .object([]) }
    repeat {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw problem("a name in quotes was expected") }
      let name = try text()
      skipBlanks()
      guard accepts(":") else { throw problem("a colon was expected") }
      members.append(.init(name: name, value: try value(depth: depth + 1)))
      skipBlanks()
    } while accepts(",")
    guard accepts("}") else { throw problem("a comma or '}' was expected") }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(MalformedJSON) -> JSONValue {
    place += 1
    var values: [JSONValue] = []
    skipBlanks()
    if accepts("]") { return .array([]) }
    repeat {
      values.append(try value(depth: depth + 1))
      skipBlanks()
    } while accepts(",")
    guard accepts("]") else { throw problem("a comma or ']' was expected") }
    return .array(values)
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(MalformedJSON) -> JSONValue {
    guard bytes[place...].starts(with: word.utf8) else { throw problem("a value was expected") }
    place += word.utf8.count
    return value
  }

  private mutating func number() throws(MalformedJSON) -> JSONValue {
    let start = place
    _ = accepts("-")
    let digits = place
    guard skipDigits() > 0 else { throw problem("a value was expected") }
    guard bytes[digits] != UInt8(ascii: "0") || place == digits + 1 else { throw problem("a number with a leading 0") }
    var isWhole = true
    if accepts(".") {
      isWhole = false
      guard skipDigits() > 0 else { throw problem("a digit was expected") }
    }
    if accepts("e") || accepts("E") {
      isWhole = false
      _ = accepts("+") || accepts("-")
      guard skipDigits() > 0 else { throw problem("a digit was expected") }
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    if isWhole, let value = UInt64(text) { return .unsigned(value) }
    guard let value = Double(text), value.isFinite else { throw problem("a number beyond all bounds") }
    return .number(value)
  }

  private mutating func text() throws(MalformedJSON) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw problem("a control character inside a text") }
      place += 1
      if byte == UInt8(ascii: "\\") {
        text += Array(String(try escape()).utf8)
      } else {
        text.append(byte)
      }
    }
    guard accepts("\"") else { throw problem("the text does not end") }
    guard let valid = String(validating: text, as: UTF8.self) else { throw problem("a text that is not UTF-8") }
    return valid
  }

  private mutating func escape() throws(MalformedJSON) -> Unicode.Scalar {
    guard let byte = current else { throw problem("the text does not end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw problem("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(MalformedJSON) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // Above U+FFFF a scalar is written as two, the first of them a high surrogate.
    guard (0xD800..<0xDC00).contains(first), accepts("\\"), accepts("u") else { throw problem("half a surrogate pair") }
    let second = try fourDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw problem("half a surrogate pair") }
    return scalar
  }

  private mutating func fourDigits() throws(MalformedJSON) -> UInt32 {
    let end = min(place + 4, bytes.count)
    let digits = String(decoding: bytes[place..<end], as: UTF8.self)
    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
      throw problem("four hexadecimal digits were expected")
    }
    place = end
    return value
  }

  private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func accepts(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipDigits() -> Int {
    let start = place
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    return place - start
  }

  private mutating func skipBlanks() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private func problem(_ reason: String) -> MalformedJSON {
    MalformedJSON(reason: reason, offset: place)
  }
}
