import Basics
import Glibc
import Plans

/// One file a value, named after its key: 48 bytes of head (what it is, key, length, checksum), then the bytes. A file
/// appears whole or not at all, and one that is not what was written is not given out.
struct ValueFiles: Sendable {
  enum Reading {
    case absent
    case bytes([UInt8])
    /// Cut short, altered, or something else.
    case damaged
  }

  private static let mark: UInt64 = 0x3165_756C_6176_6D6E
  private static let headCount = 48

  let folder: String

  init(in folder: String) {
    self.folder = folder + "/values"
  }

  func path(of key: Digest) -> String {
    let name = key.hexadecimal
    return "\(folder)/\(name.prefix(2))/\(name)"
  }

  func contains(_ key: Digest) -> Bool {
    access(path(of: key), R_OK) == 0
  }

  func read(_ key: Digest) -> Reading {
    let file = open(path(of: key), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return .absent }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size >= Self.headCount,
      let head = Self.bytes(Self.headCount, from: file)
    else { return .damaged }
    var reader = ByteReader(head)
    guard let mark = try? reader.word(), mark == Self.mark, let named = try? Digest(from: &reader), named == key,
      let count = try? reader.integer(), count == Int(status.st_size) - Self.headCount,
      let sum = try? Digest(from: &reader), let bytes = Self.bytes(count, from: file),
      bytes.withUnsafeBytes({ Checksum.of($0, key: key) }) == sum
    else { return .damaged }
    return .bytes(bytes)
  }

  /// - Returns: how many bytes the file has.
  /// - Throws: `SystemError`; nothing is left behind then.
  func write(_ bytes: [UInt8], for key: Digest) throws(SystemError) -> Int {
    let file = try newFile(for: key)
    var head = ByteWriter()
    head.write(Self.mark)
    key.write(to: &head)
    head.write(bytes.count)
    bytes.withUnsafeBytes { Checksum.of($0, key: key) }.write(to: &head)
    try file.write(head.bytes)
    try file.write(bytes)
    // A value that a crash cuts short is told by its checksum and computed again, so it need not wait for the disk.
    try file.commit(isSynced: false)
    return head.bytes.count + bytes.count
  }

  private func newFile(for key: Digest) throws(SystemError) -> AtomicFile<SystemError> {
    let path = path(of: key)
    do { return try AtomicFile<SystemError>(path: path, permissions: 0o600) } catch  where error.number == ENOENT {
      try makeFolder(String(path.dropLast(33)), permissions: 0o700)
      return try AtomicFile<SystemError>(path: path, permissions: 0o600)
    }
  }

  func remove(_ key: Digest) {
    unlink(path(of: key))
  }

  /// Every value there is, with the size of its file. Takes away what killed processes left half written an hour ago.
  func all() -> [(key: Digest, bytes: Int)] {
    var found: [(key: Digest, bytes: Int)] = []
    for part in visibleNames(in: folder) ?? [] {
      for name in visibleNames(in: "\(folder)/\(part)") ?? [] {
        let path = "\(folder)/\(part)/\(name)"
        var status = stat()
        guard stat(path, &status) == 0 else { continue }
        if let key = Digest(hexadecimal: name) {
          found.append((key, Int(status.st_size)))
        } else if name.hasSuffix(".part"), time(nil) - status.st_mtim.tv_sec > 3600 {
          unlink(path)
        }
      }
    }
    return found
  }

  private static func bytes(_ count: Int, from file: Int32) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count, let base = buffer.baseAddress {
        let got = Glibc.read(file, base + initialized, count - initialized)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        initialized += got
      }
    }
    return bytes.count == count ? bytes : nil
  }
}
