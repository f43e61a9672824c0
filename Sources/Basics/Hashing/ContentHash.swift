/// The 128-bit hash of much data, not for secrets: two lanes of multiply-and-fold over 16 bytes at a time.
///
/// The folded 64×64→128-bit product is the mixing step of wyhash (Wang Yi, 2019). The value depends on the bytes and
/// their grouping into `combine` calls alone; it must never change, because it names cached results.
/// Cost: about 5 GB a second; `Digest` by itself suits the short texts and numbers that make a key.
public struct ContentHash: Sendable {
  private var first: UInt64
  private var second: UInt64

  /// - Parameter seed: hashes of different purposes differ in it.
  public init(seed: UInt64 = 0) {
    first = seed ^ 0xA076_1D64_78BD_642F
    second = seed ^ 0xE703_7ED1_A0B4_28DB
  }

  @inline(__always)
  private static func folded(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }

  @inline(__always)
  private mutating func mix(_ x: UInt64, _ y: UInt64) {
    first = Self.folded(x ^ 0x8EBC_6AF0_9C88_C6E3, y ^ first)
    second = Self.folded(y ^ 0x5899_65CC_7537_4CC3, x ^ second)
  }

  public mutating func combine(_ number: Int) {
    mix(UInt64(bitPattern: Int64(number)), 0x1D8E_4E27_C47D_124F)
  }

  public mutating func combine(_ value: Digest) {
    mix(value.high, value.low)
  }

  public mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
  }

  public mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    let count = bytes.count
    var offset = 0
    while offset + 16 <= count {
      mix(
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)))
      offset += 16
    }
    var tail: (UInt64, UInt64) = (0, 0)
    for index in offset..<count {
      let shifted = UInt64(bytes[index]) << UInt64(8 * ((index - offset) % 8))
      if index - offset < 8 { tail.0 |= shifted } else { tail.1 |= shifted }
    }
    mix(tail.0, tail.1)
    combine(count)
  }

  /// The hash of all that was combined so far.
  public var value: Digest {
    Digest(
      high: Self.folded(first ^ 0xA076_1D64_78BD_642F, second ^ 0x8EBC_6AF0_9C88_C6E3),
      low: Self.folded(second ^ 0xE703_7ED1_A0B4_28DB, first ^ 0x5899_65CC_7537_4CC3))
  }
}
