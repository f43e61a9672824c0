import Basics
import Glibc

/// When something happened, by the clock of the file system that tells it.
///
/// Machines of a cluster disagree about the time, so what `status` tells of ages is reckoned in times that the file system
/// gives to files. Some file systems take those from whoever touches a file; so nothing that is decided rests on them but
/// whether one has changed (`ClaimWatch`).
struct FileTime: Sendable, Comparable {
  /// Since 1970, by that clock.
  let seconds: Double

  /// When a file was last changed; nil where it is not there. Opens it, because a client of a network file system may
  /// answer from memory otherwise.
  init?(of path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return nil }
    self.init(status)
  }

  init(seconds: Double) {
    self.seconds = seconds
  }

  private init(_ status: stat) {
    seconds = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
  }

  /// Gives a file the present time and says what that is. The file is made where it is missing.
  /// - Throws: what the system said.
  static func touch(_ path: String) throws(SystemError) -> FileTime {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SystemError() }
    defer { close(file) }
    // No time is handed over: so it is the server that looks at its clock.
    guard futimens(file, nil) == 0 else { throw SystemError() }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw SystemError() }
    return FileTime(status)
  }

  /// Gives a file that is there the present time.
  /// - Returns: whether it is there.
  static func refresh(_ path: String) -> Bool {
    utimensat(AT_FDCWD, path, nil, 0) == 0
  }

  static func < (a: FileTime, b: FileTime) -> Bool { a.seconds < b.seconds }
}
