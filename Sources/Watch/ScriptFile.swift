import Basics
import CommandLine
import Glibc
import Interpreter

/// The script on the disk: read when it changes, written when a person moves a slider.
///
/// It is looked at again and again rather than watched by inotify: a look costs microseconds, sees a file that an editor
/// renames into place as well as one that it writes in place, and works on every file system.
struct ScriptFile: Sendable {
  /// As it was given.
  let path: String

  /// Of a script, in bytes: what a person writes is far below, and it is read at every save.
  static let sizeLimit = 2_097_152

  /// What tells one state of a file from another without reading it.
  struct Stamp: Sendable, Equatable {
    var size: Int
    var seconds: Int
    var nanoseconds: Int
    var inode: UInt64
    var device: UInt64

    /// Nil where there is no such file.
    init?(of path: String) {
      var found = stat()
      guard stat(path, &found) == 0 else { return nil }
      size = Int(found.st_size)
      (seconds, nanoseconds) = (found.st_mtim.tv_sec, found.st_mtim.tv_nsec)
      (inode, device) = (UInt64(found.st_ino), UInt64(found.st_dev))
    }
  }

  var stamp: Stamp? { Stamp(of: path) }

  /// - Throws: `WatchError.tooLarge`, `.unreadable`.
  func read() throws(WatchError) -> String {
    if let stamp, stamp.size > Self.sizeLimit {
      throw .tooLarge(path: path, bytes: stamp.size, limit: Self.sizeLimit)
    }
    do throws(UnreadableFile) { return try readTextFile(path) } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
  }

  /// Writes the text whole or not at all.
  /// - Throws: `UnreadableFile` with the system's words.
  func write(_ text: String) throws(UnreadableFile) { try writeTextFile(path, text) }
}

/// Decides when a file that is looked at every few milliseconds is worth reading: once it has changed, and has then stayed
/// as it is from one look to the next, so that an editor that empties a file before it fills it is not caught in between.
struct SettlingStamp {
  private var read: ScriptFile.Stamp?
  private var last: ScriptFile.Stamp?
  private var looksSinceChange = 0
  /// A file that never rests is read all the same after so many looks.
  private static let patience = 20

  init(_ stamp: ScriptFile.Stamp?) {
    (read, last) = (stamp, stamp)
  }

  /// - Returns: whether to read the file now.
  mutating func look(_ stamp: ScriptFile.Stamp?) -> Bool {
    defer { last = stamp }
    guard stamp != read else {
      looksSinceChange = 0
      return false
    }
    looksSinceChange += 1
    // An editor that renames leaves a moment without a file.
    let isSettled = stamp == last && (stamp != nil || looksSinceChange > Self.patience)
    guard isSettled || stamp != nil && looksSinceChange > Self.patience else { return false }
    (read, looksSinceChange) = (stamp, 0)
    return true
  }
}
