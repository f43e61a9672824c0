import Numerics
import Testing

@testable import Learning

/// Rows that walk side by side end where one by itself does, with missing numbers and without.
@Suite struct TreeWalkTests {
  /// A tree of random splits over three columns, from a place on.
  private func tree(depth: Int, _ generator: inout SeededGenerator) -> [TreeNode] {
    var nodes: [TreeNode] = [.leaf()]
    var open = [(place: 0, depth: 0)]
    while let (place, level) = open.popLast() {
      guard level < depth, generator.uniform() < 0.8 else {
        nodes[place] = .leaf(value: Float(place), payload: 1 << 20)
        continue
      }
      nodes[place] = .split(
        column: Int(generator.uniform() * 3), threshold: Float(generator.uniform()), child: nodes.count,
        missingLeft: generator.uniform() < 0.5)
      open += [(nodes.count, level + 1), (nodes.count + 1, level + 1)]
      nodes += [.leaf(), .leaf()]
    }
    return nodes
  }

  @Test(arguments: [0, 0.1]) func manyRowsEndWhereEachDoesByItself(missing: Double) throws {
    var generator = SeededGenerator(seed: 5)
    var ensemble = TreeEnsemble()
    for depth in [0, 1, 3, 9, 6] { ensemble.append(tree(depth: depth, &generator)) }
    var features = Matrix(rows: 137, columns: 3)
    for row in 0..<137 {
      for column in 0..<3 { features[row, column] = generator.uniform() < missing ? .nan : Float(generator.uniform()) }
    }
    // A number that is a threshold goes right.
    features[0, 0] = ensemble.nodes.first { !$0.isLeaf }?.threshold ?? 0
    let (nodes, roots, rows) = (ensemble.nodes, ensemble.roots, features)
    let expected = roots.map { root in
      (0..<137).map { row in
        var place = Int(root)
        while !nodes[place].isLeaf { place = nodes[place].next(Array(rows.row(row))) }
        return place
      }
    }
    try ensemble.forEachLeaf(features, context: .plain) { rows, tree, leaves in
      for (i, row) in rows.enumerated() { #expect(leaves[i] == expected[tree][row]) }
    }
  }
}
