import Basics
import Dispatch
import Numerics
import Synchronization

/// What stages have computed: in memory under a byte budget, where what was used least recently goes first, and behind
/// that in a store that outlasts the session, if there is one. What two runs want at the same time is computed once.
public final class MatrixCache: Sendable {
  private struct Entry {
    var value: any Sendable
    var bytes: Int
    var lastUse: UInt64
    /// The training rows of the split that alone needs it.
    var split: Digest?
  }

  private struct State {
    var entries: [Digest: Entry] = [:]
    var bytes = 0
    var budget: Int
    /// Bytes that the process may have, whatever for; nil where only the budget counts.
    var processLimit: Int?
    var clock: UInt64 = 0
    var durable: (any StoredValues)?
    var isReadByOthers = false
    /// What is being computed just now; left when it is done.
    var underway: [Digest: DispatchGroup] = [:]
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - budget: in bytes; a value larger than this is not kept in memory at all.
  ///   - durable: nil for a cache in memory alone.
  public init(budget: Int, durable: (any StoredValues)? = nil) {
    state = Mutex(State(budget: max(0, budget), durable: durable))
  }

  public var budget: Int {
    get { state.withLock { $0.budget } }
    set {
      state.withLock { state in
        state.budget = max(0, newValue)
        Self.evict(from: &state)
      }
    }
  }

  /// Bytes that the whole process may have: what is kept gives way to what is being worked on. nil for no limit.
  public var processLimit: Int? {
    get { state.withLock { $0.processLimit } }
    set { state.withLock { $0.processLimit = newValue } }
  }

  /// How many pieces of work, each of so many bytes, may go on at once without the process growing beyond its limit: what
  /// is kept counts as free, for it can give way. At least one.
  func piecesAtOnce(bytesEach: Int) -> Int {
    let (limit, kept) = state.withLock { ($0.processLimit, $0.bytes) }
    guard let limit, bytesEach > 0 else { return .max }
    return max(1, (limit - max(0, ProcessMemory.resident - kept)) / bytesEach)
  }

  public var durable: (any StoredValues)? {
    get { state.withLock { $0.durable } }
    set { state.withLock { $0.durable = newValue } }
  }

  /// Whether other processes read from the store, while they work on the same plans, what all splits begin with: more of that
  /// is kept then.
  public var isReadByOthers: Bool {
    get { state.withLock { $0.isReadByOthers } }
    set { state.withLock { $0.isReadByOthers = newValue } }
  }

  public var byteCount: Int { state.withLock { $0.bytes } }
  public var count: Int { state.withLock { $0.entries.count } }

  /// Whether a value is at hand, in memory or kept.
  public func contains(_ key: Digest) -> Bool {
    let (isInMemory, durable) = state.withLock { ($0.entries[key] != nil, $0.durable) }
    return isInMemory || durable?.contains(key) ?? false
  }

  public func value<Value: Sendable>(_ type: Value.Type, for key: Digest) -> Value? {
    state.withLock { Self.value(type, for: key, in: &$0) }
  }

  public func store(_ value: some Sendable, bytes: Int, for key: Digest, split: Digest? = nil) {
    state.withLock { state in
      if let old = state.entries.removeValue(forKey: key) { state.bytes -= old.bytes }
      guard bytes <= state.budget else { return }
      state.clock += 1
      state.entries[key] = Entry(value: value, bytes: bytes, lastUse: state.clock, split: split)
      state.bytes += bytes
      Self.evict(from: &state)
      if bytes >= Self.worthLooking { Self.makeRoom(in: &state) }
    }
  }

  /// Smaller values are kept without asking how large the process has become.
  private static let worthLooking = 1 << 18

  /// Lets go of a value in memory.
  func release(key: Digest) {
    state.withLock { state in
      if let old = state.entries.removeValue(forKey: key) { state.bytes -= old.bytes }
    }
  }

  /// Lets go of what only the learning on some training rows needs, once that is done.
  func release(split: Digest) {
    state.withLock { state in
      for (key, entry) in state.entries where entry.split == split {
        state.entries[key] = nil
        state.bytes -= entry.bytes
      }
    }
  }

  public func removeAll() {
    state.withLock { state in
      state.entries = [:]
      state.bytes = 0
    }
  }

