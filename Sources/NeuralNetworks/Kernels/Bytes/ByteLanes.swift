import CByteProducts

/// Some sixteens of sums of products of bytes, held in registers: what `ChannelLanes` is for floats.
protocol ByteLanes {
  static var width: Int { get }
  static var zero: Self { get }
  /// Adds, for each column, the products of four bytes with the column's four weights, which lie side by side.
  mutating func add(_ four: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>)
  /// Visits each sixteen; `body` is given how many columns come before it.
  func forEach(after: Int, _ body: (SIMD16<Int32>, Int) -> Void)
}

struct ByteLane: ByteLanes {
  private var sums = SIMD16<Int32>.zero

  static var width: Int { 16 }
  @inline(__always) static var zero: ByteLane { ByteLane() }

  @inline(__always)
  mutating func add(_ four: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>) {
    sums = add_byte_products(sums, four, weights)
  }

  @inline(__always)
  func forEach(after: Int, _ body: (SIMD16<Int32>, Int) -> Void) { body(sums, after) }
}

/// Twice as many.
struct ByteLanePair<Half: ByteLanes>: ByteLanes {
  private var low: Half
  private var high: Half

  static var width: Int { 2 * Half.width }
  @inline(__always) static var zero: Self { Self(low: .zero, high: .zero) }

  @inline(__always)
  private init(low: Half, high: Half) { (self.low, self.high) = (low, high) }

  @inline(__always)
  mutating func add(_ four: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>) {
    low.add(four, weights)
    high.add(four, weights + 4 * Half.width)
  }

  @inline(__always)
  func forEach(after: Int, _ body: (SIMD16<Int32>, Int) -> Void) {
    low.forEach(after: after, body)
    high.forEach(after: after + Half.width, body)
  }
}
