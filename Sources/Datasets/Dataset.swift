import Basics
import Numerics
import Samples

/// Rows with all that is known of them, and how they were read: what `load` makes of files.
///
/// Memory: the content once, and a value a row for each thing that is known.
public struct Dataset: Sendable {
  /// The rows, as stages take them. Labels are in unified spellings; class names sorted (numbers by value, words by their
  /// bytes). In joined sets a subject has the name of the set before it, so that two sets' "S010" are two people.
  public let samples: Samples
  /// What the files were taken for.
  public let layout: Layout
  /// Files that were left out, each with the reason.
  public let skipped: [SkippedFile]
  /// What a person should know about the rows: labels unified, classes missing in a part, repeated images.
  public let notes: [String]
  public let manifest: Manifest
  /// The content of `samples`.
  let content: any DatasetContent
  /// A hash of each row's content; finds the same image in two places.
  let rowHashes: [Digest]

  public var count: Int { samples.count }
  public var metadata: RowMetadata { samples.metadata }
  /// 32 hexadecimal digits that depend on content and what is known of the rows, and on nothing else: not on names of
  /// files, threads, or time.
  public var fingerprint: String { samples.metadata.origin.fingerprint }

  /// Whether both hold the same rows, in whatever order and under whatever names. Cost: a look-up a row.
  public func holdsSameRows(as other: Dataset) -> Bool {
    count == other.count && Set(rowHashes) == Set(other.rowHashes)
  }

  /// Makes a data set of rows in memory. Cost: one pass over the content for the fingerprint.
  /// - Parameters:
  ///   - columns: what is known of each row; rows without a source are of the set itself.
  ///   - columnNames: of rows of numbers; as many as there are columns.
  /// - Throws: `DatasetError.mismatchedCounts`, `Interrupted`.
  public init(
    _ content: any DatasetContent, columns: [MetadataColumn], columnNames: [String]? = nil, layout: Layout = .made,
    manifest: Manifest, context: ExecutionContext = .plain
  ) throws {
    try self.init(
      content: content, columns: columns, columnNames: columnNames, layout: layout, skipped: [], notes: [],
      manifest: manifest, rowHashes: try content.rowHashes(context: context))
  }

  /// The same with hashes that are already known.
  init(
    content: any DatasetContent, columns: [MetadataColumn], columnNames: [String]?, layout: Layout,
    skipped: [SkippedFile], notes: [String], manifest: Manifest, rowHashes: [Digest]
  ) throws {
    if let matrix = content as? Matrix, let columnNames, columnNames.count != matrix.columns {
      throw DatasetError.mismatchedCounts(what: "column names", count: columnNames.count, rows: matrix.columns)
    }
    self.content = content
    self.layout = layout
    self.skipped = skipped
    self.notes = notes
    self.manifest = manifest
    self.rowHashes = rowHashes
    let own = DataProvenance(name: manifest.name, fingerprint: "", columnNames: columnNames)
    var metadata = try Self.metadata(columns, count: content.rowCount, origin: own)
    metadata = metadata.namingSources(manifest.name).namingRows()
    let sources = metadata.differentSources
    metadata.origin = DataProvenance(
      name: sources.sorted().joined(separator: " + "), synthetic: SyntheticMark.provenance(of: sources),
      fingerprint: Self.fingerprint(rowHashes: rowHashes, metadata: metadata), columnNames: columnNames)
    let summary = DatasetSummary(
      metadata, sizeText: content.sizeText, layout: layout, skipped: skipped, manifest: manifest, notes: notes)
    metadata.origin.summary = summary.lines
    self.summary = summary
    samples = Samples(content: content, metadata: metadata)
  }

  /// What was found, for a person.
  public let summary: DatasetSummary

  /// - Throws: `DatasetError.mismatchedCounts`, `.repeatedColumn`.
  static func metadata(_ columns: [MetadataColumn], count: Int, origin: DataProvenance) throws -> RowMetadata {
    for column in columns where column.count != count {
      throw DatasetError.mismatchedCounts(what: Self.plural(of: column), count: column.count, rows: count)
    }
    return try RowMetadata(count: count, columns: columns, origin: origin)
  }

  private static func plural(of column: MetadataColumn) -> String {
    switch column.role {
    case .label: "labels"
    case .subject: "subjects"
    case .source: "sources"
    case .part: "parts"
    case .rowName: "row names"
    default: "values of '\(column.name)'"
    }
  }

  /// The same rows with more notes.
  func adding(notes more: [String]) throws -> Dataset {
    try Dataset(
      content: content, columns: metadata.columns, columnNames: metadata.origin.columnNames, layout: layout,
      skipped: skipped, notes: notes + more, manifest: manifest, rowHashes: rowHashes)
  }
}

/// A file that was left out.
public struct SkippedFile: Sendable, Hashable {
  public let name: String
  public let reason: String
  /// The class that it would have been of, in the spelling of the files; nil where that is not known.
  public let label: String?

  public init(name: String, reason: String, label: String? = nil) {
    self.name = name
    self.reason = reason
    self.label = label
  }
}
