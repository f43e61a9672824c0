import Numerics
import Samples

/// Rows as a reader found them: their labels are texts in the spelling of the files, and nothing names their content yet.
struct Reading {
  var content: any DatasetContent
  var metadata: RowMetadata
  var layout: Layout
  var skipped: [SkippedFile] = []
  var notes: [String] = []
  /// Of the labels, once they have been looked through.
  var labelSpellings: Spellings?

  /// - Parameters:
  ///   - columns: what is known of each row; a source may be missing or an empty text for the set itself.
  ///   - columnNames: of rows of numbers.
  /// - Throws: `DatasetError.mismatchedCounts`.
  init(
    _ content: any DatasetContent, columns: [MetadataColumn], columnNames: [String]? = nil, layout: Layout,
    skipped: [SkippedFile] = [], notes: [String] = []
  ) throws {
    self.content = content
    metadata = try Dataset.metadata(
      columns, count: content.rowCount, origin: DataProvenance(name: "", fingerprint: "", columnNames: columnNames))
    self.layout = layout
    self.skipped = skipped
    self.notes = notes
  }

  /// These rows as the train part, and those of `test` below them; what only one of them knows is left out.
  /// - Throws: `DatasetError.cannotMerge` where kinds or columns differ, or one alone has labels.
  func followed(by test: Reading, named name: String) throws -> Reading {
    guard (metadata.column(.label) == nil) == (test.metadata.column(.label) == nil) else {
      throw DatasetError.cannotMerge(first: "train", second: "test", reason: "only one of them has labels")
    }
    let names = ColumnNamesToJoin(
      own: metadata.origin.columnNames ?? [], other: test.metadata.origin.columnNames ?? [])
    var columns = metadata.columns.filter { $0.role != .part }.compactMap { column in
      test.metadata.columns.first { $0.role == column.role && (column.role != .attribute || $0.name == column.name) }
        .map { column.appending($0) }
    }
    columns.append(
      .parts(
        [RowMetadata.Part](repeating: .train, count: metadata.count)
          + [RowMetadata.Part](repeating: .test, count: test.metadata.count)))
    return try Reading(
      content.appending(test.content, columns: names, named: ("train", "test")), columns: columns,
      columnNames: metadata.origin.columnNames, layout: layout, skipped: skipped + test.skipped,
      notes: notes + test.notes.filter { !notes.contains($0) })
  }
}
