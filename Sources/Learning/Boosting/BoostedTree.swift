/// A tree of one round and class, with what its splits and leaves were worth.
struct BoostedTree: Sendable, Equatable {
  var nodes: [TreeNode]
  /// What each split added to the score; 0 for leaves.
  var gains: [Float]
  /// Σ of second derivatives in each node.
  var covers: [Float]

  /// One leaf, to be told its value or split.
  init(cover: Double) {
    nodes = [.leaf()]
    gains = [0]
    covers = [Float(cover)]
  }

  mutating func setLeaf(_ place: Int, value: Float) {
    nodes[place] = .leaf(value: value)
  }

  /// Turns a leaf into a split. - Returns: the place of the left child, the right one's beside it.
  mutating func split(
    _ place: Int, column: Int, threshold: Float, missingLeft: Bool, gain: Double, covers: (Double, Double)
  ) -> Int {
    let child = nodes.count
    nodes[place] = .split(column: column, threshold: threshold, child: child, missingLeft: missingLeft)
    gains[place] = Float(gain)
    nodes += [.leaf(), .leaf()]
    gains += [0, 0]
    self.covers += [Float(covers.0), Float(covers.1)]
    return child
  }
}
