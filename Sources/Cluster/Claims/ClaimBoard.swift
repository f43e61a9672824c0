import Basics
import Glibc

/// Who works on which group: files whose names say it all, so that one listing is the whole state.
///
/// `17.1` is the first claim of group 17, `17.done` says that nothing of it is left. A claim is made by creating its file
/// where there must be none, which every file system does for one process alone, NFS included; its holder touches it now
/// and then. One that has not been touched for the time of expiry is left where it is, and whoever comes next makes
/// `17.2`: nothing of another worker's is ever renamed or removed, so that two who find a claim expired at once cannot
/// take each other's. The highest number holds.
///
/// `17.1.40` says that cell 40 of that group was begun under its first claim, by whoever made this file where there must be
/// none: so a worker that has nothing left to claim takes cells of a group that another holds. A group of one cell has no such
/// file: its claim says it.
struct ClaimBoard: Sendable {
  /// What a listing says of a group.
  enum Standing: Equatable {
    case free
    /// By the claim of this number.
    case claimed(Int)
    case done
  }

  /// What a listing says of all groups.
  struct Listing {
    var standings: [Standing]
    /// Cells that were begun under the claim that holds, of groups that somebody holds.
    var begun: [Int: Set<Int>] = [:]
  }

  let folder: String

  init(in sweep: SweepFolder) {
    folder = sweep.claims
  }

  func path(_ group: Int, _ number: Int) -> String { "\(folder)/\(group).\(number)" }
  private func donePath(_ group: Int) -> String { "\(folder)/\(group).done" }

  /// What says that a cell was begun under a claim.
  /// - Parameter cells: those of its group.
  func path(ofCell cell: Int, _ group: Int, _ number: Int, among cells: [Int]) -> String {
    cells.count > 1 ? "\(path(group, number)).\(cell)" : path(group, number)
  }

  /// How all groups stand. Cost: one listing. What it says may be old: `claim` and `begin` are what decides.
  /// - Throws: what the system said.
  func listing(count: Int) throws(SystemError) -> Listing {
    var standings = [Standing](repeating: .free, count: count)
    var begun: [Int: [(number: Int, cell: Int)]] = [:]
    for entry in try folderEntries(folder) {
      let parts = entry.name.split(separator: ".")
      guard 2...3 ~= parts.count, let group = Int(parts[0]), standings.indices.contains(group) else { continue }
      let number = Int(parts[1])
      if parts.count == 3 {
        if let number, let cell = Int(parts[2]) { begun[group, default: []].append((number, cell)) }
      } else if parts[1] == "done" {
        standings[group] = .done
      } else if let number {
        switch standings[group] {
        case .free: standings[group] = .claimed(number)
        case .claimed(let other): standings[group] = .claimed(max(number, other))
        case .done: break
        }
      }
    }
    var listing = Listing(standings: standings)
    for (group, cells) in begun {
      guard case .claimed(let number) = standings[group] else { continue }
      listing.begun[group] = Set(cells.filter { $0.number == number }.map(\.cell))
    }
    return listing
  }

  /// Tries to claim a group.
  /// - Parameters:
  ///   - number: 1, or one more than an expired claim's.
  ///   - owner: written into the claim, for people and for whoever finds it expired.
  /// - Returns: whether it is the caller's now.
  /// - Throws: what the system said, where it is not that the claim is there.
  func claim(_ group: Int, number: Int, owner: WorkerIdentity) throws(SystemError) -> Bool {
    guard try create(path(group, number), owner) else { return false }
    // A listing may have been old. What this process creates in a folder makes it look there anew.
    return access(donePath(group), F_OK) != 0
  }

  /// Tries to begin a cell under a claim, its own or another's.
  /// - Returns: whether nobody else has.
  /// - Throws: what the system said, where it is not that somebody has.
  func begin(_ cell: Int, _ group: Int, _ number: Int, owner: WorkerIdentity) throws(SystemError) -> Bool {
    try create("\(path(group, number)).\(cell)", owner)
  }

  /// Makes a file where there must be none.
  private func create(_ path: String, _ owner: WorkerIdentity) throws(SystemError) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { return false }
      throw SystemError()
    }
    defer { close(file) }
    var status = stat()
    let time = fstat(file, &status) == 0 ? status.st_mtim.tv_sec : 0
    let bytes = Array((ClaimOwner(since: time, host: owner.host, text: owner.text).line + "\n").utf8)
    // A file of a full disk has no text, and holds all the same.
    _ = write(file, bytes, bytes.count)
    return true
  }

  /// Who has made a file of the board; nil where it is gone.
  func owner(at path: String) -> ClaimOwner? {
    guard let bytes = try? wholeFile(path) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return ClaimOwner(line: line) ?? ClaimOwner(since: 0, host: "", text: "unknown")
  }

  /// When the holder of a claim was last heard of; nil where the claim is gone.
  func lastSign(of group: Int, _ number: Int) -> FileTime? {
    FileTime(of: path(group, number))
  }

  /// Says that nothing is left of a group.
  /// - Throws: what the system said.
  func finish(_ group: Int) throws(SystemError) {
    let file = open(donePath(group), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SystemError() }
    close(file)
  }

  /// Gives a claim of one's own back.
  func release(_ group: Int, _ number: Int) {
    unlink(path(group, number))
  }

  /// Gives back a cell that one has begun oneself.
  func release(_ cell: Int, _ group: Int, _ number: Int) {
    unlink("\(path(group, number)).\(cell)")
  }

  /// Takes back that a group is done, because it is to be tried again.
  /// - Parameter cells: those of the group.
  func reopen(_ group: Int, cells: [Int]) {
    guard access(donePath(group), F_OK) == 0 else { return }
    // The claims first: without them and yet done, nobody begins.
    var number = 1
    while unlink(path(group, number)) == 0 {
      for cell in cells { release(cell, group, number) }
      number += 1
    }
    unlink(donePath(group))
  }
}

/// The first line of a claim.
struct ClaimOwner: Equatable {
  /// By the file system's clock, in seconds since 1970.
  let since: Int
  let host: String
  /// For a person.
  let text: String

  var line: String { "\(since) \(host) \(text)" }

  init(since: Int, host: String, text: String) {
    (self.since, self.host, self.text) = (since, host, text)
  }

  init?(line: String) {
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count == 3, let since = Int(words[0]) else { return nil }
    self.init(since: since, host: words[1], text: words[2])
  }
}
