import Glibc

/// A file that appears under its name whole or not at all: written beside it under another name, then renamed.
///
/// Who may read, write and run an older one stays as it was, and a link stays a link. Every call throws what `Failure`
/// makes of the path and the number that the system left.
public final class AtomicFile<Failure: Error> {
  private let path: String
  private let failure: (String, Int32) -> Failure
  private let temporary: String
  private var descriptor: Int32
  /// Bytes written so far.
  public private(set) var count = 0

  /// - Parameters:
  ///   - path: where the file is to be.
  ///   - permissions: of a file that was not there before.
  ///   - failure: the caller's error for a path and an `errno`.
  public init(
    path: String, permissions: mode_t = 0o644, failure: @escaping (String, Int32) -> Failure
  ) throws(Failure) {
    var old = stat()
    let isReplacing = stat(path, &old) == 0
    self.path = isReplacing ? Self.target(of: path) : path
    self.failure = failure
    temporary = UnfinishedParts.name(besides: self.path)
    descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw failure(path, errno) }
    flock(descriptor, LOCK_EX | LOCK_NB)
    if isReplacing { fchmod(descriptor, old.st_mode & 0o7777) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

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
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, rename(temporary, path) == 0 else {
      let error = failure(path, errno)
      unlink(temporary)
      throw error
    }
  }
}

extension AtomicFile where Failure == SystemError {
  /// For callers that have no words of their own.
  public convenience init(path: String, permissions: mode_t = 0o644) throws(SystemError) {
    try self.init(path: path, permissions: permissions) { SystemError($1) }
  }
}
