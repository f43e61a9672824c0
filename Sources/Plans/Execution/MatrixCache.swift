import Synchronization

/// What stages have computed, kept in memory under a byte budget; what was used least recently goes first.
public final class MatrixCache: Sendable {
  private struct Entry {
    var value: any Sendable
    var bytes: Int
    var lastUse: UInt64
  }

  private struct State {
    var entries: [Digest: Entry] = [:]
    var bytes = 0
    var budget: Int
    var clock: UInt64 = 0
  }

  private let state: Mutex<State>

  /// - Parameter budget: in bytes; a value larger than this is not kept at all.
  public init(budget: Int) {
    state = Mutex(State(budget: max(0, budget)))
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

  public var byteCount: Int { state.withLock { $0.bytes } }
  public var count: Int { state.withLock { $0.entries.count } }

  public func contains(_ key: Digest) -> Bool {
    state.withLock { $0.entries[key] != nil }
  }

  public func value<Value: Sendable>(_ type: Value.Type, for key: Digest) -> Value? {
    state.withLock { state in
      guard let value = state.entries[key]?.value as? Value else { return nil }
      state.clock += 1
      state.entries[key]?.lastUse = state.clock
      return value
    }
  }

  public func store(_ value: some Sendable, bytes: Int, for key: Digest) {
    state.withLock { state in
      if let old = state.entries.removeValue(forKey: key) { state.bytes -= old.bytes }
      guard bytes <= state.budget else { return }
      state.clock += 1
      state.entries[key] = Entry(value: value, bytes: bytes, lastUse: state.clock)
      state.bytes += bytes
      Self.evict(from: &state)
    }
  }

  public func removeAll() {
    state.withLock { state in
      state.entries = [:]
      state.bytes = 0
    }
  }

  private static func evict(from state: inout State) {
    guard state.bytes > state.budget else { return }
    for (key, entry) in state.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
      guard state.bytes > state.budget else { return }
      state.entries[key] = nil
      state.bytes -= entry.bytes
    }
  }
}
