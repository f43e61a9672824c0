/// Trees laid out for many rows that walk down them.
///
/// A leaf leads to itself. So no step asks whether a row has arrived, and eight rows walk side by side: where one waits for
/// its next node, the others go on. Cost: about two cycles a step.
struct TreeWalk: Sendable {
  /// Rows that lie one behind the other.
  struct Rows {
    let first: UnsafePointer<Float>
    let count: Int
    let columns: Int
    /// Whether no number is missing.
    let isWhole: Bool

    init(first: UnsafePointer<Float>, count: Int, columns: Int) {
      (self.first, self.count, self.columns) = (first, count, columns)
      isWhole = UnsafeBufferPointer(start: first, count: count * columns).allSatisfy(\.isFinite)
    }
  }

  private struct Node: BitwiseCopyable {
    /// The left child, the right one beside it; of a leaf, itself.
    let child: Int32
    let column: UInt32
    /// Smaller numbers go left: of a leaf, all.
    let threshold: Float
  }

  private static let abreast = 8
  private let nodes: [TreeNode]
  private let steps: [Node]

  /// - Parameter nodes: of all trees, with places that count from the first of them.
  init(_ nodes: [TreeNode]) {
    self.nodes = nodes
    steps = nodes.enumerated().map { place, node in
      node.isLeaf
        ? Node(child: Int32(truncatingIfNeeded: place), column: 0, threshold: .infinity)
        : Node(child: node.child, column: UInt32(truncatingIfNeeded: node.column), threshold: node.threshold)
    }
  }

  /// The places of the leaves of a tree that rows fall into.
  func descend(_ rows: Rows, from root: Int, to leaves: UnsafeMutablePointer<Int>) {
    let abreast = rows.isWhole ? rows.count / Self.abreast * Self.abreast : 0
    steps.withUnsafeBufferPointer { steps in
      guard let steps = steps.baseAddress else { return }
      for row in stride(from: 0, to: abreast, by: Self.abreast) {
        Self.descend(rows.first + row * rows.columns, rows.columns, from: root, steps, to: leaves + row)
      }
    }
    nodes.withUnsafeBufferPointer { nodes in
      guard let nodes = nodes.baseAddress else { return }
      for row in abreast..<rows.count {
        leaves[row] = TreeEnsemble.leaf(of: rows.first + row * rows.columns, from: root, in: nodes)
      }
    }
  }

  /// `abreast` rows without a missing number.
  @inline(__always)
  private static func descend(
    _ rows: UnsafePointer<Float>, _ columns: Int, from root: Int, _ steps: UnsafePointer<Node>,
    to places: UnsafeMutablePointer<Int>
  ) {
    for lane in 0..<abreast { places[lane] = root }
    // The numbers of a row of no columns are not looked at.
    guard Int(steps[root].child) != root else { return }
    var moved = 1
    while moved != 0 {
      moved = 0
      for lane in 0..<abreast {
        let place = places[lane]
        let step = steps[place]
        let next = Int(step.child) + (rows[lane * columns + Int(step.column)] >= step.threshold ? 1 : 0)
        moved |= next ^ place
        places[lane] = next
      }
    }
  }
}
