import Basics
import FoundationEssentials
import GRDB
import Glibc
import Plans

/// What is known of the values, and the experiment log: tables in SQLite. Short transactions only; several processes may have
/// it open at once.
struct StoreIndex: Sendable {
  /// Raised whenever the tables change.
  static let version = 1
  /// Seconds that other processes are waited for: their transactions take milliseconds.
  private static let patience = 2.0

  private let queue: DatabaseQueue
  /// Whether its tables were made just now.
  private let isNew: Bool

  /// Opens or makes the index of a store. One that is damaged, or of another version, is put aside under another name.
  /// - Returns: the index, and what a person should know of how it was opened.
  /// - Throws: `DatabaseError`, `SystemError`.
  static func open(in folder: String, adopting files: ValueFiles) throws -> (index: StoreIndex, note: String?) {
    try makeFolder(folder, permissions: 0o700)
    let path = folder + "/index.sqlite"
    return try withLock(folder + "/index.lock") {
      var aside: String?
      var opened = try? StoreIndex(path: path)
      if opened == nil, access(path, F_OK) == 0 {
        // Unusable for good, or only just now?
        if let problem = passingProblem(of: path) { throw problem }
        aside = try putAside(path)
      }
      if opened == nil { opened = try StoreIndex(path: path) }
      guard let index = opened else { throw DatabaseError(resultCode: .SQLITE_CANTOPEN) }
      if index.isNew { try index.adopt(files.all()) }
      return (
        index,
        aside.map { "its index was of another version of mien, or damaged: a new one was begun, the old one is \($0)" }
      )
    }
  }

  private init(path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(Self.patience)
    configuration.label = "mien.store"
    configuration.prepareDatabase { db in
      // The write-ahead log needs memory that all processes share, which machines do not.
      let mode = NetworkFolder.holds(path) ? "journal_mode = DELETE" : "journal_mode = WAL"
      try db.execute(sql: "PRAGMA \(mode); PRAGMA synchronous = NORMAL")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    isNew = try queue.writeWithoutTransaction { db in
      var isNew = false
      try db.inTransaction(.immediate) {
        isNew = try Self.prepare(db)
        return .commit
      }
      return isNew
    }
  }

  /// - Returns: whether there was nothing before.
  private static func prepare(_ db: Database) throws -> Bool {
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    if found == version {
      // Right in number and wrong in form would fail at every use; so it is told here, where a new one can be begun.
      for question in expectedColumns { _ = try db.makeStatement(sql: question) }
      return false
    }
    guard found == 0, tables == 0 else { throw DatabaseError(resultCode: .SQLITE_MISMATCH) }
    try db.execute(sql: schema)
    try db.execute(sql: "PRAGMA user_version = \(version)")
    return true
  }

  private static let schema = """
    CREATE TABLE value (
      key BLOB PRIMARY KEY, bytes INTEGER NOT NULL, seconds REAL NOT NULL, what TEXT NOT NULL, rows INTEGER NOT NULL,
      used INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX value_used ON value (used);
    CREATE INDEX value_what ON value (what);
    CREATE TABLE look (
      test_rows BLOB NOT NULL, plan BLOB NOT NULL, ordinal INTEGER NOT NULL, PRIMARY KEY (test_rows, plan)
    ) WITHOUT ROWID;
    CREATE TABLE run (
      number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, plan_text TEXT NOT NULL, program TEXT NOT NULL,
      plan BLOB NOT NULL, test_rows BLOB NOT NULL, predictions BLOB NOT NULL, data TEXT NOT NULL,
      data_fingerprint TEXT NOT NULL, synthetic TEXT, seed INTEGER NOT NULL, version TEXT NOT NULL,
      evaluation TEXT NOT NULL, seconds REAL NOT NULL, time INTEGER NOT NULL, ordinal INTEGER NOT NULL);
    CREATE TABLE score (
      run INTEGER NOT NULL REFERENCES run, position INTEGER NOT NULL, fold INTEGER NOT NULL, name TEXT NOT NULL,
      value REAL, PRIMARY KEY (run, position, fold)) WITHOUT ROWID;
    """

  private static let expectedColumns = [
    "SELECT key, bytes, seconds, what, rows, used FROM value",
    "SELECT test_rows, plan, ordinal FROM look",
    """
    SELECT number, id, plan_text, program, plan, test_rows, predictions, data, data_fingerprint, synthetic, seed,
      version, evaluation, seconds, time, ordinal FROM run
    """,
    "SELECT run, position, fold, name, value FROM score",
  ]

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.read(body)
  }

  func change<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.writeWithoutTransaction { db in
      var value: Value?
      try db.inTransaction(.immediate) {
        value = try body(db)
        return .commit
      }
      guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
      return value
    }
  }

  /// Values that the index does not know of.
  private func adopt(_ values: [(key: Digest, bytes: Int)]) throws {
    guard !values.isEmpty else { return }
    try change { db in
      for (key, bytes) in values {
        try db.execute(
          sql: "INSERT OR IGNORE INTO value VALUES (?, ?, 0, '', 0, 0)", arguments: [key.blob, bytes])
      }
    }
  }

  /// Why the index cannot be opened although nothing is wrong with it: rights, a full disk, somebody else's work.
  private static func passingProblem(of path: String) -> DatabaseError? {
    do {
      _ = try StoreIndex(path: path)
      return nil
    } catch let error as DatabaseError {
      let lasting: [ResultCode] = [.SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_MISMATCH, .SQLITE_ERROR]
      return lasting.contains(error.resultCode.primaryResultCode) ? nil : error
    } catch { return DatabaseError(resultCode: .SQLITE_CANTOPEN) }
  }

  private static func putAside(_ path: String) throws(SystemError) -> String {
    var number = 1
    while access("\(path).old\(number)", F_OK) == 0 { number += 1 }
    let aside = "\(path).old\(number)"
    guard rename(path, aside) == 0 else { throw SystemError() }
    for ending in ["-wal", "-shm"] { rename(path + ending, aside + ending) }
    return aside
  }

  /// Two processes that find an old index at once must not both put one aside.
  private static func withLock<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SystemError() }
    defer { close(file) }
    let start = ContinuousClock.now
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EINTR || errno == EWOULDBLOCK, start.duration(to: .now) < .seconds(patience) else {
        throw SystemError()
      }
      usleep(10_000)
    }
    return try body()
  }
}

extension Row {
  /// What stands in a column; nil where there is no such column, or something else in it. The row's own subscript ends
  /// the program there, and a file on disk may hold anything.
  func cell<Value: DatabaseValueConvertible>(_ name: String) -> Value? {
    let value: DatabaseValue? = self[name]
    return value.flatMap { Value.fromDatabaseValue($0) }
  }
}

extension Digest {
  var blob: Data {
    var writer = ByteWriter()
    write(to: &writer)
    return Data(writer.bytes)
  }

  init?(blob: Data?) {
    guard let blob else { return nil }
    var reader = ByteReader(Array(blob))
    guard let digest = try? Digest(from: &reader) else { return nil }
    self = digest
  }
}
