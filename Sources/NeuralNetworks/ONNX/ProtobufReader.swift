import Files

/// Walks through the fields of a protocol-buffers message, each within the bytes at hand.
///
/// The wire format has four kinds of values, and ONNX needs a dozen fields of seven messages, so this takes the place of a
/// generator, its run-time library, and generated code of the whole of ONNX. Format: "Encoding" in the documentation of
/// protocol buffers.
struct ProtobufReader: Sequence, IteratorProtocol {
  enum Value {
    case number(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(UnsafeRawBufferPointer)
  }

  struct Field {
    let number: Int
    let value: Value
  }

  private let bytes: UnsafeRawBufferPointer
  private var place = 0
  /// Set where the message ends in the middle of a field or is none.
  private(set) var isDamaged = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next field, or nil at the end or where the message is damaged.
  mutating func next() -> Field? {
    guard place < bytes.count, !isDamaged else { return nil }
    guard let key = varint(), key >> 3 > 0, key >> 3 < 1 << 29, let value = value(wireType: key & 7) else {
      isDamaged = true
      return nil
    }
    return Field(number: Int(key >> 3), value: value)
  }

  private mutating func value(wireType: UInt64) -> Value? {
    switch wireType {
    case 0: return varint().map { .number($0) }
    case 1:
      guard let number = bytes.littleEndian(UInt64.self, at: place) else { return nil }
      place += 8
      return .fixed64(number)
    case 2:
      guard let length = varint(), length <= UInt64(bytes.count - place) else { return nil }
      let part = UnsafeRawBufferPointer(rebasing: bytes[place..<place + Int(length)])
      place += Int(length)
      return .bytes(part)
    case 5:
      guard let number = bytes.littleEndian(UInt32.self, at: place) else { return nil }
      place += 4
      return .fixed32(number)
    default: return nil
    }
  }

  private mutating func varint() -> UInt64? {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard place < bytes.count else { return nil }
      let byte = bytes[place]
      place += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
    }
    return nil
  }

  /// Numbers of a repeated field that was packed.
  static func varints(_ bytes: UnsafeRawBufferPointer) -> [Int]? {
    var reader = ProtobufReader(bytes)
    var numbers: [Int] = []
    while reader.place < bytes.count {
      guard let number = reader.varint() else { return nil }
      numbers.append(Int(truncatingIfNeeded: number))
    }
    return numbers
  }
}

extension ProtobufReader.Value {
  var integer: Int? { if case .number(let number) = self { Int(truncatingIfNeeded: number) } else { nil } }
  var bytes: UnsafeRawBufferPointer? { if case .bytes(let bytes) = self { bytes } else { nil } }
  var float: Float? { if case .fixed32(let bits) = self { Float(bitPattern: bits) } else { nil } }
  var text: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }

  /// A repeated integer: one of several fields, or all in one.
  var integers: [Int]? { integer.map { [$0] } ?? bytes.flatMap { ProtobufReader.varints($0) } }
}
