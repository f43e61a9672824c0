import Basics
import Imaging
import Numerics

extension Dataset.Content {
  /// A hash of each row: shape and pixels, or width and numbers. Cost: one pass, shared over the threads.
  func rowHashes(context: ExecutionContext) throws -> [Digest] {
    var hashes = [Digest](repeating: Digest(high: 0, low: 0), count: count)
    try hashes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: count, size: 1024) { rows in
        for row in rows { target[row] = hash(ofRow: row) }
      }
    }
    return hashes
  }

  private func hash(ofRow row: Int) -> Digest {
    var hash = ContentHash()
    switch self {
    case .images(let stack):
      let shape = stack.shapes[row]
      hash.combine(shape.width)
      hash.combine(shape.height)
      hash.combine(shape.channels)
      stack.bytes.withUnsafeBytes {
        hash.combine(UnsafeRawBufferPointer(rebasing: $0[stack.offsets[row]..<stack.offsets[row + 1]]))
      }
    case .features(let matrix, _):
      let stride = matrix.columns * MemoryLayout<Float>.size
      matrix.storage.withUnsafeBytes {
        hash.combine(UnsafeRawBufferPointer(rebasing: $0[row * stride..<(row + 1) * stride]))
      }
    }
    return hash.value
  }
}

extension Dataset {
  static func fingerprint(
    rowHashes: [Digest], labels: Labels, subjects: [String]?, groups: [String]?, sources: [String],
    parts: [Part]?, columnNames: [String]
  ) -> String {
    var hash = ContentHash(seed: 1)
    hash.combine(rowHashes.count)
    for row in rowHashes { hash.combine(row) }
    hash.combine(labels.names)
    for code in labels.codes { hash.combine(code) }
    for list in [subjects, groups, sources, columnNames] { hash.combine(list) }
    hash.combine(parts.map { parts in parts.map(\.rawValue) })
    return hash.value.hexadecimal
  }
}

extension ContentHash {
  /// A list, or that there is none; runs of equal entries cost one comparison each.
  fileprivate mutating func combine(_ list: [String]?) {
    guard let list else { return combine(-1) }
    combine(list.count)
    var start = 0
    for index in list.indices.dropFirst() where list[index] != list[start] {
      combine(index)
      combine(list[start])
      start = index
    }
    if let last = list.last { combine(last) }
  }
}
