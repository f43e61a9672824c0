import Basics
import Numerics

/// Features too: whoever needs a matrix is given one, and whoever goes over rows piece by piece reads these.
extension CompactRows: RowContent {
  public static var kind: ContentKind { .features }
  public var rowCount: Int { rows }
  public var expandedByteCount: Int { rows * columns * MemoryLayout<Float>.stride }
  public var shapeText: String { "\(grouped(rows)) × \(grouped(columns)) features" }

  public func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent {
    gathering(rows, context: context)
  }

  public func converted<Content: RowContent>(to type: Content.Type) -> Content? {
    guard type == Matrix.self else { return nil }
    return (try? expanded()) as? Content
  }
}

extension RowContent {
  /// Features that are read a few rows at a time, however they are kept.
  /// - Parameter stage: who asks, for the message.
  /// - Throws: `SamplesError.wrongContent` where these are no features.
  public func requireRows(for stage: String) throws(SamplesError) -> any ReadableRows {
    if let rows = self as? any ReadableRows { return rows }
    return try require(Matrix.self, for: stage)
  }
}
