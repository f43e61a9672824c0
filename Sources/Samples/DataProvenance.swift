/// Where rows come from: it follows them into every report, table and picture.
public struct DataProvenance: Sendable, Equatable {
  public var name: String
  /// What the data were taken for, and what else is known of them as a whole.
  public var summary: [DataFact]
  /// nil for real data; otherwise what stands on everything made from it: "synthetic", "synthetic stand-in for ziya07".
  public var synthetic: String?
  /// Names the content and what is known of it; nothing else: not names of files, threads, or time.
  public var fingerprint: String
  /// Named columns of a feature table.
  public var columnNames: [String]?

  public init(
    name: String, summary: [DataFact] = [], synthetic: String? = nil, fingerprint: String, columnNames: [String]? = nil
  ) {
    self.name = name
    self.summary = summary
    self.synthetic = synthetic
    self.fingerprint = fingerprint
    self.columnNames = columnNames
  }

  /// What is known of a question, such as "licence"; nil where nobody asked.
  public func fact(_ title: String) -> DataFact? { summary.first { $0.title == title } }
}
