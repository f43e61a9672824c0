/// A data set that the user added: where it lies, and what was found there then.
public struct RegisteredDataset: Sendable, Hashable {
  public let name: String
  /// From the root.
  public let path: String
  /// The label column that was asked for, in a table.
  public let labelColumn: String?
  public let layout: Layout
  public let rows: Int
  /// Rows of each class.
  public let classes: [String: Int]
  /// The `Dataset.fingerprint` at that time, to notice changes.
  public let fingerprint: String
  public let manifest: Manifest

  init(_ dataset: Dataset, name: String, path: String, labelColumn: String?) {
    self.name = name
    self.path = path
    self.labelColumn = labelColumn
    layout = dataset.layout
    rows = dataset.count
    let labels = dataset.metadata.knownLabels
    classes = Dictionary(
      zip(labels?.names ?? [], labels?.counts ?? []), uniquingKeysWith: { first, _ in first })
    fingerprint = dataset.fingerprint
    manifest = dataset.manifest
  }
}
