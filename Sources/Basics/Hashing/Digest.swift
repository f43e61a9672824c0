/// A 128-bit name for content, stable over runs and machines: equal content has an equal digest, and two different
/// contents practically never share one. Not for security.
public struct Digest: Sendable, Hashable, Comparable, Codable {
  public private(set) var high: UInt64
  public private(set) var low: UInt64

  public init() {
    high = 0x6A09_E667_F3BC_C908
    low = 0xBB67_AE85_84CA_A73B
  }

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// nil unless it is 32 hexadecimal digits.
  public init?(hexadecimal text: String) {
    guard text.utf8.count == 32, text.allSatisfy(\.isHexDigit), let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  public init(_ parts: String...) {
    self.init()
    for part in parts { combine(part) }
  }

  /// Adds a text with its length, so that ("ab", "c") and ("a", "bc") differ.
  public mutating func combine(_ text: String) {
    var word: UInt64 = 0
    var filled = 0
    for byte in text.utf8 {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled == 8 {
        mix(word)
        (word, filled) = (0, 0)
      }
    }
    mix(word)
    mix(UInt64(text.utf8.count))
  }

  public mutating func combine(_ number: Int) {
    mix(UInt64(bitPattern: Int64(number)))
  }

  public mutating func combine(_ numbers: [Int]) {
    for number in numbers { combine(number) }
    combine(numbers.count)
  }

  public mutating func combine(_ other: Digest) {
    mix(other.high)
    mix(other.low)
  }

  /// As 32 hexadecimal digits.
  public var hexadecimal: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Both halves, folded: a seed.
  public var seed: UInt64 { high ^ (low << 1 | low >> 63) }

  public static func < (a: Digest, b: Digest) -> Bool {
    (a.high, a.low) < (b.high, b.low)
  }

  private mutating func mix(_ word: UInt64) {
    let first = (high ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    let second = (low &+ word).multipliedFullWidth(by: 0xC2B2_AE3D_27D4_EB4F)
    high = first.high ^ second.low ^ 0x1656_67B1_9E37_79F9
    low = second.high ^ (first.low &+ 0x27D4_EB2F_1656_67C5) ^ (low << 31 | low >> 33)
  }
}
