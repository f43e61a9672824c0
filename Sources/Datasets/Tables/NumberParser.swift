/// Reads decimal numbers from bytes, as fast as the common case allows.
enum NumberParser {
  /// The number, or nil where the text is none ("NaN" and "inf" are; so is what overflows, as infinity).
  ///
  /// What `PlainDecimal` cannot take goes to the standard library. Rounding to single precision comes last, as it does
  /// when NumPy reads doubles.
  @inline(__always)
  static func number(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Float? {
    guard let decimal = PlainDecimal(bytes, from: range.lowerBound, to: range.upperBound),
      decimal.end == range.upperBound
    else { return range.isEmpty ? nil : slowNumber(bytes, range) }
    return decimal.value
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
    if text.isEmpty { return .empty }
    let lowercased = text.lowercased()
    if MissingWords.amongNumbers.contains(lowercased) { return .missing }
    let word = lowercased.drop { $0 == "+" || $0 == "-" }
    if word.isEmpty { return .text }
    if ["inf", "infinity"].contains(word) { return .infinite }
    if truth(text) != nil { return .unexpected("a number") }
    if !word.contains("x"), let number = Double(text) { return number.isFinite ? .tooLarge : .infinite }
    let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
    if pieces.count == 2, Double(pieces.joined(separator: ".")) != nil { return .decimalComma }
    return isGrouped(word) ? .grouped : .text
  }

  /// Whether a number has its thousands apart, by point, comma, blank or apostrophe, with or without decimals behind.
  private static func isGrouped(_ text: Substring) -> Bool {
    let marks: Set<Character> = [".", ",", " ", "\u{A0}", "\u{2009}", "\u{202F}", "'", "’"]
    guard let first = text.first(where: marks.contains) else { return false }
    let pieces = text.split(separator: first, omittingEmptySubsequences: false)
    guard pieces.count > 1, let last = pieces.last, (1...3).contains(pieces[0].count) else { return false }
    // Behind the last group may stand the decimals, after another mark.
    let group = last.prefix { !marks.contains($0) }
    let decimals = last.dropFirst(group.count).dropFirst()
    let isSign = last.dropFirst(group.count).first.map { $0 == "." || $0 == "," } ?? true
    return isSign && (pieces.dropFirst().dropLast() + [group]).allSatisfy { $0.count == 3 }
      && (pieces.dropLast() + [group, decimals]).joined().utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

/// A decimal number at the start of a text, sign, digits and fraction, of which the value is exact in double precision.
struct PlainDecimal {
  let value: Float
  /// Where it ends.
  let end: Int

  /// nil where no such number stands there. Up to 19 digits with a small power of ten are exact (Clinger 1990).
  @inline(__always)
  init?(_ bytes: UnsafeRawBufferPointer, from start: Int, to limit: Int) {
    var index = start
    guard index < limit else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    var mantissa: UInt64 = 0
    let whole = index
    while index < limit, let digit = Self.digit(bytes[index]) {
      mantissa = mantissa &* 10 &+ digit
      index += 1
    }
    var digits = index - whole
    var decimals = 0
    if index < limit, bytes[index] == UInt8(ascii: ".") {
      index += 1
      let fraction = index
      while index < limit, let digit = Self.digit(bytes[index]) {
        mantissa = mantissa &* 10 &+ digit
        index += 1
      }
      decimals = index - fraction
      digits += decimals
    }
    guard digits > 0, digits <= 19, mantissa < 1 << 53, decimals <= 22 else { return nil }
    let magnitude = Double(mantissa) / Self.powersOfTen[decimals]
    value = Float(isNegative ? -magnitude : magnitude)
    end = index
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? UInt64(value) : nil
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
