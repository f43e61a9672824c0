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
  private let weights: OwnedBuffer<Lanes>
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

  /// Adds the rows of a node. - Parameter bytes: the column's bins.
  mutating func add(_ items: UnsafeBufferPointer<Item>, _ bytes: UnsafePointer<UInt8>) {
    let numbers = UnsafeMutableRawPointer(weights.base).assumingMemoryBound(to: Float.self)
    var touched = SIMD4<UInt64>.zero
    for item in items {
      let bin = Int(bytes[Int(item.row)])
      touched |= bits.base[bin]
      numbers[bin &* stride &+ Int(item.code)] += item.weight
    }
    self.touched = touched
    if let rows { for item in items { rows.base[Int(bytes[Int(item.row)])] += 1 } }
  }

  /// The lowest and the highest bin with rows; nil without any.
  var range: ClosedRange<Int>? {
    guard let low = (0..<4).first(where: { touched[$0] != 0 }), let high = (0..<4).last(where: { touched[$0] != 0 })
    else { return nil }
    return low * 64 + touched[low].trailingZeroBitCount...high * 64 + 63 - touched[high].leadingZeroBitCount
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
