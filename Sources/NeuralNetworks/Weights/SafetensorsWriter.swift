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
    var header = Array(header(names).text.utf8)
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

  private func header(_ names: [String]) -> JSONValue {
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      let words = metadata.sorted { $0.key < $1.key }.map { JSONValue.Member(name: $0.key, value: .string($0.value)) }
      members.append(.init(name: "__metadata__", value: .object(words)))
    }
    var offset = 0
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let end = offset + tensor.values.count * 4
      let entry = JSONValue.object([
        "dtype": .string("F32"), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": .array([.integer(offset), .integer(end)]),
      ])
      members.append(.init(name: name, value: entry))
      offset = end
    }
    return .object(members)
  }
}