  private static func value<Value>(_ type: Value.Type, for key: Digest, in state: inout State) -> Value? {
    guard let value = state.entries[key]?.value as? Value else { return nil }
    state.clock += 1
    state.entries[key]?.lastUse = state.clock
    return value
  }

  /// Lets go of as much as the process is above its limit.
  private static func makeRoom(in state: inout State) {
    guard let limit = state.processLimit, ProcessMemory.resident > limit else { return }
    ProcessMemory.giveBack()
    let excess = ProcessMemory.resident - limit
    guard excess > 0 else { return }
    evict(from: &state, downTo: max(0, state.bytes - excess))
    ProcessMemory.giveBack()
  }

  private static func evict(from state: inout State, downTo target: Int? = nil) {
    let target = target ?? state.budget
    guard state.bytes > target else { return }
    for (key, entry) in state.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
      guard state.bytes > target else { return }
      state.entries[key] = nil
      state.bytes -= entry.bytes
    }
  }
}

// MARK: Computing once

extension MatrixCache {
  private enum Claim<Value> {
    case present(Value)
    case underway(DispatchGroup)
    case mine
  }

  /// The value under a key: from memory, from the store, from whoever is computing it just now, or computed.
  /// - Parameters:
  ///   - form: how it is kept over sessions; nil where it is not.
  ///   - bytes: what it takes in memory.
  ///   - split: the training rows of the split that alone needs it, to be let go when that is done; nil otherwise.
  ///   - compute: the value with the seconds it took, those of what it is made from left out.
  func value<Value: Sendable>(
    for key: Digest, form: StoredForm<Value>?, bytes: (Value) -> Int, split: Digest? = nil, context: ExecutionContext,
    _ compute: () throws -> (value: Value, seconds: Double)
  ) throws -> (value: Value, isFromCache: Bool) {
    while true {
      switch claim(key, Value.self) {
      case .present(let value): return (value, true)
      case .underway(let group):
        while group.wait(timeout: .now() + .milliseconds(100)) == .timedOut { try context.checkInterruption() }
      case .mine:
        defer { finish(key) }
        if let form, let value = kept(form, key) {
          store(value, bytes: bytes(value), for: key)
          return (value, true)
        }
        try context.checkInterruption()
        let (value, seconds) = try compute()
        let size = bytes(value)
        store(value, bytes: size, for: key, split: split)
        if let form { keep(value, form, key, bytes: size, seconds: seconds) }
        return (value, false)
      }
    }
  }

  /// The value under a key, if it is at hand; computes nothing.
  func known<Value: Sendable>(for key: Digest, form: StoredForm<Value>, bytes: (Value) -> Int) -> Value? {
    if let value = value(Value.self, for: key) { return value }
    guard let value = kept(form, key) else { return nil }
    store(value, bytes: bytes(value), for: key)
    return value
  }

  private func claim<Value>(_ key: Digest, _ type: Value.Type) -> Claim<Value> {
    state.withLock { state in
      if let value = Self.value(type, for: key, in: &state) { return .present(value) }
      if let group = state.underway[key] { return .underway(group) }
      let group = DispatchGroup()
      group.enter()
      state.underway[key] = group
      return .mine
    }
  }

  private func finish(_ key: Digest) {
    state.withLock { $0.underway.removeValue(forKey: key) }?.leave()
  }

  private func kept<Value>(_ form: StoredForm<Value>, _ key: Digest) -> Value? {
    guard let durable, let bytes = durable.bytes(for: key) else { return nil }
    if let value = form.value(from: bytes) { return value }
    durable.discard(key)
    return nil
  }

  private func keep<Value>(_ value: Value, _ form: StoredForm<Value>, _ key: Digest, bytes: Int, seconds: Double) {
    let (durable, isReadByOthers) = state.withLock { ($0.durable, $0.isReadByOthers) }
    func isWorthKeeping(_ bytes: Int) -> Bool {
      form.isWorthKeeping(bytes, seconds, isReadByOthers: isReadByOthers)
    }
    let isWorthTrying = form.isOftenSmallerInAFile ? seconds >= 0.02 : isWorthKeeping(bytes)
    guard let durable, isWorthTrying, let encoded = form.encode(value), isWorthKeeping(encoded.count) else { return }
    durable.keep(encoded, for: key, seconds: seconds, what: form.what, rows: form.rows(value))
  }
}
