import Basics
import DeepFeatures
import Plans

/// The weights of this user, as `mien weights` shows and changes them.
public struct InstalledWeights: Sendable {
  public init() {}

  private var store: WeightStore { RunEnvironment().weightStore }

  /// Every name that was added.
  public var knownNames: [String] { store.names() }

  /// Checks a file, copies it under `name`, and tells what it is.
  /// - Throws: `WeightStoreError`, `NetworkError`; nothing was changed then.
  public func add(name: String, path: String) throws -> Document {
    let record = try store.add(name: name, path: path)
    let rows: [(String, String)] = [
      ("name", record.name), ("network", "resnet18"), ("known as", record.knownTitle ?? "not known to this program"),
      ("sha256", record.digest), ("bytes", grouped(record.bytes)), ("layers", record.layers.joined(separator: ", ")),
      ("copied to", record.path),
    ]
    return Document(
      kind: "weights",
      blocks: [
        .table(Table(columns: ["what", "value"], rows: rows.map { .init([.text($0.0), .text($0.1)]) })),
        .text("`resnet18 weights=\"\(record.name)\"` uses them."),
      ],
      fields: rows.map { ($0.0, .text($0.1)) })
  }

  /// What was added, and what the program has of its own.
  public func list() throws -> Document {
    let own = try? DefaultWeights.weights().metadata
    var rows = [["(in the program)", "resnet18", own?["data"] ?? "none in this build", "–", "–"]]
    rows += try store.list().map { record in
      [
        record.name, "resnet18", record.knownTitle ?? "copied from \(record.source)", grouped(record.bytes),
        record.digest,
      ]
    }
    return Document(
      kind: "weights",
      blocks: [
        .table(
          Table(
            columns: ["name", "network", "what", "bytes", "sha256"],
            rows: rows.map { row in .init(row.map { .text($0) }) })),
        .text("`mien weights add NAME FILE` adds some."),
      ])
  }

  /// Forgets a name and deletes the copy.
  public func remove(name: String) throws -> Document {
    try store.remove(name: name)
    return Document(
      kind: "weights", blocks: [.text("\(name) is forgotten; the file it was copied from is where it was")])
  }
}
