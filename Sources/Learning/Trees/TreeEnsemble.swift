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

  /// So many rows walk down a tree side by side: where one waits for its next node, the others go on.
  private static let abreast = 8

  /// The places of the leaves that `abreast` rows fall into, the rows `columns` apart.
  ///
  /// Without a branch that depends on a number: a row that has arrived looks at its first number and stays.
  @inline(__always)
  private static func leavesAbreast(
    _ rows: UnsafePointer<Float>, _ columns: Int, from root: Int, in nodes: UnsafePointer<TreeNode>,
    into places: UnsafeMutablePointer<Int>
  ) {
    for lane in 0..<abreast { places[lane] = root }
    var moving = nodes[root].child
    while moving != 0 {
      moving = 0
      for lane in 0..<abreast {
        let place = places[lane]
        let node = nodes[place]
        let goesRight = node.sendsRight(rows[lane * columns + (node.isLeaf ? 0 : node.column)])
        places[lane] = node.isLeaf ? place : Int(node.child) + (goesRight ? 1 : 0)
        moving |= node.child
      }
    }
  }

  /// Calls `body` with a block of rows, for each tree in turn, and the leaf that each of the rows falls into: block by
  /// block, on all threads. Blocks are short enough to stay in the cache while the trees pass.
  func forEachLeaf(
    _ features: Matrix, context: ExecutionContext,
    _ body: @escaping @Sendable (_ rows: Range<Int>, _ tree: Int, _ leaves: UnsafePointer<Int>) -> Void
  ) throws {
    let block = max(8, min(256, 1 << 14 / max(1, features.columns)))
    let (storage, nodes, roots) = (features.storage, nodes, roots)
    let columns = features.columns
    try context.forEachPiece(of: features.rows, size: block) { rows in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: rows.count) { leaves in
        storage.withUnsafeBufferPointer { storage in
          nodes.withUnsafeBufferPointer { nodes in
            guard let numbers = storage.baseAddress, let nodes = nodes.baseAddress, let base = leaves.baseAddress
            else { return }
            let abreast = rows.count / Self.abreast * Self.abreast
            for (tree, root) in roots.enumerated() {
              for i in stride(from: 0, to: abreast, by: Self.abreast) {
                Self.leavesAbreast(
                  numbers + (rows.lowerBound + i) * columns, columns, from: Int(root), in: nodes, into: base + i)
              }
              for i in abreast..<rows.count {
                base[i] = Self.leaf(of: numbers + (rows.lowerBound + i) * columns, from: Int(root), in: nodes)
              }
              body(rows, tree, base)
            }
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
