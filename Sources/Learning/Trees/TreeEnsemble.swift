import FoundationEssentials
import Numerics

/// Trees after learning, their nodes in one list: each tree's root first, children after their parents.
struct TreeEnsemble: Sendable, Equatable {
  private(set) var nodes: [TreeNode] = []
  /// The place of each tree's root.
  private(set) var roots: [Int32] = []

  var treeCount: Int { roots.count }
  var byteCount: Int { nodes.count * MemoryLayout<TreeNode>.stride + roots.byteCount }

  /// Adds a tree whose children count from its own root. `payloadOffset` is added to what its leaves say from
  /// `mixedFrom` on.
  mutating func append(_ tree: [TreeNode], mixedFrom: Int = .max, payloadOffset: Int = 0) {
    let start = nodes.count
    roots.append(Int32(truncatingIfNeeded: start))
    for node in tree {
      var moved = node
      if node.isLeaf {
        if Int(node.columnBits) >= mixedFrom { moved.columnBits += UInt32(truncatingIfNeeded: payloadOffset) }
      } else {
        moved.child += Int32(truncatingIfNeeded: start)
      }
      nodes.append(moved)
    }
  }

  /// Only the first `count` trees.
  mutating func keepFirst(_ count: Int) {
    guard count < roots.count else { return }
    nodes.removeSubrange(Int(roots[count])...)
    roots.removeSubrange(count...)
  }

  /// The nodes of one tree.
  func range(of tree: Int) -> Range<Int> {
    Int(roots[tree])..<(tree + 1 < roots.count ? Int(roots[tree + 1]) : nodes.count)
  }

  /// The place of the leaf that a row falls into.
  @inline(__always)
  static func leaf(
    of row: UnsafePointer<Float>, from root: Int, in nodes: UnsafePointer<TreeNode>
  ) -> Int {
    var place = root
    while !nodes[place].isLeaf { place = nodes[place].next(row) }
    return place
  }

  /// Calls `body` with a block of rows, for each tree in turn, and the leaf that each of the rows falls into: block by
  /// block, on all threads. Blocks are short enough to stay in the cache while the trees pass.
  func forEachLeaf(
    _ features: Matrix, context: ExecutionContext,
    _ body: @escaping @Sendable (_ rows: Range<Int>, _ tree: Int, _ leaves: UnsafePointer<Int>) -> Void
  ) throws {
    let block = max(8, min(256, 1 << 14 / max(1, features.columns)))
    let (storage, walk, roots) = (features.storage, TreeWalk(nodes), roots)
    let columns = features.columns
    try context.forEachPiece(of: features.rows, size: block) { rows in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: rows.count) { leaves in
        storage.withUnsafeBufferPointer { storage in
          guard let numbers = storage.baseAddress, let leaves = leaves.baseAddress else { return }
          let own = TreeWalk.Rows(first: numbers + rows.lowerBound * columns, count: rows.count, columns: columns)
          for (tree, root) in roots.enumerated() {
            walk.descend(own, from: Int(root), to: leaves)
            body(rows, tree, leaves)
          }
        }
      }
    }
  }

  /// Whether every child comes after its parent and within the list, and no column or payload is out of bounds: what a
  /// file may get wrong.
  func isSound(columns: Int, payloads: Int) -> Bool {
    guard !roots.isEmpty, roots.first == 0, zip(roots, roots.dropFirst()).allSatisfy({ $0 < $1 }),
      roots.allSatisfy({ $0 < nodes.count })
    else { return false }
    return roots.indices.allSatisfy { tree in
      let range = range(of: tree)
      return range.allSatisfy { place in
        let node = nodes[place]
        if node.isLeaf { return node.columnBits < max(1, payloads) }
        return node.child > place && Int(node.child) + 1 < range.upperBound && node.column < columns
      }
    }
  }
}

extension TreeEnsemble: Codable {
  private enum CodingKeys: String, CodingKey {
    case roots, nodes
  }

  /// Nodes as bytes, little-endian: child, column, threshold; a text of numbers would be several times as long.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(roots, forKey: .roots)
    try container.encode(nodes.withUnsafeBytes { Data($0) }, forKey: .nodes)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    roots = try container.decode([Int32].self, forKey: .roots)
    let bytes = try container.decode(Data.self, forKey: .nodes)
    let size = MemoryLayout<TreeNode>.stride
    guard bytes.count % size == 0 else {
      throw DecodingError.dataCorruptedError(forKey: .nodes, in: container, debugDescription: "a node is cut short")
    }
    nodes = bytes.withUnsafeBytes { raw in
      (0..<bytes.count / size).map { raw.loadUnaligned(fromByteOffset: $0 * size, as: TreeNode.self) }
    }
  }
}
