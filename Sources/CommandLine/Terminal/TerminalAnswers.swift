import Graphics

/// What a terminal has answered to questions about itself, read off the bytes that came.
struct TerminalAnswers: Equatable {
  var takesKitty = false
  var takesITerm2 = false
  var takesSixel = false
  /// Whether it said what kind of device it is, which every terminal answers last.
  var isComplete = false
  /// Of one character, in pixels.
  var cell: (width: Int, height: Int)?
  /// Whether its background is dark; nil where it did not say.
  var isDark: Bool?
  /// What was no answer, but typed by somebody.
  var rest: [UInt8] = []

  init() {}

  static func == (a: Self, b: Self) -> Bool {
    a.takesKitty == b.takesKitty && a.takesITerm2 == b.takesITerm2 && a.takesSixel == b.takesSixel
      && a.isComplete == b.isComplete && a.cell?.width == b.cell?.width && a.cell?.height == b.cell?.height
      && a.isDark == b.isDark && a.rest == b.rest
  }

  /// The one that keeps most of a picture.
  var best: PixelProtocol? { takesKitty ? .kitty : takesITerm2 ? .iTerm2 : takesSixel ? .sixel : nil }

  /// Adds what came, which may end in the middle of an answer.
  /// - Returns: what is left of such an answer, for the next time.
  mutating func add(_ bytes: [UInt8]) -> [UInt8] {
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x1B else {
        rest.append(bytes[index])
        index += 1
        continue
      }
      guard index + 1 < bytes.count else { return Array(bytes[index...]) }
      guard let end = Self.end(of: bytes, from: index) else {
        if [0x5B, 0x5D, 0x5F].contains(bytes[index + 1]) { return Array(bytes[index...]) }
        // Alt and a key.
        rest += bytes[index...index + 1]
        index += 2
        continue
      }
      if !understand(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)) { rest += bytes[index..<end] }
      index = end
    }
    return []
  }

  /// Behind a control sequence, or a string that BEL or ST ends; nil where it has none yet.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    switch bytes[start + 1] {
    case UInt8(ascii: "["):
      return bytes[(start + 2)...].firstIndex { (0x40...0x7E).contains($0) }.map { $0 + 1 }
    case UInt8(ascii: "]"), UInt8(ascii: "_"):
      for index in (start + 2)..<max(start + 2, bytes.count) {
        if bytes[index] == 0x07 { return index + 1 }
        if bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\") { return index + 2 }
      }
      return nil
    default: return nil
    }
  }

  /// Whether it is an answer to a question of ours.
  private mutating func understand(_ text: String) -> Bool {
    if text.hasPrefix("[?"), text.hasSuffix("c") {
      isComplete = true
      if text.dropFirst(2).dropLast().split(separator: ";").contains("4") { takesSixel = true }
    } else if text.hasPrefix("_Gi=31;") {
      if text.hasPrefix("_Gi=31;OK") { takesKitty = true }
    } else if text.hasPrefix("]1337;ReportCellSize=") {
      takesITerm2 = true
    } else if text.hasPrefix("[6;"), text.hasSuffix("t") {
      let sizes = text.dropFirst(3).dropLast().split(separator: ";").compactMap { Int($0) }
      if sizes.count == 2, (2...200).contains(sizes[0]), (2...200).contains(sizes[1]) { cell = (sizes[1], sizes[0]) }
    } else if text.hasPrefix("]11;rgb:") {
      let parts = text.dropFirst(8).prefix { $0 != "\u{7}" && $0 != "\u{1B}" }.split(separator: "/").map { part in
        Int(part, radix: 16).map { Double($0) / Double((1 << (4 * min(part.count, 8))) - 1) }
      }
      if parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2] {
        isDark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
      }
    } else {
      return false
    }
    return true
  }
}
