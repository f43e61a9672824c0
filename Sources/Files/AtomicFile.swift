import Glibc

/// A file that appears under its name whole or not at all: written beside it under another name, then renamed.
package final class AtomicFile {
  private let path: String
  private let failure: (String, Int32) -> any Error
  private let temporary: String
  private var descriptor: Int32
  package private(set) var count = 0

  /// - Parameter failure: the importing module's error for a path and the number that a system call left.
  /// - Throws: what `failure` gives, here and in every other call.
  package init(path: String, failure: @escaping (String, Int32) -> any Error) throws {
    self.path = path
    self.failure = failure
    temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
    descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, errno) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    try write(bytes, at: count)
    count += bytes.count
  }

  package func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Writes over what is already there; does not move the end.
  package func overwrite(_ bytes: [UInt8], at offset: Int) throws {
    try bytes.withUnsafeBytes { try write($0, at: offset) }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let written = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path, written == 0 ? ENOSPC : errno) }
      done += written
    }
  }

  /// Puts the file in place. What was there before is there until this moment.
  package func commit() throws {
    // Without the sync a crash could leave a renamed file whose content never reached the disk.
    guard fsync(descriptor) == 0 else { throw failure(path, errno) }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, rename(temporary, path) == 0 else {
      let reason = errno
      unlink(temporary)
      throw failure(path, reason)
    }
  }
}
