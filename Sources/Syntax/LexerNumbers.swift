import Diagnostics

extension Lexer {
  /// `50`, `1.5`, `1e-3`, `25%`, `60s`, and the ways in which people write numbers elsewhere.
  mutating func readNumber() {
    let start = position
    var end = digits(from: start)
    if at(end) == UInt8(ascii: "."), isDigit(at(end + 1)) { end = digits(from: end + 1) }
    if let exponentEnd = exponent(from: end) { end = exponentEnd }
    if let problem = malformation(from: start, to: end) {
      return malformed(problem.end, "write `\(problem.fix)`", note: problem.note)
    }
    let isForeignPipe = at(end + 1) == UInt8(ascii: ">") && at(end + 2) == UInt8(ascii: "%")
    if at(end) == UInt8(ascii: "%"), !isForeignPipe { return emit(.number, length: end + 1 - start) }
    let unitEnd = nameParts(from: end)
    let unit = text(Span(end, unitEnd))
    if unit.isEmpty || NumberLiteral.Unit(rawValue: unit) != nil { return emit(.number, length: unitEnd - start) }
    unknownUnit(unit, span: Span(end, unitEnd), number: text(Span(start, end)))
  }

  private func at(_ place: Int) -> UInt8 {
    place < bytes.count ? bytes[place] : 0
  }

  private func digits(from place: Int) -> Int {
    var place = place
    while isDigit(at(place)) { place += 1 }
    return place
  }

  private func nameParts(from place: Int) -> Int {
    var place = place
    while isNamePart(at(place)) { place += 1 }
    return place
  }

  private func groupedDigits(from place: Int) -> Int {
    var place = place
    while isNamePart(at(place)) || (at(place) == UInt8(ascii: ".") && isDigit(at(place + 1))) { place += 1 }
    return place
  }

  /// Where an exponent that begins at `place` ends, if one does.
  private func exponent(from place: Int) -> Int? {
    guard at(place) | 0x20 == UInt8(ascii: "e") else { return nil }
    let signed = at(place + 1) == UInt8(ascii: "-") || at(place + 1) == UInt8(ascii: "+")
    let first = place + (signed ? 2 : 1)
    return isDigit(at(first)) ? digits(from: first) : nil
  }

  /// What is wrong with the number read so far: up to where it reaches, what to write, and why.
  private func malformation(from start: Int, to end: Int) -> (end: Int, fix: String, note: String?)? {
    let number = text(Span(start, end))
    if at(start) == UInt8(ascii: ".") {
      return (end, "0\(number)", "a digit stands before the point")
    }
    if at(end) == UInt8(ascii: "_") {
      let all = groupedDigits(from: end)
      return (all, text(Span(start, all)).filter { $0 != "_" }, "digits are not grouped")
    }
    if at(end) == UInt8(ascii: "."), at(end + 1) != UInt8(ascii: ".") {
      return (digits(from: end + 1), number, "a number has one point, with digits on both sides")
    }
    let isSigned = at(end + 1) == UInt8(ascii: "+") || at(end + 1) == UInt8(ascii: "-")
    if at(end) | 0x20 == UInt8(ascii: "e"), isSigned || !isNamePart(at(end + 1)) {
      return (end + (isSigned ? 2 : 1), "\(number)e3", "digits stand after the `e`")
    }
    if number == "0", at(end) | 0x20 == UInt8(ascii: "x") || at(end) | 0x20 == UInt8(ascii: "b") {
      let all = nameParts(from: end)
      let digits = text(Span(end + 1, all))
      guard let value = Int(digits, radix: at(end) | 0x20 == UInt8(ascii: "x") ? 16 : 2) else { return nil }
      return (all, String(value), "numbers are decimal")
    }
    return nil
  }

  private mutating func malformed(_ end: Int, _ fix: String, note: String?) {
    report(
      .malformedNumber, "this is not how a number is written", at: Span(position, end), fix,
      notes: note.map { [$0] } ?? [])
    emit(.number, length: end - position, isReported: true)
  }

  private mutating func unknownUnit(_ unit: String, span: Span, number: String) {
    let known = [
      "sec": "s", "secs": "s", "second": "s", "seconds": "s", "S": "s", "m": "min", "mins": "min",
      "minute": "min", "minutes": "min", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "H": "h",
    ]
    let fix = known[unit].map { "write `\(number)\($0)`" } ?? "a number ends here"
    report(
      .unknownUnit, "there is no unit '\(unit)'", at: span, fix,
      notes: ["units are `%`, `s`, `min` and `h`, directly after the number"])
    emit(.number, length: span.end - position, isReported: true)
  }
}
