import Files

/// The header of a `.npy` file (numpy.lib.format 1.0 to 3.0): type of the numbers, order, and shape.
struct NPYHeader: Equatable {
  /// The letter of the type: f, i, u, b, U (UTF-32 text) or S (bytes).
  let kind: Character
  /// Bytes of one element.
  let itemSize: Int
  let isBigEndian: Bool
  let isFortranOrdered: Bool
  let shape: [Int]
  /// Where the numbers begin.
  let dataOffset: Int

  var elementCount: Int { shape.reduce(1, *) }

  /// - Throws: `DatasetError.badArray`, `.objectArray`.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws {
    func bad(_ reason: String) -> DatasetError { .badArray(name: name, reason: reason) }
    guard bytes.count >= 10, bytes.prefix(6).elementsEqual([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) else {
      throw bad("it is not a NumPy array")
    }
    let start = bytes[6] == 1 ? 10 : 12
    let length =
      bytes[6] == 1
      ? bytes.littleEndian(UInt16.self, at: 8).map { Int($0) } : bytes.littleEndian(UInt32.self, at: 8).map { Int($0) }
    guard let length, length <= bytes.count - start else { throw bad("its header is cut off") }
    let text = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let type = Self.value(of: "descr", in: text), let order = Self.value(of: "fortran_order", in: text),
      let dimensions = Self.value(of: "shape", in: text)
    else { throw bad("its header lacks type, order or shape") }
    guard let shape = Self.shape(dimensions) else { throw bad("its shape \(dimensions) makes no sense") }
    self.shape = shape
    isFortranOrdered = order.hasPrefix("True")
    dataOffset = start + length
    (kind, itemSize, isBigEndian) = try Self.elementType(type, name: name)
    let (byteCount, overflow) = elementCount.multipliedReportingOverflow(by: itemSize)
    guard !overflow, byteCount <= bytes.count - dataOffset else {
      throw bad("its numbers are cut off")
    }
  }

  /// What stands after a key of the Python dictionary literal, up to the comma that ends it.
  private static func value(of key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      var rest = text[...]
      while let candidate = rest.firstIndex(of: Character(quote)) {
        rest = rest[text.index(after: candidate)...]
        guard rest.hasPrefix(key + quote) else { continue }
        let after = rest.dropFirst(key.count + 1).drop { $0 == " " || $0 == ":" }
        guard after.first == "(" else { return after.prefix { $0 != "," && $0 != "}" } }
        return after.firstIndex(of: ")").map { after[...$0] }
      }
    }
    return nil
  }

  private static func shape(_ text: Substring) -> [Int]? {
    guard text.first == "(", text.last == ")" else { return nil }
    var shape: [Int] = []
    var product = 1
    for part in text.dropFirst().dropLast().split(separator: ",") {
      let digits = part.filter { $0 != " " && $0 != "L" }
      if digits.isEmpty { continue }
      guard let extent = Int(digits), extent >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: max(1, extent))
      guard !overflow, next < 1 << 40 else { return nil }
      product = next
      shape.append(extent)
    }
    return shape
  }

  private static func elementType(_ text: Substring, name: String) throws -> (Character, Int, Bool) {
    let type = text.filter { !"'\" ".contains($0) }
    if type.hasPrefix("[") { throw DatasetError.badArray(name: name, reason: "its rows are records, not numbers") }
    if type.contains("O") { throw DatasetError.objectArray(name: name) }
    let order = type.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    let rest = order == nil ? type[...] : type.dropFirst()
    guard let kind = rest.first, let count = Int(rest.dropFirst()), count > 0, count < 1 << 20 else {
      throw DatasetError.badArray(name: name, reason: "its type '\(type)' is unknown")
    }
    let sizes: [Character: Set<Int>] = ["f": [2, 4, 8], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "b": [1]]
    if kind == "U" { return (kind, count * 4, order == ">") }
    guard kind == "S" || sizes[kind]?.contains(count) ?? false else {
      throw DatasetError.badArray(name: name, reason: "its type '\(type)' is not one of numbers or text")
    }
    return (kind, count, order == ">")
  }
}
