import Basics
import GRDB
import Glibc
import Plans
import Synchronization

/// The cache and the experiment log on disk.
///
/// Values are looked up by the names of their files, so that a look-up needs no index, and a damaged index costs no
/// value; the index knows which value was used last, and what all of them take. It is opened when something is first
/// written. Nothing here throws: what cannot be read is computed again, what cannot be written is not kept, and a
/// person is told once.
public final class DiskStore: DurableStore {
  private struct State {
    var index: StoreIndex?
    var isIndexUsable = true
    /// Until then the index is let alone: it failed, and waiting for it again at every value would cost more than it
    /// gives.
    var restsUntil: ContinuousClock.Instant?
    /// The last ordinal that was written for some test rows.
    var ordinals: [Digest: Int] = [:]
    var problem: String?
    var cap: Int
    /// Of all values, as far as this process knows.
    var bytes = 0
    var keptSinceCount = 0
    var bytesSinceCount = 0
    var used: Set<Digest> = []
    var warned: Set<String> = []
  }

  public static let standardCap = 4 << 30

  public let folder: String
  let files: ValueFiles
  private let onWarning: @Sendable (String) -> Void
  /// Where a worker writes down what it has kept, in the place of the index; nil for a session.
  private let journal: WorkerJournal?
  private let state: Mutex<State>
  /// Where runs go when the index cannot be written.
  let fallback = SessionExperimentLog()

  /// - Parameters:
  ///   - place: a folder, made when something is first written.
  ///   - cap: in bytes.
  ///   - onWarning: told, once each, what a person should know.
  public init(folder: String, cap: Int = standardCap, onWarning: @escaping @Sendable (String) -> Void) {
    self.folder = folder
    self.onWarning = onWarning
    files = ValueFiles(in: folder)
    journal = nil
    state = Mutex(State(cap: cap))
  }

  /// The store of a worker, which many processes on many machines share: no database is opened and no lock is taken,
  /// since neither is safe on every network file system. What is kept goes into a journal of the worker's own, which the
  /// next session takes into the index.
  /// - Parameters:
  ///   - patience: seconds that a value is tried to be written again and again where the folder is full, read-only or out
  ///     of reach.
  ///   - isInterrupted: ends the patience.
  public init(
    ofWorkerIn folder: String, patience: Double, isInterrupted: @escaping @Sendable () -> Bool,
    onWarning: @escaping @Sendable (String) -> Void
  ) {
    self.folder = folder
    self.onWarning = onWarning
    files = ValueFiles(in: folder)
    journal = WorkerJournal(in: folder, patience: patience, isInterrupted: isInterrupted)
    var state = State(cap: .max)
    state.isIndexUsable = false
    self.state = Mutex(state)
  }

  public var cap: Int {
    get { state.withLock { $0.cap } }
    set {
      state.withLock { $0.cap = newValue }
      evict()
    }
  }

  // MARK: Values

  public func contains(_ key: Digest) -> Bool {
    files.contains(key)
  }

  public func bytes(for key: Digest) -> [UInt8]? {
    switch files.read(key) {
    case .absent: return nil
    case .damaged:
      warn("a value in the cache was damaged; it is computed again")
      discard(key)
      return nil
    case .bytes(let bytes):
      let isTimeToFlush = state.withLock { state in
        state.used.insert(key)
        return state.used.count >= 1024
      }
      if isTimeToFlush { flush() }
      return bytes
    }
  }

