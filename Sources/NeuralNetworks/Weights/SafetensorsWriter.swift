import Basics
import Files

extension WeightSet {
  /// Writes the tensors as safetensors, float32, sorted by name: the same weights give the same bytes.
  ///
  /// The file appears whole or not at all.
  /// - Throws: `NetworkError.unwritable`.
  public func write(to path: String) throws {
    let file = try AtomicFile(path: path) { path, number in
      NetworkError.unwritable(path: path, reason: systemMessage(number))
    }
    let names = tensors.keys.sorted()
    var header = Array(headerText(names).utf8)
    // Blanks, so that the numbers begin at a multiple of eight bytes.
    header += [UInt8](repeating: 32, count: (8 - header.count % 8) % 8)
    try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try file.write($0) }
    try file.write(header)
    for name in names {
      // In memory they are little-endian already on every processor that Mien is built for.
      try tensors[name]?.values.withUnsafeBytes { try file.write($0) }
    }
    try file.commit()
  }

  private func headerText(_ names: [String]) -> String {
    var members: [String] = []
    if !metadata.isEmpty {
      let words = metadata.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      members.append("\"__metadata__\":{\(words.joined(separator: ","))}")
    }
    var offset = 0
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let end = offset + tensor.values.count * 4
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(Self.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
