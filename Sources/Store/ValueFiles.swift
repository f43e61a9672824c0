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
  /// - Throws: `SystemFailure`; nothing is left behind then.
  func write(_ bytes: [UInt8], for key: Digest) throws(SystemFailure) -> Int {
    let path = path(of: key)
    let own = String(path.dropLast(33))
    let temporary = "\(own)/.\(getpid()).\(UInt64.random(in: 0...UInt64.max)).part"
    var file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file < 0, errno == ENOENT {
      try makeFolder(own)
      file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }
    guard file >= 0 else { throw SystemFailure() }
    var head = ByteWriter()
    head.write(Self.mark)
    key.write(to: &head)
    head.write(bytes.count)
    bytes.withUnsafeBytes { Checksum.of($0, key: key) }.write(to: &head)
    do throws(SystemFailure) {
      try Self.write(head.bytes, to: file)
      try Self.write(bytes, to: file)
      guard close(file) == 0, rename(temporary, path) == 0 else { throw SystemFailure() }
    } catch {
      close(file)
      unlink(temporary)
      throw error
    }
    return head.bytes.count + bytes.count
  }

  func remove(_ key: Digest) {
    unlink(path(of: key))
  }

  /// Every value there is, with the size of its file. Takes away what killed processes left half written an hour ago.
  func all() -> [(key: Digest, bytes: Int)] {
    var found: [(key: Digest, bytes: Int)] = []
    for part in names(in: folder) {
      for name in names(in: "\(folder)/\(part)") {
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

  private func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
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

  private static func write(_ bytes: [UInt8], to file: Int32) throws(SystemFailure) {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      if wrote < 0, errno == EINTR { continue }
      guard wrote > 0 else { throw SystemFailure() }
      done += wrote
    }
  }
}

/// Makes a folder and those above it.
func makeFolder(_ path: String) throws(SystemFailure) {
  if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
  let parts = path.split(separator: "/", omittingEmptySubsequences: false)
  guard errno == ENOENT, parts.count > 1 else { throw SystemFailure() }
  try makeFolder(parts.dropLast().joined(separator: "/"))
  guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemFailure() }
}

/// What the system said when something failed.
struct SystemFailure: Error {
  let reason: String

  init() {
    reason = String(cString: strerror(errno))
  }
}
