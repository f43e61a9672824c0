import Basics

/// A value in a file of its own, such as `save` writes: what it is, the format it has, and a checksum, then the value in
/// binary form. Numbers come back bit for bit; a file that was altered is not taken for what it was.
public enum StoredFile {
  /// Raised whenever a kind of file changes its meaning.
  public static let currentFormat = 2
  private static let mark: UInt64 = 0x6C69_666E_6569_6D8A

  /// The bytes of a file.
  /// - Parameter kind: "result" or "model".
  /// - Throws: what `value` throws when it is encoded.
  public static func bytes(_ kind: String, _ value: some Encodable) throws -> [UInt8] {
    var content = ByteWriter()
    content.write(try BinaryEncoder.node(of: value))
    var writer = ByteWriter()
    writer.write(mark)
    writer.write(currentFormat)
    writer.write(kind)
    checksum(of: content.bytes, kind).write(to: &writer)
    writer.write(content.bytes)
    return writer.bytes
  }

  /// What kind of value a file holds.
  /// - Throws: `UnreadablePlan`.
  public static func kind(of bytes: [UInt8]) throws(UnreadablePlan) -> String {
    try opened(bytes).kind
  }

  /// The value of a file.
  /// - Parameter catalogue: where the stages in it are looked up.
  /// - Throws: `UnreadablePlan`.
  public static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], _ catalogue: Catalogue
  ) throws(UnreadablePlan) -> Value {
    var reader = ByteReader(try opened(bytes).content)
    do {
      return try BinaryDecoder.value(type, from: BinaryNode(from: &reader), catalogue)
    } catch let error as UnreadablePlan { throw error } catch {
      throw UnreadablePlan(reason: "this version cannot read what is in it")
    }
  }

  private static func opened(_ bytes: [UInt8]) throws(UnreadablePlan) -> (kind: String, content: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let found = try? reader.word(), found == mark else {
      // The first format was JSON.
      throw UnreadablePlan(
        reason: bytes.first == UInt8(ascii: "{")
          ? "it has the format of an older version; run its line again and save it anew"
          : "it is damaged, or something else")
    }
    guard let format = try? reader.integer(), format == currentFormat else {
      throw UnreadablePlan(reason: "it has another format; this version reads format \(currentFormat)")
    }
    guard let kind = try? reader.text(), let sum = try? Digest(from: &reader), let content = try? reader.byteList(),
      reader.isAtEnd, checksum(of: content, kind) == sum
    else { throw UnreadablePlan(reason: "it is damaged: its checksum is not that of its content") }
    return (kind, content)
  }

  private static func checksum(of content: [UInt8], _ kind: String) -> Digest {
    content.withUnsafeBytes { Checksum.of($0, key: Digest("stored file", kind)) }
  }
}
