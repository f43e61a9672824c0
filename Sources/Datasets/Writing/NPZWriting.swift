import Imaging
import Numerics

extension Dataset {
  /// Writes all rows as a NumPy archive that `numpy.load` and `load` read: `X` (single precision, or 8-bit images of
  /// one size), `y` (integers where all classes are, otherwise text), and `subject`, `group`, `source`, `split` and
  /// `columns` where there are any. An older file is replaced when the new one is complete.
  /// - Throws: `DatasetError.notWritable`, `.diskFull`, `.permissionDenied`, `.writeFailed`; `Interrupted`.
  public func writeNPZ(to path: String, isDeflated: Bool = false, context: ExecutionContext = .plain) throws {
    let header = try sampleHeader(path: path)
    let archive = try ZipWriter(path: path, isDeflated: isDeflated)
    func add(_ name: String, _ bytes: [UInt8]) throws {
      try bytes.withUnsafeBytes { try archive.add(name + ".npy", pieces: [$0], context: context) }
    }
    try header.withUnsafeBytes { header in
      try withSampleBytes { try archive.add("X.npy", pieces: [header, $0], context: context) }
    }
    try add("y", encodedLabels())
    for (name, list) in [("subject", subjects), ("group", groups), ("source", sources)] {
      if let list { try add(name, NPYEncoding.texts(list)) }
    }
    if let parts { try add("split", NPYEncoding.texts(parts.map(\.rawValue))) }
    if case .features(_, let names) = content { try add("columns", NPYEncoding.texts(names)) }
    try archive.commit()
  }

  private func sampleHeader(path: String) throws -> [UInt8] {
    switch content {
    case .features(let matrix, _):
      return NPYEncoding.header(type: "<f4", shape: [matrix.rows, matrix.columns])
    case .images(let stack):
      guard let shape = stack.commonShape else {
        throw DatasetError.notWritable(
          path: path, reason: "the images differ in size", remedy: "bring them to one size first: resize 48")
      }
      let channels = shape.channels == 1 ? [] : [shape.channels]
      return NPYEncoding.header(type: "|u1", shape: [stack.count, shape.height, shape.width] + channels)
    }
  }

  private func withSampleBytes(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    switch content {
    case .features(let matrix, _): try matrix.storage.withUnsafeBytes(body)
    case .images(let stack): try stack.bytes.withUnsafeBytes(body)
    }
  }

  private func encodedLabels() -> [UInt8] {
    let numbers = labels.names.compactMap { Int($0) }
    if numbers.count == labels.names.count { return NPYEncoding.integers(labels.codes.map { numbers[$0] }) }
    return NPYEncoding.texts(labels.codes.map { labels.names[$0] })
  }
}
