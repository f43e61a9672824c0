import Basics
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

/// Writes a text whole or not at all: a full disk leaves the old file as it was.
public func writeTextFile(_ path: String, _ text: String) throws(UnreadableFile) {
  do {
    let file = try AtomicFile<SystemError>(path: path)
    try file.write(Array(text.utf8))
    try file.commit()
  } catch {
    throw UnreadableFile(reason: error.reason)
  }
}
