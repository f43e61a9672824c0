/// A node of the level that is grown at the moment.
struct GrowingNode: Sendable {
  /// Which of the round's trees it belongs to.
  var output: Int
  /// Its place in that tree.
  var place: Int
  /// Its rows, in the tree's row order.
  var range: Range<Int>
  /// Their gradients' sum.
  var sum: Int64
  /// Whether it has weight and rows enough to be split.
  var maySplit: Bool
  /// Where its histograms are kept for its children; nil where they are not.
  var slot: Int?
}

/// Two children of one node, as places in the level. Only the smaller one's rows are added up where the parent's
/// histograms were kept: the other child's are the difference.
struct SiblingPair: Sendable {
  var smaller: Int
  /// Nil for a root.
  var larger: Int?
  var parentSlot: Int?
}

/// The nodes at one depth of all trees of a round.
struct GrowingLevel: Sendable {
  var nodes: [GrowingNode] = []
  /// Those where a split is to be looked for, tree by tree.
  var pairs: [[SiblingPair]]

  init(outputs: Int) {
    pairs = [[SiblingPair]](repeating: [], count: outputs)
  }

  var isDone: Bool { pairs.allSatisfy(\.isEmpty) }
}