  public func keep(_ bytes: [UInt8], for key: Digest, seconds: Double, what: String, rows: Int) {
    guard bytes.count < cap else { return }
    do throws(SystemError) {
      if let journal {
        let size = try journal.trying { () throws(SystemError) in try files.write(bytes, for: key) }
        journal.note(key, bytes: size, seconds: seconds, what: what, rows: rows)
        return
      }
      let size = try files.write(bytes, for: key)
      change("kept") { db in
        try db.execute(
          sql: "INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [key.blob, size, seconds, what, rows, Self.now])
      }
      let isOver = state.withLock { state in
        state.bytes += size
        state.keptSinceCount += 1
        state.bytesSinceCount += size
        // Other processes write too, so that own bytes alone do not tell when it is time to count.
        return state.bytes > state.cap || state.keptSinceCount >= 500 || state.bytesSinceCount > state.cap / 16
      }
      if isOver { evict() }
    } catch {
      warn("the cache at \(folder) cannot be written (\(error.reason)): results are right, but are not kept")
    }
  }

  public func discard(_ key: Digest) {
    files.remove(key)
    guard state.withLock({ $0.index != nil }) else { return }
    change("discarded") { try $0.execute(sql: "DELETE FROM value WHERE key = ?", arguments: [key.blob]) }
  }

  public func secondsPerRow(of what: String) -> Double? {
    let name = what.split(separator: " ").first.map(String.init) ?? what
    return read { db in
      let sql = "SELECT avg(seconds / rows) FROM value WHERE rows > 0 AND seconds > 0 AND "
      return try Double.fetchOne(db, sql: sql + "what = ?", arguments: [what])
        ?? Double.fetchOne(db, sql: sql + "what >= ? AND what < ?", arguments: [name, name + "!"])
    } ?? nil
  }

  // MARK: Housekeeping

  public func usage() -> StoreUsage {
    let counted = read { db in
      try Row.fetchOne(db, sql: "SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM value")
    }
    let problem = state.withLock { $0.problem }
    guard let row = counted ?? nil, let entries: Int = row.cell("entries"), let bytes: Int = row.cell("bytes") else {
      let all = files.all()
      return StoreUsage(entries: all.count, bytes: all.reduce(0) { $0 + $1.bytes }, problem: problem)
    }
    return StoreUsage(entries: entries, bytes: bytes, problem: problem)
  }

  public func removeAll() {
    for (key, _) in files.all() { files.remove(key) }
    change("cleared") { try $0.execute(sql: "DELETE FROM value") }
    state.withLock { state in
      state.bytes = 0
      state.used = []
    }
  }

  public func flush() {
    let used = state.withLock { state in
      defer { state.used = [] }
      return state.used
    }
    guard !used.isEmpty else { return }
    change("used") { db in
      let now = Self.now
      for key in used { try db.execute(sql: "UPDATE value SET used = ? WHERE key = ?", arguments: [now, key.blob]) }
    }
  }

  /// Takes away what was used least recently, down to nine tenths of the cap.
  private func evict() {
    flush()
    let cap = cap
    let gone = change("evicted") { db -> [Digest] in
      var total = try Self.sizeOfAll(db)
      var gone: [Digest] = []
      if total > cap {
        let rows = try Row.fetchCursor(db, sql: "SELECT key, bytes FROM value ORDER BY used, key")
        while total > cap / 10 * 9, let row = try rows.next() {
          if let key = Digest(blob: row.cell("key")) { gone.append(key) }
          total &-= row.cell("bytes") ?? 0
        }
      }
      for key in gone { try db.execute(sql: "DELETE FROM value WHERE key = ?", arguments: [key.blob]) }
      self.state.withLock { $0.bytes = total }
      return gone
    }
    state.withLock { ($0.keptSinceCount, $0.bytesSinceCount) = (0, 0) }
    for key in gone ?? [] { files.remove(key) }
  }

  /// As the index says, but no more than any disk has: a file may hold any number.
  private static func sizeOfAll(_ db: Database) throws -> Int {
    min(max(try Int.fetchOne(db, sql: "SELECT coalesce(sum(bytes), 0) FROM value") ?? 0, 0), 1 << 56)
  }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  // MARK: The index

  @discardableResult
  func change<Value>(_ what: String, _ body: (Database) throws -> Value) -> Value? {
    attempt { try $0.change(body) }
  }

  func read<Value>(_ body: (Database) throws -> Value) -> Value? {
    attempt { try $0.read(body) }
  }

  private func attempt<Value>(_ body: (StoreIndex) throws -> Value) -> Value? {
    guard let index = openIndex() else { return nil }
    do { return try body(index) } catch {
      state.withLock { $0.restsUntil = .now + .seconds(30) }
      fail(error)
      return nil
    }
  }

  private func openIndex() -> StoreIndex? {
    let opened: Result<(StoreIndex, String?), any Error>? = state.withLock { state in
      if let rest = state.restsUntil, rest > .now { return nil }
      if let index = state.index { return .success((index, nil)) }
      guard state.isIndexUsable else { return nil }
      do {
        let (index, note) = try StoreIndex.open(in: folder, adopting: files)
        WorkerJournal.take(in: folder, into: index)
        state.index = index
        state.bytes = (try? index.read(Self.sizeOfAll)) ?? 0
        return .success((index, note))
      } catch {
        state.isIndexUsable = false
        return .failure(error)
      }
    }
    switch opened {
    case .success((let index, let note))?:
      if let note { warn("the cache at \(folder): \(note)") }
      return index
    case .failure(let error)?:
      fail(error)
      return nil
    case nil: return nil
    }
  }

  func remember(_ ordinal: Int, ofTest test: Digest) {
    state.withLock { $0.ordinals[test] = max($0.ordinals[test] ?? 0, ordinal) }
  }

  func remembered(ofTest test: Digest) -> Int {
    state.withLock { $0.ordinals[test] ?? 0 }
  }

  private func fail(_ error: any Error) {
    let reason: String
    switch error {
    case let failure as SystemError: reason = failure.reason
    case let failure as DatabaseError: reason = failure.message ?? failure.resultCode.description
    default: reason = "\(error)"
    }
    state.withLock { $0.problem = reason }
    warn("the index of the cache at \(folder) cannot be used (\(reason)): runs are remembered in this session only")
  }

  private func warn(_ text: String) {
    if state.withLock({ $0.warned.insert(text).inserted }) { onWarning(text) }
  }
}
