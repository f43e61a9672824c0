/// Bytes of a file as text: UTF-8, or UTF-16 where a mark at its beginning says so.
public struct ReadableText: Sendable, Equatable {
  public let text: String
  /// Whether bytes that are no UTF-8 stand as U+FFFD.
  public let hasReplacements: Bool

  /// Nil where the bytes are no text: where they hold NUL, or more control characters than a text has any use for.
  /// - Cost: linear in the bytes.
  public init?(_ bytes: [UInt8]) {
    if let utf16 = Self.utf16(bytes) {
      text = utf16
      hasReplacements = utf16.unicodeScalars.contains("\u{FFFD}")
      return
    }
    let controls = bytes.count { $0 < 0x20 && !($0 >= 0x09 && $0 <= 0x0D) && $0 != 0x1A && $0 != 0x1B }
    guard !bytes.contains(0), controls * 100 <= bytes.count else { return nil }
    if let valid = String(validating: bytes, as: UTF8.self) {
      (text, hasReplacements) = (valid, false)
    } else {
      (text, hasReplacements) = (String(decoding: bytes, as: UTF8.self), true)
    }
  }

  private static func utf16(_ bytes: [UInt8]) -> String? {
    let isBigEndian = bytes.starts(with: [0xFE, 0xFF])
    guard isBigEndian || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
    let (high, low) = isBigEndian ? (0, 1) : (1, 0)
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place -> UInt16 in
      UInt16(bytes[place + high]) << 8 | UInt16(bytes[place + low])
    }
    return String(decoding: units, as: UTF16.self)
  }
}
