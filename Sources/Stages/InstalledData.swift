import Basics
import Datasets
import Plans

/// The data sets of this user, as `mien data` shows and changes them.
public struct InstalledData: Sendable {
  public init() {}

  private var registry: DatasetRegistry { .standard }

  /// Every name that `load` knows, installed or not.
  public var knownNames: [String] {
    Set(registry.names() + KnownDataset.all.map(\.name)).sorted()
  }

  /// Loads what lies at `path`, remembers it under `name`, and tells what it was taken for.
  /// - Throws: `DatasetError`; nothing was changed then.
  public func add(name: String, path: String) throws -> Document {
    let record = try registry.add(name: name, path: path)
    let rows: [(String, String)] = [
      ("name", record.name), ("path", record.path), ("read as", record.layout.description),
      ("rows", grouped(record.rows)),
      (
        "classes",
        record.classes.sorted { $0.key < $1.key }.map { "\($0.key) \(grouped($0.value))" }.joined(separator: ", ")
      ),
      ("licence", record.manifest.licence), ("consent", record.manifest.consent),
      ("fingerprint", record.fingerprint),
    ]
    return Document(
      kind: "data",
      blocks: [.table(Table(columns: ["what", "value"], rows: rows.map { .init([.text($0.0), .text($0.1)]) }))],
      fields: rows.map { ($0.0, .text($0.1)) })
  }

  /// What is known and what is installed.
  public func list() throws -> Document {
    let installed = try registry.list()
    let known = KnownDataset.all.filter { set in !installed.contains { $0.name == set.name } }
    let rows =
      installed.map { set in
        [set.name, "installed", grouped(set.rows), set.manifest.title, set.path]
      } + known.map { [$0.name, "not installed", "–", $0.title, $0.source] }
    return Document(
      kind: "data",
      blocks: [
        .table(
          Table(
            columns: ["name", "state", "rows", "title", "where"],
            rows: rows.map { row in .init(row.map { .text($0) }) })),
        .text("`mien data add NAME PATH` installs one."),
      ])
  }

  /// Forgets a name; the files stay.
  public func remove(name: String) throws -> Document {
    try registry.remove(name: name)
    return Document(kind: "data", blocks: [.text("\(name) is forgotten; its files are where they were")])
  }
}
