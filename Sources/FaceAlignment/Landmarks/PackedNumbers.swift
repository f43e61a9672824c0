/// Reads numbers as dlib writes them: a whole number as a byte that says how many bytes follow and, in its highest bit,
/// whether it is negative, then those bytes, the lowest first; a fraction as two of these, a mantissa and a power of two.
struct PackedNumbers {
  /// Where a file does not hold what it should.
  struct Damage: Error {
    let reason: String
  }

  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }

  /// - Throws: `Damage` where the bytes end before it does, or it takes more than eight.
  @inline(__always)
  mutating func whole() throws(Damage) -> Int {
    guard position < bytes.count else { throw Self.ended }
    let control = bytes[position]
    let length = Int(control & 0xF)
    guard control & 0x70 == 0, (1...8).contains(length) else { throw Self.misformed(at: position) }
    guard length < bytes.count - position else { throw Self.ended }
    var value: UInt64 = 0
    if position + 9 <= bytes.count {
      value = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position + 1, as: UInt64.self))
      value &= UInt64.max >> UInt64(64 - 8 * length)
    } else {
      for index in (1...length).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
    }
    guard value <= UInt64(Int.max) else { throw Self.misformed(at: position) }
    position += 1 + length
    return control & 0x80 == 0 ? Int(value) : -Int(value)
  }

  /// A number of things that follow, each of which takes at least some bytes: so that nothing is set aside for more than
  /// there can be.
  mutating func count(bytesEach: Int) throws(Damage) -> Int {
    let count = try whole()
    guard count >= 0, count <= remaining / bytesEach else {
      throw Damage(reason: "it claims \(count) parts where \(remaining) bytes are left")
    }
    return count
  }

  /// - Throws: `Damage`, also for infinity and for what is no number.
  @inline(__always)
  mutating func fraction() throws(Damage) -> Float {
    let start = position
    let mantissa = try whole()
    let exponent = try whole()
    guard (-1000...1000).contains(exponent) else { throw Self.misformed(at: start) }
    let value = Float(Double(mantissa) * Double(bitPattern: UInt64(exponent + 1023) << 52))
    guard value.isFinite else { throw Self.misformed(at: start) }
    return value
  }

  private static let ended = Damage(reason: "it ends too early")

  private static func misformed(at position: Int) -> Damage {
    Damage(reason: "there is no number of dlib's at byte \(position)")
  }
}
