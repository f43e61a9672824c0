/// One result for each row, written from several threads that never touch the same row.
final class Results<Value: Sendable>: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<Value>

  init(count: Int, initial: Value) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: initial)
  }

  deinit {
    storage.deinitialize()
    storage.deallocate()
  }

  subscript(row: Int) -> Value {
    get { storage[row] }
    set { storage[row] = newValue }
  }

  /// A copy of all of them.
  var values: [Value] { Array(storage) }
}
