import Basics
import Glibc
import Plans

/// A submitted script as data: everything a worker needs to know.
///
/// Written once, before the first worker begins, and never changed. Its name is made of what is in it, so that the same
/// script submitted again goes on where it was.
public struct Manifest: Codable, Sendable, Equatable {
  /// Raised whenever what is written changes its meaning.
  public static let currentFormat = 1

  /// Plans with the settings that they run under.
  public struct Part: Codable, Sendable, Equatable {
    public var seed: UInt64
    public var isDataStrict: Bool
    /// As `PlanRecord` writes them.
    public var plans: [String]

    package init(seed: UInt64, isDataStrict: Bool, plans: [String]) {
      (self.seed, self.isDataStrict, self.plans) = (seed, isDataStrict, plans)
    }
  }

  /// One split of one plan.
  public struct Cell: Codable, Sendable, Equatable {
    public var part: Int
    public var plan: Int
    public var split: Int
    /// What its predictions are kept under, in hexadecimal digits.
    public var key: String

    package init(part: Int, plan: Int, split: Int, key: String) {
      (self.part, self.plan, self.split, self.key) = (part, plan, split, key)
    }
  }

  /// Seconds.
  public struct Timing: Codable, Sendable, Equatable {
    /// Between two signs of life of a worker.
    public var heartbeat: Double
    /// Without a sign of life, after which a claim is anybody's.
    public var expiry: Double

    public init(heartbeat: Double, expiry: Double) {
      self.heartbeat = heartbeat
      self.expiry = expiry
    }

    /// - Parameter heartbeat: seconds between two signs of life; eight of them missed, a claim is anybody's.
    public init(heartbeat: Double) {
      self.init(heartbeat: heartbeat, expiry: 8 * heartbeat)
    }

    /// Clients of a network file system may be a minute late in seeing a new time of a file.
    public static let network = Timing(heartbeat: 15, expiry: 120)
    /// All processes on one machine see the same at once.
    public static let local = Timing(heartbeat: 2, expiry: 12)
  }

  public var format: Int
  /// Of the program.
  public var version: String
  /// For people: the script's name.
  public var script: String
  /// The folder that relative paths begin at.
  public var workingFolder: String
  public var timing: Timing
  public var parts: [Part]
  public var cells: [Cell]
  /// In the order in which a single worker goes through them.
  public var groups: [CellGroup]

  package init(
    format: Int = currentFormat, version: String = mienVersion, script: String, workingFolder: String, timing: Timing,
    parts: [Part], cells: [Cell], groups: [CellGroup]
  ) {
    self.format = format
    self.version = version
    self.script = script
    self.workingFolder = workingFolder
    self.timing = timing
    self.parts = parts
    self.cells = cells
    self.groups = groups
  }

  /// Names the work, whoever submits it and from wherever.
  public var id: Digest {
    var digest = Digest("manifest", String(format), version, workingFolder)
    for part in parts {
      digest.combine(String(part.seed))
      digest.combine(part.isDataStrict ? 1 : 0)
      for plan in part.plans { digest.combine(plan) }
    }
    for cell in cells { digest.combine(cell.key) }
    return digest
  }

  /// What a person calls it by: the first eight digits.
  public var shortID: String { String(id.hexadecimal.prefix(8)) }

  /// - Throws: `ClusterError.unreadableManifest`, `.otherVersion`.
  public init(reading path: String) throws(ClusterError) {
    let bytes: [UInt8]
    do { bytes = try wholeFile(path) } catch {
      throw .unreadableManifest(path: path, reason: error.reason)
    }
    guard let json = try? JSONValue(parsing: bytes) else {
      throw .unreadableManifest(path: path, reason: "it is damaged, or something else")
    }
    // Before the rest, which another version may have written otherwise.
    if case .string(let version)? = json["version"], version != mienVersion {
      throw .otherVersion(manifest: version, program: mienVersion)
    }
    guard let manifest: Manifest = try? json.decoded(), manifest.isSound else {
      throw .unreadableManifest(path: path, reason: "it is damaged, or something else")
    }
    self = manifest
  }

  /// Whether everything that is named by a number is there.
  private var isSound: Bool {
    format == Self.currentFormat
      && cells.allSatisfy { cell in
        parts.indices.contains(cell.part) && parts[cell.part].plans.indices.contains(cell.plan) && cell.split >= 0
          && Digest(hexadecimal: cell.key) != nil
      }
      && groups.enumerated().allSatisfy { index, group in
        group.cells.allSatisfy(cells.indices.contains) && !group.cells.isEmpty
          && group.beginning.map { (0..<index).contains($0) } ?? true
      }
      && timing.heartbeat > 0 && timing.expiry > timing.heartbeat
  }

  /// - Throws: what the system said.
  func write(to path: String) throws(SystemError) {
    let text = (try? JSONValue(encoding: self))?.text ?? ""
    let file = try AtomicFile<SystemError>(path: path, permissions: 0o600)
    try file.write(Array(text.utf8))
    try file.commit()
  }
}

extension JSONValue {
  /// The member of an object.
  subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}

/// - Throws: what the system said.
func wholeFile(_ path: String) throws(SystemError) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { throw SystemError() }
  defer { close(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(file, &block, block.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw SystemError() }
    guard count > 0 else { return bytes }
    bytes += block[..<count]
  }
}
