import Basics
import Files
import Glibc
import Numerics

/// The data sets that the user added by name: a description in JSON for each, in one folder. The data stay where they
/// are.
public struct DatasetRegistry: Sendable {
  public let directory: String

  public init(directory: String) {
    self.directory = directory
  }

  /// The registry of the user: `datasets` in `$MIEN_DATA`, else `$XDG_DATA_HOME/mien`, else `~/.local/share/mien`.
  public static var standard: DatasetRegistry {
    let base =
      Paths.environment("MIEN_DATA") ?? Paths.environment("XDG_DATA_HOME").map { Paths.joined($0, "mien") }
      ?? Paths.expanded("~/.local/share/mien")
    return DatasetRegistry(directory: Paths.joined(base, "datasets"))
  }

  /// Loads what lies at `path`, and remembers it under `name`. An older entry of that name is replaced.
  /// - Throws: `DatasetError`, `Interrupted`; then nothing was changed.
  @discardableResult
  public func add(
    name: String, path: String, labelColumn: String? = nil, context: ExecutionContext = .plain
  ) throws -> RegisteredDataset {
    let name = try Self.checked(name)
    let path = Paths.absolute(Paths.expanded(path))
    let options = LoadOptions(labelColumn: labelColumn, name: name)
    let dataset = try DatasetLoader(registry: self).load(path: path, options: options, context: context)
    try KnownDataset.named(name)?.check(dataset, path: path)
    let record = RegisteredDataset(dataset, name: name, path: path, labelColumn: labelColumn)
    try makeDatasetFolder(directory)
    try writeWholeFile(Array(record.json.text.utf8) + [newline], to: file(name))
    return record
  }

  /// All that were added, sorted by name.
  /// - Throws: `DatasetError.brokenManifest`, `.permissionDenied`.
  public func list() throws -> [RegisteredDataset] {
    try names().compactMap { try record($0) }
  }

  /// Forgets a name; the data stay.
  /// - Throws: `DatasetError.notRegistered`.
  public func remove(name: String) throws {
    let canonical = Self.canonical(name)
    guard Self.isValid(canonical), unlink(file(canonical)) == 0 else {
      if Self.isValid(canonical), errno != ENOENT, errno != ENOTDIR {
        throw DatasetError.writing(file(canonical), errno)
      }
      let known = names()
      throw DatasetError.notRegistered(name: name, nearest: nearestName(to: name, among: known), known: known)
    }
  }

  /// Where the data set of this name lies, or nil where none was added.
  public func resolve(_ name: String) throws -> String? {
    try record(name)?.path
  }

  /// All that is known of a name, or nil where none was added.
  /// - Throws: `DatasetError.brokenManifest`.
  public func record(_ name: String) throws -> RegisteredDataset? {
    let name = Self.canonical(name)
    guard Self.isValid(name), Paths.kind(of: file(name)) == .file else { return nil }
    let bytes = try readWholeFile(file(name))
    guard let json = try? JSONValue(parsing: bytes), let record = RegisteredDataset(json) else {
      throw DatasetError.brokenManifest(path: file(name), reason: "it is not what this program writes")
    }
    return record
  }

  /// The names that were added, sorted; a folder that is not there holds none.
  public func names() -> [String] {
    (visibleNames(in: directory) ?? [])
      .filter { $0.hasSuffix(".json") && Self.isValid(Paths.stem($0)) }.map { Paths.stem($0) }
      .sorted(by: precedesInBytes)
  }

  private func file(_ name: String) -> String {
    Paths.joined(directory, name + ".json")
  }

  /// An alias of a known set stands for its name.
  private static func canonical(_ name: String) -> String {
    KnownDataset.named(name)?.name ?? name
  }

  private static func checked(_ name: String) throws -> String {
    let canonical = canonical(name)
    guard isValid(canonical) else { throw DatasetError.badName(name: name) }
    return canonical
  }

  private static func isValid(_ name: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    guard let first = name.utf8.first, isPlain(first), name.utf8.count <= 64 else { return false }
    return name.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}
