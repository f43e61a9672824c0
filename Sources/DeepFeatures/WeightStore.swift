import Basics
import Glibc
import NeuralNetworks

/// The weights that a user added by name, in a folder beside the installed data sets: a copy of each file, and beside it
/// what is known of it. A file that is no longer what was added is refused.
public struct WeightStore: Sendable {
  public let directory: String

  public init(directory: String) {
    self.directory = directory
  }

  /// Checks a file, copies it, and remembers it under `name`. Older weights of that name are replaced.
  /// - Throws: `WeightStoreError`, `NetworkError` where the file holds no ResNet18; then nothing was changed.
  @discardableResult
  public func add(name: String, path: String) throws -> StoredWeights {
    guard Self.isValid(name), name != "random" else { throw WeightStoreError.badName(name) }
    let network = try FrozenNetwork.resNet18(WeightSet(path: path))
    let digest = try SHA256.hexadecimal(ofFile: path)
    let copy = "\(directory)/\(name).weights"
    do { try makeFolder(directory) } catch { throw NetworkError.unwritable(path: directory, reason: error.reason) }
    let bytes = try Self.copy(path, to: copy)
    let record = StoredWeights(
      name: name, path: copy, source: path, digest: digest, bytes: bytes, layers: network.layers)
    let file = try AtomicFile(path: recordPath(name)) { path, number in
      NetworkError.unwritable(path: path, reason: SystemError(number).reason)
    }
    try file.write(Array((record.json.text + "\n").utf8))
    try file.commit()
    return record
  }

  /// All that were added, by name.
  public func list() throws -> [StoredWeights] { try names().map(record) }

  public func names() -> [String] {
    (visibleNames(in: directory) ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
      .filter(Self.isValid).sorted()
  }

  /// What was added under a name.
  /// - Throws: `WeightStoreError.notAdded`, `.brokenRecord`.
  public func record(_ name: String) throws -> StoredWeights {
    let known = names()
    guard known.contains(name) else {
      throw WeightStoreError.notAdded(name, nearest: nearestName(to: name, among: known), known: known)
    }
    let path = recordPath(name)
    let record = try readRecord(path).flatMap { StoredWeights($0, name: name, path: "\(directory)/\(name).weights") }
    guard let record else { throw WeightStoreError.brokenRecord(path: path) }
    return record
  }

  /// Forgets a name and deletes the copy; the file that it was copied from stays.
  /// - Throws: as `record`.
  public func remove(name: String) throws {
    guard names().contains(name) else { _ = try record(name); return }
    for path in [recordPath(name), "\(directory)/\(name).weights"] where unlink(path) != 0 && errno != ENOENT {
      throw NetworkError.unwritable(path: path, reason: SystemError().reason)
    }
  }

  /// The tensors that were added under a name.
  /// - Throws: `NetworkError.damaged` where the copy has changed; as `record`.
  public func weights(_ name: String) throws -> WeightSet {
    let record = try record(name)
    guard try SHA256.hexadecimal(ofFile: record.path) == record.digest else {
      throw NetworkError.damaged(path: record.path, reason: "it is not what was added as '\(name)'")
    }
    return try WeightSet(path: record.path)
  }

  private func recordPath(_ name: String) -> String { "\(directory)/\(name).json" }

  private func readRecord(_ path: String) throws -> JSONValue? {
    guard let file = fopen(path, "r") else {
      throw NetworkError.unreadable(path: path, reason: SystemError().reason)
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return try? JSONValue(parsing: Array(bytes[..<count]))
  }

  /// - Returns: the number of bytes.
  private static func copy(_ path: String, to target: String) throws -> Int {
    guard let source = fopen(path, "r") else {
      throw NetworkError.unreadable(path: path, reason: SystemError().reason)
    }
    defer { fclose(source) }
    let file = try AtomicFile(path: target) { path, number in
      NetworkError.unwritable(path: path, reason: SystemError(number).reason)
    }
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&block, 1, block.count, source)
      try file.write(Array(block[..<count]))
      if count < block.count { break }
    }
    guard ferror(source) == 0 else { throw NetworkError.unreadable(path: path, reason: SystemError().reason) }
    try file.commit()
    return file.count
  }

  private static func isValid(_ name: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
        || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
    guard let first = name.utf8.first, isPlain(first), name.utf8.count <= 64 else { return false }
    return name.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}

/// What is known of weights that were added.
public struct StoredWeights: Sendable, Equatable {
  public let name: String
  /// Of the copy.
  public let path: String
  /// Where they were copied from.
  public let source: String
  /// SHA-256.
  public let digest: String
  public let bytes: Int
  public let layers: [String]

  /// The file as others know it, by its digest; nil for one that nobody here has heard of.
  public var knownTitle: String? { Self.official[digest] }

  /// Published files by their SHA-256.
  private static let official = [
    "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec":
      "torchvision's resnet18-f37072fd.pth, ImageNet-1K V1"
  ]

  init(name: String, path: String, source: String, digest: String, bytes: Int, layers: [String]) {
    (self.name, self.path, self.source, self.digest) = (name, path, source, digest)
    (self.bytes, self.layers) = (bytes, layers)
  }

  init?(_ json: JSONValue, name: String, path: String) {
    guard let source = json["source"]?.string, let digest = json["sha256"]?.string, digest.utf8.count == 64,
      let bytes = json["bytes"]?.int
    else { return nil }
    self.init(
      name: name, path: path, source: source, digest: digest, bytes: bytes,
      layers: json["layers"]?.elements?.compactMap(\.string) ?? [])
  }

  var json: JSONValue {
    .object([
      "network": .string("resnet18"), "source": .string(source), "sha256": .string(digest), "bytes": .integer(bytes),
      "layers": .strings(layers),
    ])
  }
}
