import Files

/// Reads safetensors: eight bytes of header length, a header, and numbers at the offsets that it gives.
///
/// Format: Hugging Face, safetensors 0.4 ("Format" in its README). Offsets that overlap, lie outside, or do not fit the
/// shape are refused before any memory is set aside.
struct SafetensorsReader {
  /// Headers beyond this are refused, as the format says.
  private static let headerLimit = 100_000_000

  private let bytes: UnsafeRawBufferPointer
  private let path: String

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
  }

  func weights() throws -> WeightSet {
    guard let length = bytes.littleEndian(UInt64.self, at: 0), length <= Self.headerLimit,
      Int(length) <= bytes.count - 8
    else { throw damaged("its header claims to be longer than the file or 100 MB") }
    let start = 8 + Int(length)
    let header: SafetensorsHeader
    do { header = try SafetensorsHeader(UnsafeRawBufferPointer(rebasing: bytes[8..<start])) } catch {
      throw damaged(error.reason)
    }
    try checkOverlaps(header.entries)
    let data = UnsafeRawBufferPointer(rebasing: bytes[start...])
    var tensors: [String: WeightTensor] = [:]
    for entry in header.entries { tensors[entry.name] = try tensor(entry, in: data) }
    return WeightSet(source: path, tensors: CompactWeights.expanded(tensors), metadata: header.metadata)
  }

  private func checkOverlaps(_ entries: [SafetensorsHeader.Entry]) throws {
    let ordered = entries.sorted { ($0.offsets[0], $0.offsets[1]) < ($1.offsets[0], $1.offsets[1]) }
    for (first, second) in zip(ordered, ordered.dropFirst()) where second.offsets[0] < first.offsets[1] {
      throw damaged("'\(first.name)' and '\(second.name)' overlap")
    }
  }

  private func tensor(_ entry: SafetensorsHeader.Entry, in data: UnsafeRawBufferPointer) throws -> WeightTensor {
    guard let type = ElementType(rawValue: entry.type) else {
      throw NetworkError.unsupportedElements(path: path, tensor: entry.name, type: entry.type)
    }
    let (begin, end) = (entry.offsets[0], entry.offsets[1])
    guard begin <= end, end <= data.count else { throw damaged("'\(entry.name)' lies outside the file") }
    guard let count = entry.shape.elementCount, count * type.size == end - begin else {
      throw damaged("the place of '\(entry.name)' does not fit its shape")
    }
    let part = UnsafeRawBufferPointer(rebasing: data[begin..<end])
    return WeightTensor(shape: entry.shape, values: type.floats(part, at: 0..<count))
  }

  private func damaged(_ reason: String) -> NetworkError { .damaged(path: path, reason: reason) }
}
