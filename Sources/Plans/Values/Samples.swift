import Numerics

/// Rows with what is known of each.
public struct Samples: Sendable {
  public var content: any RowContent
  public var metadata: RowMetadata

  /// - Precondition: as many rows in both.
  public init(content: any RowContent, metadata: RowMetadata) {
    precondition(content.rowCount == metadata.count, "content and roster of different lengths")
    self.content = content
    self.metadata = metadata
  }

  public func gathering(_ rows: [Int], context: ExecutionContext = .plain) -> Samples {
    Samples(content: content.gatheringRows(rows, context: context), metadata: metadata.gathering(rows))
  }
}

/// What is known of each row beside its content.
public struct RowMetadata: Sendable {
  /// Which side of the data set's own split a row is on.
  public enum Part: String, Sendable {
    case train, test
  }

  public var labels: Labels
  /// Whose face it is; nil where the data set does not tell.
  public var subjects: [String]?
  /// A group for fairness, such as skin tone.
  public var groups: [String]?
  /// The data set each row came from.
  public var sources: [String]
  public var parts: [Part]?
  /// The file or line each row came from.
  public var rowNames: [String]
  public var origin: DataProvenance

  public init(
    labels: Labels, subjects: [String]? = nil, groups: [String]? = nil, sources: [String], parts: [Part]? = nil,
    rowNames: [String], origin: DataProvenance
  ) {
    self.labels = labels
    self.subjects = subjects
    self.groups = groups
    self.sources = sources
    self.parts = parts
    self.rowNames = rowNames
    self.origin = origin
  }

  public var count: Int { labels.count }

  public func gathering(_ rows: [Int]) -> RowMetadata {
    RowMetadata(
      labels: labels.gathering(rows), subjects: subjects.map { all in rows.map { all[$0] } },
      groups: groups.map { all in rows.map { all[$0] } }, sources: rows.map { sources[$0] },
      parts: parts.map { all in rows.map { all[$0] } }, rowNames: rows.map { rowNames[$0] }, origin: origin)
  }
}

/// Where rows come from, for provenance: it follows them into every report, table and picture.
public struct DataProvenance: Sendable, Equatable {
  public var name: String
  /// What the data were taken for, in lines for a person.
  public var summary: [String]
  /// nil for real data; otherwise what stands on everything made from it: "synthetic", "synthetic stand-in for ziya07".
  public var synthetic: String?
  public var fingerprint: String
  /// Named columns of a feature table.
  public var columnNames: [String]?

  public init(
    name: String, summary: [String] = [], synthetic: String? = nil, fingerprint: String, columnNames: [String]? = nil
  ) {
    self.name = name
    self.summary = summary
    self.synthetic = synthetic
    self.fingerprint = fingerprint
    self.columnNames = columnNames
  }
}
