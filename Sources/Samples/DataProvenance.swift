/// Where rows come from: it follows them into every report, table and picture.
public struct DataProvenance: Sendable, Equatable {
  public var name: String
  /// What the data were taken for, in lines for a person.
  public var summary: [String]
  /// nil for real data; otherwise what stands on everything made from it: "synthetic", "synthetic stand-in for ziya07".
  public var synthetic: String?
  /// Names the content and what is known of it; nothing else: not names of files, threads, or time.
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
