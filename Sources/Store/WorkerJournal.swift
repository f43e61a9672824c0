import Basics
import GRDB
import Glibc
import Plans

/// What a worker has kept, a line each, in a file that nobody else writes to: the index of its values until a session takes
/// them into the database.
final class WorkerJournal: Sendable {
  /// Of a value.
  struct Entry: Codable, Sendable, Equatable {
    var key: String
    var bytes: Int
    var seconds: Double
    var what: String
    var rows: Int
  }

  /// A worker that has not written for so long, in seconds, will not write again.
  private static let abandoned = 3600.0

  private let path: String
  private let patience: Double
  private let isInterrupted: @Sendable () -> Bool

  init(in folder: String, patience: Double, isInterrupted: @escaping @Sendable () -> Bool) {
    self.patience = patience
    self.isInterrupted = isInterrupted
    path = "\(Self.place(in: folder))/\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
  }

  private static func place(in folder: String) -> String { folder + "/journals" }

  /// Does what writes to the folder; where that fails for a reason that passes, again and again.
  /// - Throws: what the system said last.
  func trying<Value>(_ body: () throws(SystemError) -> Value) throws(SystemError) -> Value {
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      do throws(SystemError) { return try body() } catch {
        guard ContinuousClock.now < end, !isInterrupted() else { throw error }
        usleep(200_000)
      }
    }
  }

  /// What cannot be written down is only missing from estimates and from what is counted.
  func note(_ key: Digest, bytes: Int, seconds: Double, what: String, rows: Int) {
    let entry = Entry(key: key.hexadecimal, bytes: bytes, seconds: seconds, what: what, rows: rows)
    guard let text = (try? JSONValue(encoding: entry))?.text else { return }
    var file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    if file < 0, errno == ENOENT {
      try? makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), permissions: 0o700)
      file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }
    guard file >= 0 else { return }
    defer { close(file) }
    let line = Array((text + "\n").utf8)
    _ = write(file, line, line.count)
  }

  /// Takes all journals of a folder into its index. What stands there already stays; one whose worker may still write is
  /// read now and taken away another time.
  static func take(in folder: String, into index: StoreIndex) {
    for name in visibleNames(in: place(in: folder)) ?? [] {
      let path = "\(place(in: folder))/\(name)"
      var status = stat()
      guard stat(path, &status) == 0, let entries = entries(at: path) else { continue }
      let taken: Void? = try? index.change { db in
        for entry in entries {
          guard let key = Digest(hexadecimal: entry.key) else { continue }
          try db.execute(
            sql: "INSERT OR IGNORE INTO value VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [key.blob, entry.bytes, entry.seconds, entry.what, entry.rows, status.st_mtim.tv_sec * 1000])
        }
      }
      if taken != nil, Double(time(nil) - status.st_mtim.tv_sec) > abandoned { unlink(path) }
    }
  }

  private static func entries(at path: String) -> [Entry]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += block[..<count]
    }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      try? JSONValue(parsing: Array(line)).decoded()
    }
  }
}
