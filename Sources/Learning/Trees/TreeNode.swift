/// One node of a binary tree, twelve bytes.
struct TreeNode: BitwiseCopyable, Sendable, Equatable {
  private static let missingGoesLeft: UInt32 = 1 << 31
  /// The place of the left child, the right one beside it; 0, where the first root stands, makes this a leaf.
  var child: Int32
  /// The column that is looked at, its highest bit set where missing numbers go left. Of a leaf: what its learner says.
  var columnBits: UInt32
  /// Smaller numbers go left. Of a leaf: its value.
  var threshold: Float

  var isLeaf: Bool { child == 0 }
  var column: Int { Int(columnBits & ~Self.missingGoesLeft) }
  var sendsMissingLeft: Bool { columnBits & Self.missingGoesLeft != 0 }

  static func leaf(value: Float = 0, payload: Int = 0) -> TreeNode {
    TreeNode(child: 0, columnBits: UInt32(truncatingIfNeeded: payload), threshold: value)
  }

  static func split(column: Int, threshold: Float, child: Int, missingLeft: Bool) -> TreeNode {
    TreeNode(
      child: Int32(truncatingIfNeeded: child),
      columnBits: UInt32(truncatingIfNeeded: column) | (missingLeft ? missingGoesLeft : 0), threshold: threshold)
  }

  /// Where a row goes from here.
  @inline(__always)
  func next(_ row: UnsafePointer<Float>) -> Int {
    let x = row[column]
    // NaN is neither below nor at the threshold.
    let goesRight = sendsMissingLeft ? x >= threshold : !(x < threshold)
    return Int(child) + (goesRight ? 1 : 0)
  }

  /// Which of eight rows go to the right from here, by their numbers of this node's column.
  @inline(__always)
  func sendsRight(_ numbers: SIMD8<Double>) -> SIMDMask<SIMD8<Int64>> {
    let threshold = Double(threshold)
    return sendsMissingLeft ? numbers .>= threshold : .!(numbers .< threshold)
  }
}
