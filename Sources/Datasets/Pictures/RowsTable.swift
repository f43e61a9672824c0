import Numerics
import Samples

/// The table that `save` writes beside class folders: what the path of an image cannot say of it. One line a file, with
/// the columns `file`, `subject`, `group`, attributes (`attribute:age`) and `source`, those that there are.
///
/// Where it names classes, as `save` does, it decides on them: a class may be called what no folder may be called, or what
/// a folder of a part is called. Files that the table does not name keep what their path says, so images may be added or taken away by hand.
struct RowsTable {
  static let fileName = "rows.csv"

  private struct Entry {
    var label: String?
    var part: RowMetadata.Part?
    var subject: String?
    var group: String?
    var source: String?
    var attributes: [String?]
  }

  private var entries: [String: Entry] = [:]
  private let attributeNames: [String]

  /// The table of a folder, or nil where it has none.
  /// - Throws: `DatasetError` where there is one that cannot be read.
  init?(_ files: any FileCollection, context: ExecutionContext) throws {
    let listing = files.listing
    guard let index = listing.files.indices.first(where: { listing.isAtTop($0, named: Self.fileName) }) else {
      return nil
    }
    let table = try TableText(files.contents(of: index, context: context), name: Self.fileName)
    let header = table.fields(ofRecord: 0)
    // Somebody else's table of that name says nothing that is understood here.
    guard let file = header.firstIndex(of: "file") else { return nil }
    let places = ["subject", "group", "source", "label", "split"].map { header.firstIndex(of: $0) }
    let attributes = header.indices.filter { SavedColumnName.attribute(in: header[$0]) != nil }
    attributeNames = attributes.compactMap { SavedColumnName.attribute(in: header[$0]) }
    for record in 1..<max(1, table.recordCount) {
      let fields = table.fields(ofRecord: record)
      guard fields.count == header.count else {
        throw DatasetError.raggedRow(
          file: Self.fileName, line: table.line(ofRecord: record), found: fields.count, expected: header.count)
      }
      func text(_ column: Int?) -> String? { column.flatMap { fields[$0].isEmpty ? nil : fields[$0] } }
      func known(_ column: Int?) -> String? { text(column).flatMap { MissingWords.isMissing($0) ? nil : $0 } }
      entries[fields[file]] = Entry(
        label: places[3].map { fields[$0] }, part: text(places[4]).flatMap { PartNames.part(named: $0) },
        subject: text(places[0]), group: known(places[1]), source: text(places[2]), attributes: attributes.map(known))
    }
  }

  /// The plan of a folder that `save` wrote: every image that the table names, with the class that it says. nil where the
  /// table names no classes.
  func plan(_ listing: FileListing, images: [Int]) -> PicturePlan? {
    guard entries.values.contains(where: { $0.label != nil }) else { return nil }
    var rows: [PicturePlan.Row] = []
    var skipped: [SkippedFile] = []
    for file in images {
      if let entry = entries[listing.path(file)], let label = entry.label {
        rows.append(.init(file: file, label: label, part: entry.part))
      } else {
        skipped.append(SkippedFile(name: listing.path(file), reason: "\(Self.fileName) does not name it"))
      }
    }
    guard !rows.isEmpty else { return nil }
    let isSplit = rows.contains { $0.part != nil }
    return PicturePlan(layout: isSplit ? .splitClassFolders : .classFolders, rows: rows, skipped: skipped)
  }

  /// Adds what is known of each row.
  func complete(_ plan: inout PicturePlan, _ listing: FileListing) {
    plan.attributeNames = attributeNames
    for index in plan.rows.indices {
      guard let entry = entries[listing.path(plan.rows[index].file)] else { continue }
      plan.rows[index].subject = entry.subject ?? plan.rows[index].subject
      plan.rows[index].group = entry.group
      plan.rows[index].source = entry.source ?? plan.rows[index].source
      plan.rows[index].attributes = entry.attributes
    }
  }

  static func text(of metadata: RowMetadata, files: [String]) -> [UInt8] {
    let columns =
      [("file", files.map(Optional.some))]
      + SavedColumnName.columns(of: metadata, roles: [.label, .part, .subject, .attribute, .source])
    var lines = [columns.map { quotedField($0.0) }.joined(separator: ",")]
    lines += files.indices.map { row in columns.map { quotedField($0.1[row] ?? "") }.joined(separator: ",") }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}
