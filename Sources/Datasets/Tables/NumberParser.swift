/// Reads decimal numbers from bytes, as fast as the common case allows.
enum NumberParser {
  /// The number, or nil where the text is none ("NaN" and "inf" are; so is what overflows, as infinity).
  ///
  /// Up to 19 digits with a small power of ten are exact in double precision (Clinger 1990); the rest goes to the
  /// standard library. Rounding to single precision comes last, as it does when NumPy reads doubles.
  @inline(__always)
  static func number(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Float? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    while index < end, let digit = digit(bytes[index]) {
      mantissa = mantissa &* 10 &+ digit
      digits += 1
      index += 1
    }
    if index < end, bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < end, let digit = digit(bytes[index]) {
        mantissa = mantissa &* 10 &+ digit
        digits += 1
        exponent -= 1
        index += 1
      }
    }
    guard index == end, digits > 0, digits <= 19, mantissa < 1 << 53, exponent >= -22 else {
      return slowNumber(bytes, range)
    }
    let value = Double(mantissa) / powersOfTen[-exponent]
    return Float(isNegative ? -value : value)
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? UInt64(value) : nil
  }

  private static let powersOfTen: [Double] = (0...22).reduce(into: []) { powers, _ in
    powers.append((powers.last ?? 0.1) * 10)
  }

  @inline(never)
  private static func slowNumber(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Float? {
    // Spaces inside quotes are still there.
    var text = Substring(decoding: bytes[range], as: UTF8.self).drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    if text.first == "+" { text.removeFirst() }
    // The standard library reads hexadecimal as well, which no table means.
    guard !text.isEmpty, !text.contains("x"), !text.contains("X") else { return nil }
    return Double(text).map { Float($0) } ?? truth(text)
  }

  /// Yes and no as pandas and R write them, as the numbers that both make of them; nil for any other word.
  static func truth(_ text: some StringProtocol) -> Float? {
    switch text {
    case "True", "TRUE", "true": 1
    case "False", "FALSE", "false": 0
    default: nil
    }
  }

  /// What a cell is that is not a finite number: missing, or wrong.
  static func problem(of text: String) -> DatasetError.CellProblem {
    let word = text.lowercased().drop { $0 == "+" || $0 == "-" }
    if word.isEmpty { return text.isEmpty ? .empty : .text }
    if ["nan", "na", "n/a", "null", "none", "?", "missing", "#n/a"].contains(word) { return .missing }
    if ["inf", "infinity"].contains(word) { return .infinite }
    if truth(text) != nil { return .unexpected("a number") }
    if !word.contains("x"), let number = Double(text) { return number.isFinite ? .tooLarge : .infinite }
    let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
    return pieces.count == 2 && Double(pieces.joined(separator: ".")) != nil ? .decimalComma : .text
  }
}
