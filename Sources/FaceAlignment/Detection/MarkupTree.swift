/// The elements of a file of XML, as far as OpenCV writes it: names, texts and nesting; attributes, comments and
/// declarations are passed over, entities stay as they are.
///
/// Read without recursion, and with a limit to the nesting, so that no file can exhaust the stack; memory is about a
/// dozen bytes for each byte of the file at most.
struct MarkupTree {
  struct Damage: Error {
    let reason: String
  }

  struct Element {
    var name: Range<Int>
    /// The last text directly inside that is not blank.
    var text = 0..<0
    var firstChild = -1
    var next = -1
  }

  private static let deepest = 32

  private let bytes: [UInt8]
  private(set) var elements: [Element] = []

  init(_ bytes: [UInt8]) throws(Damage) {
    self.bytes = bytes
    var open: [(element: Int, lastChild: Int)] = []
    var position = 0
    var roots = 0
    while let start = firstIndex(of: UInt8(ascii: "<"), from: position) {
      if let (innermost, _) = open.last, let text = trimmed(position..<start) { elements[innermost].text = text }
      if let after = endOfRemark(at: start) {
        guard after >= 0 else { throw Damage(reason: "it ends inside a comment") }
        position = after
        continue
      }
      guard let end = firstIndex(of: UInt8(ascii: ">"), from: start) else {
        throw Damage(reason: "it ends inside a tag")
      }
      position = end + 1
      if bytes[start + 1] == UInt8(ascii: "/") {
        guard let (element, _) = open.popLast(), bytes[elements[element].name] == bytes[start + 2..<end] else {
          throw Damage(reason: "a tag is closed that was not open, at byte \(start)")
        }
        continue
      }
      let isClosed = bytes[end - 1] == UInt8(ascii: "/")
      let name = self.name(in: start + 1..<(isClosed ? end - 1 : end))
      guard !name.isEmpty else { throw Damage(reason: "a tag has no name, at byte \(start)") }
      let number = elements.count
      elements.append(Element(name: name))
      if open.isEmpty {
        roots += 1
        guard roots == 1 else { throw Damage(reason: "it has more than one root") }
      } else {
        let last = open[open.count - 1].lastChild
        if last < 0 { elements[open[open.count - 1].element].firstChild = number } else { elements[last].next = number }
        open[open.count - 1].lastChild = number
      }
      if !isClosed { open.append((number, -1)) }
      guard open.count <= Self.deepest else {
        throw Damage(reason: "its tags are nested more than \(Self.deepest) deep")
      }
    }
    guard open.isEmpty else {
      throw Damage(reason: "it ends before <\(open.last.map { nameText(of: $0.element) } ?? "")> is closed")
    }
    guard !elements.isEmpty else { throw Damage(reason: "there is no XML in it") }
  }

  // MARK: Asking

  /// The elements directly inside one, in their order.
  func children(of element: Int) -> [Int] {
    var found: [Int] = []
    var child = elements[element].firstChild
    while child >= 0 {
      found.append(child)
      child = elements[child].next
    }
    return found
  }

  /// The first element of that name directly inside one.
  func child(_ name: String, of element: Int) -> Int? {
    var child = elements[element].firstChild
    while child >= 0 {
      if bytes[elements[child].name].elementsEqual(name.utf8) { return child }
      child = elements[child].next
    }
    return nil
  }

  func nameText(of element: Int) -> String { String(decoding: bytes[elements[element].name], as: UTF8.self) }

  func text(of element: Int) -> String { String(decoding: bytes[elements[element].text], as: UTF8.self) }

  /// The numbers that an element's text is made of; nil where something else stands between them, or a number is not
  /// finite.
  func numbers(of element: Int) -> [Double]? {
    var numbers: [Double] = []
    for word in bytes[elements[element].text].split(whereSeparator: Self.isBlank) {
      guard let number = Double(String(decoding: word, as: UTF8.self)), number.isFinite else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  // MARK: Reading

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    start < bytes.count ? bytes[start...].firstIndex(of: byte) : nil
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int>? {
    guard let first = bytes[range].firstIndex(where: { !Self.isBlank($0) }),
      let last = bytes[range].lastIndex(where: { !Self.isBlank($0) })
    else { return nil }
    return first..<last + 1
  }

  private func name(in range: Range<Int>) -> Range<Int> {
    let end = bytes[range].firstIndex(where: Self.isBlank) ?? range.upperBound
    return range.lowerBound..<end
  }

  /// Where what begins at `start` ends if it is a comment or a declaration: -1 where it does not end; nil for a tag.
  private func endOfRemark(at start: Int) -> Int? {
    let rest = bytes[(start + 1)...]
    guard let first = rest.first else { return -1 }
    if rest.starts(with: "!--".utf8) {
      var position = start + 4
      while let end = firstIndex(of: UInt8(ascii: ">"), from: position) {
        if end >= start + 6, bytes[end - 1] == UInt8(ascii: "-"), bytes[end - 2] == UInt8(ascii: "-") { return end + 1 }
        position = end + 1
      }
      return -1
    }
    guard first == UInt8(ascii: "?") || first == UInt8(ascii: "!") else { return nil }
    return firstIndex(of: UInt8(ascii: ">"), from: start).map { $0 + 1 } ?? -1
  }
}
