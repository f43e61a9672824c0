import Basics
import Files

extension WeightSet {
  /// Writes the tensors as safetensors, float32, sorted by name: the same weights give the same bytes.
  ///
  /// The file appears whole or not at all.
  /// - Parameter isCompact: a byte for each weight, with a scale for each output: a quarter of the size, and about three
  ///   digits of each weight.
  /// - Throws: `NetworkError.unwritable`.
  public func write(to path: String, isCompact: Bool = false) throws {
    let file = try AtomicFile(path: path) { path, number in
      NetworkError.unwritable(path: path, reason: systemMessage(number))
    }
    try file.write(serialised(isCompact: isCompact))
    try file.commit()
  }

  /// The bytes of such a file.
  public func serialised(isCompact: Bool = false) -> [UInt8] {
    let stored = isCompact ? CompactWeights.stored(tensors) : tensors.map { StoredTensor($0, $1) }
    let sorted = stored.sorted { $0.name < $1.name }
    var header = Array(header(sorted).text.utf8)
    // Blanks, so that the numbers begin at a multiple of eight bytes.
    header += [UInt8](repeating: 32, count: (8 - header.count % 8) % 8)
    var bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
    bytes.reserveCapacity(sorted.reduce(bytes.count) { $0 + $1.bytes.count })
    for tensor in sorted { bytes += tensor.bytes }
    return bytes
  }

  private func header(_ stored: [StoredTensor]) -> JSONValue {
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      let words = metadata.sorted { $0.key < $1.key }.map { JSONValue.Member(name: $0.key, value: .string($0.value)) }
      members.append(.init(name: "__metadata__", value: .object(words)))
    }
    var offset = 0
    for tensor in stored {
      let end = offset + tensor.bytes.count
      let entry = JSONValue.object([
        "dtype": .string(tensor.type.rawValue), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": .array([.integer(offset), .integer(end)]),
      ])
      members.append(.init(name: tensor.name, value: entry))
      offset = end
    }
    return .object(members)
  }
}
