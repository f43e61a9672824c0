/// Memory of numbers that is freed with its owner, for loops that an array's checks would slow down.
///
/// Not shared between threads unless nobody writes any more.
public final class OwnedBuffer<Number: BitwiseCopyable> {
  public let base: UnsafeMutablePointer<Number>
  public let count: Int

  /// Memory that is not touched before it is written, so that only what is used takes part in the process's size.
  @inlinable
  public init(uninitialized count: Int) {
    self.count = count
    base = .allocate(capacity: max(count, 1))
  }

  @inlinable
  public convenience init(repeating value: Number, count: Int) {
    self.init(uninitialized: count)
    base.initialize(repeating: value, count: count)
  }

  @inlinable
  deinit { base.deallocate() }

  @inlinable @inline(__always)
  public subscript(index: Int) -> Number {
    get { base[index] }
    set { base[index] = newValue }
  }

  /// Puts element `order[k]` at place `start + k`; `order` is a permutation of the places from `start` on that it covers.
  @inlinable
  public func permute(from start: Int, by order: [Int32]) {
    let moved = order.map { base[Int($0)] }
    for (offset, value) in moved.enumerated() { base[start + offset] = value }
  }
}
