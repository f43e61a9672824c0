import Numerics

/// Trees as their Shapley values are worked out: with how many rows passed each node, and what each leaf says.
struct ShapleyTrees: Sendable {
  let ensemble: TreeEnsemble
  /// For each node the rows that reached it in training, by weight.
  let covers: [Float]
  /// Numbers that all trees together give for a row.
  let outputs: Int
  /// For each leaf `span` numbers from this place in `values` on.
  let leafStarts: [Int32]
  let values: [Float]
  /// Numbers of each leaf: all outputs, or one where tree after tree has the outputs in turn.
  let span: Int
  /// What the numbers of each tree count.
  let weight: Double

  /// The output of a tree's first number.
  func firstOutput(of tree: Int) -> Int { span == outputs ? 0 : tree % outputs }

  /// The share of a split's rows that went to its left child.
  @inline(__always)
  static func leftShare(_ child: Int, _ covers: UnsafePointer<Float>) -> Double {
    let (left, right) = (Double(covers[child]), Double(covers[child + 1]))
    return left + right > 0 ? left / (left + right) : 0.5
  }

  /// What the trees give on average over the rows that they were grown on. Cost: a step for each node.
  func expectedOutputs() -> [Double] {
    var result = [Double](repeating: 0, count: outputs)
    covers.withUnsafeBufferPointer { covers in
      guard let covers = covers.baseAddress else { return }
      for tree in 0..<ensemble.treeCount {
        let range = ensemble.range(of: tree)
        // The share of rows that reach each node; children come after their parents.
        var shares = [Double](repeating: 0, count: range.count)
        shares[0] = 1
        for place in range {
          let (node, share) = (ensemble.nodes[place], shares[place - range.lowerBound])
          guard node.isLeaf else {
            let left = Self.leftShare(Int(node.child), covers)
            shares[Int(node.child) - range.lowerBound] = share * left
            shares[Int(node.child) + 1 - range.lowerBound] = share * (1 - left)
            continue
          }
          for i in 0..<span {
            result[firstOutput(of: tree) + i] += weight * share * Double(values[Int(leafStarts[place]) + i])
          }
        }
      }
    }
    return result
  }

  /// Questions from a root to its farthest leaf.
  var depth: Int {
    var depths = [Int](repeating: 0, count: ensemble.nodes.count)
    var most = 0
    for (place, node) in ensemble.nodes.enumerated() where !node.isLeaf {
      for child in [Int(node.child), Int(node.child) + 1] { depths[child] = depths[place] + 1 }
      most = max(most, depths[place] + 1)
    }
    return most
  }
}
