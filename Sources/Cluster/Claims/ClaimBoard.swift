import Basics
import Glibc

/// Who works on which group: files whose names say it all, so that one listing is the whole state.
///
/// `17.1` is the first claim of group 17, `17.done` says that nothing of it is left. A claim is made by creating its file
/// where there must be none, which every file system does for one process alone, NFS included; its holder touches it now
/// and then. One that has not been touched for the time of expiry is left where it is, and whoever comes next makes
/// `17.2`: nothing of another worker's is ever renamed or removed, so that two who find a claim expired at once cannot
/// take each other's. The highest number holds.
struct ClaimBoard: Sendable {
  /// What a listing says of a group.
  enum Standing: Equatable {
    case free
    /// By the claim of this number.
    case claimed(Int)
    case done
  }

  let folder: String

  init(in sweep: SweepFolder) {
    folder = sweep.claims
  }

  func path(_ group: Int, _ number: Int) -> String { "\(folder)/\(group).\(number)" }
  private func donePath(_ group: Int) -> String { "\(folder)/\(group).done" }

  /// How all groups stand. Cost: one listing. What it says may be old: `claim` is what decides.
  /// - Throws: what the system said.
  func standings(count: Int) throws(SystemError) -> [Standing] {
    var standings = [Standing](repeating: .free, count: count)
    for entry in try folderEntries(folder) {
      let parts = entry.name.split(separator: ".")
      guard parts.count == 2, let group = Int(parts[0]), standings.indices.contains(group) else { continue }
      if parts[1] == "done" {
        standings[group] = .done
      } else if let number = Int(parts[1]) {
        switch standings[group] {
        case .free: standings[group] = .claimed(number)
        case .claimed(let other): standings[group] = .claimed(max(number, other))
        case .done: break
        }
      }
    }
    return standings
  }

  /// Tries to claim a group.
  /// - Parameters:
  ///   - number: 1, or one more than an expired claim's.
  ///   - owner: written into the claim, for people and for whoever finds it expired.
  /// - Returns: whether it is the caller's now.
  /// - Throws: what the system said, where it is not that the claim is there.
  func claim(_ group: Int, number: Int, owner: WorkerIdentity) throws(SystemError) -> Bool {
    let file = open(path(group, number), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { return false }
      throw SystemError()
    }
    defer { close(file) }
    var status = stat()
    let time = fstat(file, &status) == 0 ? status.st_mtim.tv_sec : 0
    let bytes = Array((ClaimOwner(since: time, host: owner.host, text: owner.text).line + "\n").utf8)
    // A claim of a full disk has no text, and holds all the same.
    _ = write(file, bytes, bytes.count)
    // A listing may have been old. What this process creates in a folder makes it look there anew.
    guard access(donePath(group), F_OK) != 0 else { return false }
    return true
  }

  /// Adds a line to a claim of one's own.
  func note(_ line: String, in group: Int, _ number: Int) {
    let file = open(path(group, number), O_WRONLY | O_APPEND | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    let bytes = Array((line + "\n").utf8)
    _ = write(file, bytes, bytes.count)
  }

  /// The lines of a claim; none where it is gone.
  func lines(of group: Int, _ number: Int) -> [String] {
    let bytes = (try? wholeFile(path(group, number))) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Who has made a claim; nil where it is gone, or was made on a full disk.
  func owner(of group: Int, _ number: Int) -> ClaimOwner? {
    lines(of: group, number).first.flatMap { ClaimOwner(line: $0) }
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

  /// Takes back that a group is done, because it is to be tried again.
  func reopen(_ group: Int) {
    guard access(donePath(group), F_OK) == 0 else { return }
    // The claims first: without them and yet done, nobody begins.
    var number = 1
    while unlink(path(group, number)) == 0 { number += 1 }
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
