import Basics
import Glibc
import Synchronization

/// Names files by what is in them.
final class FileContents: Sendable {
  /// What tells that a file is as it was, without reading it.
  private struct State: Hashable {
    let device, inode: UInt64
    let size, seconds, nanoseconds: Int
  }

  private let known = Mutex<[State: String]>([:])

  /// - Throws: `PlanError.unreadableFile`.
  /// - Cost: one pass over the file, the first time.
  func name(ofFile path: String) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure(path) }
    let state = State(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    if let name = known.withLock({ $0[state] }) { return name }
    let name = try digest(of: file, path).hexadecimal
    // A file that was written just now may be written again without its time telling.
    if time(nil) - status.st_mtim.tv_sec > 2 { known.withLock { $0[state] = name } }
    return name
  }

  private func digest(of file: Int32, _ path: String) throws -> Digest {
    var digest = Digest("file content")
    var total = 0
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      var filled = 0
      while filled < block.count {
        let count = block.withUnsafeMutableBytes { bytes in
          Glibc.read(file, bytes.baseAddress.map { $0 + filled }, bytes.count - filled)
        }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw failure(path) }
        guard count > 0 else { break }
        filled += count
      }
      total += filled
      block.withUnsafeBytes { bytes in
        digest.combine(Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[..<filled]), key: digest))
      }
      if filled < block.count { break }
    }
    digest.combine(total)
    return digest
  }

  private func failure(_ path: String) -> PlanError {
    .unreadableFile(path: path, reason: String(cString: strerror(errno)))
  }
}
