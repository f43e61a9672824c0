import Basics
import Numerics
import Samples

/// Recognises rows that a plan learnt from, by a hash of their numbers: who is asked about one of them should say so, since
/// that a model knows a picture it has seen tells nothing of others.
public struct LearntRows: Sendable, Equatable, Codable {
  private let hashes: Set<UInt64>

  /// - Parameter rows: those that were learnt from.
  /// - Returns: nil where the rows are not features: no stage learns from anything else.
  /// - Cost: one pass over these rows.
  init?(_ rows: [Int], of content: any RowContent) {
    guard let features = Self.features(content) else { return nil }
    hashes = Set(rows.map { Self.hash($0, features) })
  }

  /// Which rows are among them; two rows that differ are taken for one in about one case of 10¹⁵ for a thousand rows.
  func indices(in content: any RowContent) -> [Int] {
    guard let features = Self.features(content) else { return [] }
    return (0..<features.rows).filter { hashes.contains(Self.hash($0, features)) }
  }

  /// However they are kept: rows that were learnt from may be compact, and those that are asked about not.
  private static func features(_ content: any RowContent) -> (any ReadableRows)? {
    (content as? any ReadableRows) ?? content.converted(to: Matrix.self)
  }

  private static func hash(_ row: Int, _ features: any ReadableRows) -> UInt64 {
    var hash = ContentHash()
    features.withRows(row..<row + 1) {
      hash.combine(UnsafeRawBufferPointer(start: $0, count: features.columns * MemoryLayout<Float>.stride))
    }
    return hash.value.high
  }

  public init(from decoder: any Decoder) throws {
    hashes = Set(try decoder.singleValueContainer().decode([Int].self).map { UInt64(bitPattern: Int64($0)) })
  }

  /// Sorted, so that the same rows make the same file.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hashes.sorted().map { Int(Int64(bitPattern: $0)) })
  }
}
