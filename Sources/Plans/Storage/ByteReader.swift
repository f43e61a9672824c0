/// Takes values off bytes that `ByteWriter` made. Bytes may come from anywhere: what does not fit is an error, never a
/// trap, and no length is believed before as many bytes are seen to be there.
public struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  public init(_ bytes: [UInt8]) {
    self.init(bytes[...])
  }

  public var isAtEnd: Bool { position == bytes.endIndex }

  public mutating func byte() throws(MalformedValue) -> UInt8 {
    let slice = try take(1)
    return slice[slice.startIndex]
  }

  public mutating func word() throws(MalformedValue) -> UInt64 {
    let slice = try take(8)
    return slice.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
  }

  public mutating func integer() throws(MalformedValue) -> Int {
    Int(Int64(bitPattern: try word()))
  }

  public mutating func double() throws(MalformedValue) -> Double {
    Double(bitPattern: try word())
  }

  public mutating func text() throws(MalformedValue) -> String {
    guard let text = String(validating: try take(try count()), as: UTF8.self) else { throw MalformedValue() }
    return text
  }

  public mutating func byteList() throws(MalformedValue) -> [UInt8] {
    Array(try take(try count()))
  }

  public mutating func integers() throws(MalformedValue) -> [Int] {
    let count = try count()
    let width = Int(try byte())
    guard [1, 2, 4, 8].contains(width) else { throw MalformedValue() }
    let (length, isTooLarge) = count.multipliedReportingOverflow(by: width)
    guard !isTooLarge else { throw MalformedValue() }
    let slice = try take(length)
    return slice.withUnsafeBytes { raw in
      (0..<count).map { index in
        var number: UInt64 = 0
        for offset in stride(from: width - 1, through: 0, by: -1) {
          number = number << 8 | UInt64(raw[index * width + offset])
        }
        return Int(Int64(bitPattern: number))
      }
    }
  }

  public mutating func floats() throws(MalformedValue) -> [Float] {
    let count = try count()
    let (length, isTooLarge) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
    guard !isTooLarge else { throw MalformedValue() }
    let slice = try take(length)
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      slice.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }

  public mutating func texts() throws(MalformedValue) -> [String] {
    let count = try count()
    var different: [String] = []
    for _ in 0..<count { different.append(try text()) }
    let codes = try integers()
    guard codes.allSatisfy(different.indices.contains) else { throw MalformedValue() }
    return codes.map { different[$0] }
  }

  public mutating func optional<Value>(
    _ body: (inout ByteReader) throws(MalformedValue) -> Value
  ) throws(MalformedValue) -> Value? {
    try byte() == 0 ? nil : try body(&self)
  }

  /// A length: never more than there are bytes left, since everything takes a byte at least.
  mutating func count() throws(MalformedValue) -> Int {
    let count = try integer()
    guard count >= 0, count <= bytes.endIndex - position else { throw MalformedValue() }
    return count
  }

  private mutating func take(_ count: Int) throws(MalformedValue) -> ArraySlice<UInt8> {
    guard count <= bytes.endIndex - position else { throw MalformedValue() }
    defer { position += count }
    return bytes[position..<position + count]
  }
}

/// Bytes that are not what they were taken for.
public struct MalformedValue: Error {
  public init() {}
}
