import Glibc

/// A file that appears under its name whole or not at all: written without a name, which it is given at the end, so that
/// the system takes it away from whoever is killed before. Where a file system cannot have such files, it is written beside
/// its place under another name, then renamed.
///
/// Who may read, write and run an older one stays as it was, and a link stays a link. Every call throws what `Failure`
/// makes of the path and the number that the system left.
public final class AtomicFile<Failure: Error> {
  private let path: String
  private let failure: (String, Int32) -> Failure
  private let temporary: String
  let isNameless: Bool
  private var descriptor: Int32
  /// Bytes written so far.
  public private(set) var count = 0

  /// - Parameters:
  ///   - path: where the file is to be.
  ///   - permissions: of a file that was not there before.
  ///   - failure: the caller's error for a path and an `errno`.
  public convenience init(
    path: String, permissions: mode_t = 0o644, failure: @escaping (String, Int32) -> Failure
  ) throws(Failure) {
    try self.init(path: path, permissions: permissions, isNamed: false, failure: failure)
  }

  /// - Parameter isNamed: whether it has a name from the beginning, although the file system could do without.
  init(
    path: String, permissions: mode_t, isNamed: Bool, failure: @escaping (String, Int32) -> Failure
  ) throws(Failure) {
    var old = stat()
    let isReplacing = stat(path, &old) == 0
    self.path = isReplacing ? Self.target(of: path) : path
    self.failure = failure
    temporary = UnfinishedParts.name(besides: self.path)
    let nameless = isNamed ? nil : Self.openNameless(besides: self.path, permissions)
    isNameless = nameless != nil
    descriptor = nameless ?? open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw failure(path, errno) }
    flock(descriptor, LOCK_EX | LOCK_NB)
    if isReplacing { fchmod(descriptor, old.st_mode & 0o7777) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isNameless { unlink(temporary) }
  }

  /// A file in the folder of `path` that has no name yet (Linux's `O_TMPFILE`); nil where there are none, or no way to name
  /// it later.
  private static func openNameless(besides path: String, _ permissions: mode_t) -> Int32? {
    // The macro is made of others, which Swift does not import.
    let nameless: Int32 = 0o20_000_000 | O_DIRECTORY
    let descriptor = open(UnfinishedParts.folder(of: path), O_RDWR | nameless | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { return nil }
    guard access(link(to: descriptor), F_OK) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// By which the system finds an open file that has no name.
  private static func link(to descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  private static func target(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Adds bytes at the end.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    try write(bytes, at: count)
    count += bytes.count
  }

  /// Adds bytes at the end.
  public func write(_ bytes: [UInt8]) throws(Failure) {
    try write(bytes, at: count)
    count += bytes.count
  }

  /// Writes over what is already there; does not move the end.
  public func overwrite(_ bytes: [UInt8], at offset: Int) throws(Failure) {
    try write(bytes, at: offset)
  }

  private func write(_ bytes: [UInt8], at offset: Int) throws(Failure) {
    let result = bytes.withUnsafeBytes { buffer in Result { () throws(Failure) in try write(buffer, at: offset) } }
    try result.get()
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let written = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path, written == 0 ? ENOSPC : errno) }
      done += written
    }
  }

  /// Puts the file in place. What was there before is there until this moment.
  /// - Parameter isSynced: whether it must be on the disk first, since a crash could leave a renamed file without its
  ///   content; not needed for what can be made again.
  public func commit(isSynced: Bool = true) throws(Failure) {
    guard !isSynced || fsync(descriptor) == 0 else { throw failure(path, errno) }
    let isInPlace = isNameless ? try giveName() : false
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, isInPlace || rename(temporary, path) == 0 else {
      let error = failure(path, errno)
      unlink(temporary)
      throw error
    }
  }
}

extension AtomicFile {
  /// Gives a file without a name its own or, where there is an older one, which only a rename can replace, another first.
  /// - Returns: whether it is in place.
  private func giveName() throws(Failure) -> Bool {
    let link = Self.link(to: descriptor)
    if linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 { return true }
    guard errno == EEXIST, linkat(AT_FDCWD, link, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else {
      throw failure(path, errno)
    }
    return false
  }
}

extension AtomicFile where Failure == SystemError {
  /// For callers that have no words of their own.
  public convenience init(path: String, permissions: mode_t = 0o644) throws(SystemError) {
    try self.init(path: path, permissions: permissions) { SystemError($1) }
  }
}
