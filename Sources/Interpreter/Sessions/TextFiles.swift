import Glibc

/// Why a file could not be read or written, in the system's words.
public struct UnreadableFile: Error {
  public let reason: String

  public init(reason: String) {
    self.reason = reason
  }
}

/// The text of a file, which must be UTF-8.
public func readTextFile(_ path: String) throws(UnreadableFile) -> String {
  guard let file = fopen(path, "rb") else { throw UnreadableFile(reason: String(cString: strerror(errno))) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    bytes += chunk[0..<count]
    if count < chunk.count { break }
  }
  guard ferror(file) == 0 else { throw UnreadableFile(reason: String(cString: strerror(errno))) }
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw UnreadableFile(reason: reasonAgainst(bytes))
  }
  return text
}

/// Why bytes are no text in UTF-8, and what to do.
private func reasonAgainst(_ bytes: [UInt8]) -> String {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    return "it is UTF-16 text; save it as UTF-8"
  }
  var line = 1
  for text in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
    guard String(validating: text, as: UTF8.self) != nil else { break }
    line += 1
  }
  return "line \(line) is not UTF-8 text; save it as UTF-8"
}

/// Writes beside the file and renames, so that a full disk leaves the old file as it was. Who may read, write and run it
/// stays as it was, and a link stays a link.
public func writeTextFile(_ path: String, _ text: String) throws(UnreadableFile) {
  let resolved = realpath(path, nil)
  defer { free(resolved) }
  let path = resolved.map { String(cString: $0) } ?? path
  let temporary = "\(path).\(getpid()).part"
  guard let file = fopen(temporary, "wb") else { throw UnreadableFile(reason: String(cString: strerror(errno))) }
  let bytes = Array(text.utf8)
  var old = stat()
  if stat(path, &old) == 0 { fchmod(fileno(file), old.st_mode & 0o7777) }
  let written = fwrite(bytes, 1, bytes.count, file)
  let isClosed = fclose(file) == 0
  guard written == bytes.count, isClosed, rename(temporary, path) == 0 else {
    let reason = String(cString: strerror(errno))
    unlink(temporary)
    throw UnreadableFile(reason: reason)
  }
}
