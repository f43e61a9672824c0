import Glibc

/// What is written beside its place before it is moved there: folders, and files where the file system has none without
/// a name (`AtomicFile`). They are called `NAME.PROCESS-NUMBER.part`.
///
/// Whoever writes one holds a lock on it, which the system takes back from a process that is killed. So what nobody holds
/// is left over, wherever it was written from.
public enum UnfinishedParts {
  /// A name for one beside `path` that nothing else has.
  static func name(besides path: String) -> String {
    "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
  }

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
  }

  /// Takes away what killed processes left in the folder of `path`. Cost: a look at every name in it.
  public static func removeAbandoned(besides path: String) {
    let folder = folder(of: path)
    for name in visibleNames(in: folder) ?? [] where isPart(name) {
      let part = folder + name
      let descriptor = open(part, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { removeTree(part) }
      close(descriptor)
    }
  }

  private static func isPart(_ name: String) -> Bool {
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count > 2, pieces.last == "part" else { return false }
    let numbers = pieces[pieces.count - 2].split(separator: "-", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { UInt32($0) != nil }
  }
}

/// Removes a file, or a folder with all that is in it; links are removed, not followed.
public func removeTree(_ path: String) {
  if unlink(path) == 0 || errno == ENOENT { return }
  for entry in (try? folderEntries(path)) ?? [] { removeTree("\(path)/\(entry.name)") }
  rmdir(path)
}

/// A folder that is put in its place when it is complete, and taken away with all that is in it otherwise.
public final class AtomicFolder {
  /// Where to write until then.
  public let path: String
  private let final: String
  private let descriptor: Int32
  private var isCommitted = false

  /// - Throws: what the system said where no folder can be made there.
  public init(besides final: String) throws(SystemError) {
    self.final = final.count > 1 && final.hasSuffix("/") ? String(final.dropLast()) : final
    path = UnfinishedParts.name(besides: self.final)
    try makeFolder(path)
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    if !isCommitted { removeTree(path) }
    close(descriptor)
  }

  /// Puts the folder in place.
  /// - Parameter isReplacing: whether one that is there, with all that is in it, gives way.
  /// - Throws: what the system said; an older folder is where it was then.
  public func commit(replacing isReplacing: Bool = false) throws(SystemError) {
    if rename(path, final) == 0 {
      isCommitted = true
      return
    }
    guard isReplacing, errno == ENOTEMPTY || errno == EEXIST else { throw SystemError() }
    let old = UnfinishedParts.name(besides: final)
    guard rename(final, old) == 0 else { throw SystemError() }
    guard rename(path, final) == 0 else {
      let error = SystemError()
      rename(old, final)
      throw error
    }
    isCommitted = true
    removeTree(old)
  }
}
