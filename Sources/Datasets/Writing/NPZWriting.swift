import Imaging
import Numerics
import Samples

extension Samples {
  /// Writes all rows as a NumPy archive that `numpy.load` and `load` read: `X` (single precision, or 8-bit images of
  /// one size), `y` (integers where all classes are, otherwise text) where there are labels, and `subject`, attributes
  /// (`attribute:age`; an empty text is a missing value), `source`, `split` and `columns` where there are any. An older
  /// file is replaced when the new one is complete.
  /// - Throws: `DatasetError.notWritable`, `.diskFull`, `.permissionDenied`, `.writeFailed`; `Interrupted`.
  public func writeNPZ(to path: String, isDeflated: Bool = false, context: ExecutionContext = .plain) throws {
    if !(content is Matrix), let matrix = content.told(as: Matrix.self) {
      return try Samples(content: matrix, metadata: metadata).writeNPZ(
        to: path, isDeflated: isDeflated, context: context)
    }
    let header = try sampleHeader(path: path)
    let archive = try ZipWriter(path: path, isDeflated: isDeflated)
    func add(_ name: String, _ bytes: [UInt8]) throws {
      try bytes.withUnsafeBytes { try archive.add(name + ".npy", pieces: [$0], context: context) }
    }
    try header.withUnsafeBytes { header in
      try withSampleBytes { try archive.add("X.npy", pieces: [header, $0], context: context) }
    }
    if let labels = metadata.knownLabels { try add("y", Self.encoded(labels)) }
    let roles: [MetadataColumn.Role] = [.target, .subject, .attribute, .source, .part]
    for (name, texts) in SavedColumnName.columns(of: metadata, roles: roles) {
      try add(name, NPYEncoding.texts(texts.map { $0 ?? "" }))
    }
    if let matrix = content as? Matrix {
      try add("columns", NPYEncoding.texts(metadata.origin.columnNames(for: matrix)))
    }
    try archive.commit()
  }

  private func sampleHeader(path: String) throws -> [UInt8] {
    if let matrix = content as? Matrix {
      return NPYEncoding.header(type: "<f4", shape: [matrix.rows, matrix.columns])
    }
    guard let stack = content as? ImageStack else {
      throw DatasetError.notWritable(
        path: path, reason: "\(content.kind.name) do not fit an array",
        remedy: "turn them into features or images first")
    }
    guard let shape = stack.commonShape else {
      throw DatasetError.notWritable(
        path: path, reason: "the images differ in size", remedy: "bring them to one size first")
    }
    let channels = shape.channels == 1 ? [] : [shape.channels]
    return NPYEncoding.header(type: "|u1", shape: [stack.count, shape.height, shape.width] + channels)
  }

  private func withSampleBytes(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if let matrix = content as? Matrix { try matrix.storage.withUnsafeBytes(body) }
    if let stack = content as? ImageStack { try stack.bytes.withUnsafeBytes(body) }
  }

  private static func encoded(_ labels: Labels) -> [UInt8] {
    // A class called 007 would come back as 7.
    let numbers = labels.names.compactMap { name in Int(name).flatMap { String($0) == name ? $0 : nil } }
    if numbers.count == labels.names.count { return NPYEncoding.integers(labels.codes.map { numbers[$0] }) }
    return NPYEncoding.texts(labels.codes.map { labels.names[$0] })
  }
}
