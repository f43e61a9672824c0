import Numerics
import Plans
import Samples

/// Rows that are texts: what `corpus` reads.
struct TextContent: RowContent, Equatable {
  static let kind = ContentKind("texts")

  let texts: [String]

  var rowCount: Int { texts.count }
  var byteCount: Int { texts.reduce(0) { $0 + $1.utf8.count + MemoryLayout<String>.stride } }
  var shapeText: String { rowCountText + (texts.count == 1 ? " text" : " texts") }

  func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent {
    TextContent(texts: rows.map { texts[$0] })
  }
}

extension TextContent: StorableContent {
  static let storedName = "texts"

  func write(to writer: inout ByteWriter) { writer.write(texts) }

  init(from reader: inout ByteReader) throws(MalformedValue) { self.init(texts: try reader.texts()) }
}

extension ValueKinds {
  static let texts = ValueKinds(TextContent.kind)
}

extension PlanValue {
  /// The texts that a reader of texts is given, with what is known of them.
  /// - Throws: `PlanError.wrongContent`, `SamplesError.wrongContent`.
  func texts(for reader: String) throws -> (texts: [String], metadata: RowMetadata) {
    guard let rows = self.as(PreparedRows.self)?.rows else {
      throw PlanError.wrongContent(stage: reader, needs: TextContent.kind.name, found: kind.description)
    }
    return (try rows.content.require(TextContent.self, for: reader).texts, rows.metadata)
  }
}
