import Numerics

/// Rows with what is known of each.
public struct Samples: Sendable {
  public var content: any RowContent
  public var metadata: RowMetadata

  /// - Precondition: as many rows in both.
  public init(content: any RowContent, metadata: RowMetadata) {
    precondition(content.rowCount == metadata.count, "content and metadata of different lengths")
    self.content = content
    self.metadata = metadata
  }

  public var count: Int { metadata.count }

  /// The rows at `rows`, in that order, repeats allowed. Cost: one copy, on the threads of `context`.
  public func gathering(_ rows: [Int], context: ExecutionContext = .plain) -> Samples {
    Samples(content: content.gatheringRows(rows, context: context), metadata: metadata.gathering(rows))
  }
}
