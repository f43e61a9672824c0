/// The bytes of `.npy` headers and text, as numpy.lib.format 1.0 defines them.
enum NPYEncoding {
  /// A header for numbers in row-major order; `type` such as `<f4`.
  static func header(type: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    // The numbers begin at a multiple of 64, as NumPy has it.
    let padding = (64 - (10 + text.utf8.count + 1) % 64) % 64
    var bytes: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    bytes.append(text.utf8.count + padding + 1, as: UInt16.self)
    bytes += text.utf8
    bytes += [UInt8](repeating: space, count: padding)
    bytes.append(newline)
    return bytes
  }

  /// A whole array of text in UTF-32 of fixed length.
  static func texts(_ texts: [String]) -> [UInt8] {
    let length = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    var bytes = header(type: "<U\(length)", shape: [texts.count])
    bytes.reserveCapacity(bytes.count + texts.count * length * 4)
    for text in texts {
      for scalar in text.unicodeScalars { bytes.append(Int(scalar.value), as: UInt32.self) }
      bytes += [UInt8](repeating: 0, count: (length - text.unicodeScalars.count) * 4)
    }
    return bytes
  }

  /// A whole array of 64-bit integers.
  static func integers(_ numbers: [Int]) -> [UInt8] {
    var bytes = header(type: "<i8", shape: [numbers.count])
    bytes.reserveCapacity(bytes.count + numbers.count * 8)
    for number in numbers { bytes.append(number, as: Int64.self) }
    return bytes
  }
}
