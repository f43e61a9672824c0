import Numerics

/// The class weights in each bin of one column for the rows of one node, and which bins have any.
///
/// Kept clean between nodes: reading clears what adding wrote, so that a node of few rows costs little.
struct BinCounts {
  typealias Lanes = ClassPurity.Lanes

  /// One row of a node.
  struct Item: BitwiseCopyable {
    var row: Int32
    /// The place of its class.
    var code: Int32
    var weight: Float
  }

  let groups: Int
  private let stride: Int
  let weights: OwnedBuffer<Lanes>
  private let rows: OwnedBuffer<Int32>?
  /// For each bin a set of 256 bits with that one.
  private let bits: OwnedBuffer<SIMD4<UInt64>>
  private var touched = SIMD4<UInt64>.zero

  /// - Parameter countsRows: whether the rows in each bin are to be counted as well.
  init(classes: Int, countsRows: Bool) {
    groups = (classes + 7) / 8
    stride = groups * 8
    weights = OwnedBuffer(repeating: .zero, count: 256 * groups)
    rows = countsRows ? OwnedBuffer(repeating: 0, count: 256) : nil
    bits = OwnedBuffer(repeating: .zero, count: 256)
    for bin in 0..<256 { bits[bin][bin / 64] = 1 << (bin % 64) }
  }

  /// Adds the rows of a node. - Parameter bins: of the node's rows, one after the other.
  mutating func add(_ items: UnsafeBufferPointer<Item>, _ bins: UnsafePointer<UInt8>) {
    let numbers = UnsafeMutableRawPointer(weights.base).assumingMemoryBound(to: Float.self)
    let bits = UnsafePointer(bits.base)
    var touched = SIMD4<UInt64>.zero
    if groups == 1 {
      for i in items.indices {
        let bin = Int(bins[i])
        touched |= bits[bin]
        numbers[bin &<< 3 &+ Int(items[i].code)] += items[i].weight
      }
    } else {
      for i in items.indices {
        let bin = Int(bins[i])
        touched |= bits[bin]
        numbers[bin &* stride &+ Int(items[i].code)] += items[i].weight
      }
    }
    self.touched = touched
    if let rows { for i in items.indices { rows.base[Int(bins[i])] += 1 } }
  }

  /// The lowest and the highest bin with rows; nil without any.
  var range: ClosedRange<Int>? {
    guard let low = (0..<4).first(where: { touched[$0] != 0 }), let high = (0..<4).last(where: { touched[$0] != 0 })
    else { return nil }
    return low * 64 + touched[low].trailingZeroBitCount...high * 64 + 63 - touched[high].leadingZeroBitCount
  }

  /// As `drain`, where there are at most eight classes and rows are not counted: without a loop over vectors.
  @inline(__always)
  mutating func drainEight(_ body: (_ bin: Int, _ weights: Lanes) -> Void) {
    let weights = weights.base
    for word in 0..<4 {
      var bits = touched[word]
      while bits != 0 {
        let bin = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        body(bin, weights[bin])
        weights[bin] = .zero
      }
    }
    touched = .zero
  }

  /// Takes out bin after bin, from the lowest with rows upwards.
  @inline(__always)
  mutating func drain(_ body: (_ bin: Int, _ weights: UnsafePointer<Lanes>, _ rows: Int32) -> Void) {
    for word in 0..<4 {
      var bits = touched[word]
      while bits != 0 {
        let bin = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        body(bin, UnsafePointer(weights.base + bin &* groups), rows?.base[bin] ?? 0)
        for group in 0..<groups { weights.base[bin &* groups &+ group] = .zero }
        rows?.base[bin] = 0
      }
    }
    touched = .zero
  }
}
