/// Puts values one after another as bytes, little end first.
public struct ByteWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(_ byte: UInt8) {
    bytes.append(byte)
  }

  public mutating func write(_ number: Int) {
    write(UInt64(bitPattern: Int64(number)))
  }

  public mutating func write(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Bit for bit.
  public mutating func write(_ number: Double) {
    write(number.bitPattern)
  }

  /// With its length.
  public mutating func write(_ text: String) {
    let utf8 = Array(text.utf8)
    write(utf8.count)
    bytes.append(contentsOf: utf8)
  }

  /// With its length.
  public mutating func write(_ list: [UInt8]) {
    write(list.count)
    bytes.append(contentsOf: list)
  }

  /// With its length, each number in as many bytes as the largest of them needs.
  public mutating func write(_ numbers: [Int]) {
    write(numbers.count)
    let width = Self.width(of: numbers)
    write(UInt8(width))
    bytes.reserveCapacity(bytes.count + numbers.count * width)
    for number in numbers {
      withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).littleEndian) { bytes.append(contentsOf: $0.prefix(width)) }
    }
  }

  /// With its length, bit for bit, as they lie in memory.
  public mutating func write(_ numbers: [Float]) {
    write(numbers.count)
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Each different text once: names of classes, subjects and sources repeat.
  public mutating func write(_ texts: [String]) {
    var places: [String: Int] = [:]
    var different: [String] = []
    let codes = texts.map { text -> Int in
      if let place = places[text] { return place }
      places[text] = different.count
      different.append(text)
      return different.count - 1
    }
    write(different.count)
    for text in different { write(text) }
    write(codes)
  }

  public mutating func write<Value>(_ value: Value?, _ body: (inout ByteWriter, Value) -> Void) {
    write(UInt8(value == nil ? 0 : 1))
    if let value { body(&self, value) }
  }

  private static func width(of numbers: [Int]) -> Int {
    guard let least = numbers.min(), let largest = numbers.max(), least >= 0 else { return 8 }
    return largest < 1 << 8 ? 1 : largest < 1 << 16 ? 2 : largest < 1 << 32 ? 4 : 8
  }
}
