import Numerics

/// A cascade laid out for one width of picture, and the sums of one picture at one scale. One per thread.
///
/// Sums over rectangles come from integral images, four numbers each. All scales of a picture share one length of line, so
/// that the places of a feature's corners are worked out once a picture width, not once a scale.
final class CascadeScanner {
  /// A node with all that evaluating it reads, one after another in memory.
  private struct Node: BitwiseCopyable {
    var corners: (SIMD4<Int32>, SIMD4<Int32>, SIMD4<Int32>)
    var weights: SIMD4<Float>
    var threshold: Float
    var left: Int32
    var right: Int32
  }

  private struct Tree: BitwiseCopyable {
    var firstNode: Int32
    var firstLeaf: Int32
  }

  private struct Stage: BitwiseCopyable {
    var firstTree: Int32
    var end: Int32
    var threshold: Float
  }

  private let cascade: Cascade
  private let nodes: OwnedBuffer<Node>
  private let trees: OwnedBuffer<Tree>
  private let leaves: OwnedBuffer<Float>
  private let stages: OwnedBuffer<Stage>
  /// Numbers in a line of the sums.
  private var line = 0
  private var sums = OwnedBuffer<Int32>(uninitialized: 0)
  private var squares = OwnedBuffer<UInt32>(uninitialized: 0)
  /// Inside the window's rim of one pixel, brightness and contrast are measured.
  private var rim = SIMD4<Int32>()
  private let area: Double

  init(_ cascade: Cascade) {
    self.cascade = cascade
    area = Double((cascade.width - 2) * (cascade.height - 2))
    let all = cascade.stages.flatMap(\.trees)
    nodes = OwnedBuffer(uninitialized: all.reduce(0) { $0 + $1.nodes.count })
    leaves = OwnedBuffer(uninitialized: all.reduce(0) { $0 + $1.leaves.count })
    trees = OwnedBuffer(uninitialized: all.count)
    stages = OwnedBuffer(uninitialized: cascade.stages.count)
    var (node, leaf, tree) = (0, 0, 0)
    for (number, stage) in cascade.stages.enumerated() {
      let first = tree
      for part in stage.trees {
        trees[tree] = Tree(firstNode: Int32(node), firstLeaf: Int32(leaf))
        for value in part.leaves {
          leaves[leaf] = value
          leaf += 1
        }
        node += part.nodes.count
        tree += 1
      }
      // OpenCV lets a sum pass that is short by the rounding of the file's numbers.
      stages[number] = Stage(firstTree: Int32(first), end: Int32(tree), threshold: stage.threshold - 1e-5)
    }
  }

  /// Sums up a picture, in which windows can then be asked.
  /// - Parameter widest: the width of the largest scale of this picture.
  func take(_ pixels: UnsafePointer<UInt8>, width: Int, height: Int, widest: Int) {
    lay(out: widest + 1)
    let needed = line * (height + 1)
    if sums.count < needed {
      sums = OwnedBuffer(uninitialized: needed)
      squares = OwnedBuffer(uninitialized: needed)
    }
    let (sums, squares) = (sums.base, squares.base)
    sums.update(repeating: 0, count: line)
    squares.update(repeating: 0, count: line)
    for row in 0..<height {
      let (above, here) = (row * line, (row + 1) * line)
      (sums[here], squares[here]) = (0, 0)
      var (sum, square): (Int32, UInt32) = (0, 0)
      for column in 0..<width {
        let pixel = pixels[row * width + column]
        sum &+= Int32(pixel)
        square &+= UInt32(pixel) &* UInt32(pixel)
        sums[here + column + 1] = sums[above + column + 1] &+ sum
        squares[here + column + 1] = squares[above + column + 1] &+ square
      }
    }
  }

  /// How far the window with its corner at a place comes: nil where it passes every stage, otherwise the first stage that
  /// rejects it; -1 where it has too little contrast for anything to be seen.
  func rejection(x: Int, y: Int) -> Int? {
    let place = y * line + x
    let (sums, squares) = (sums.base + place, squares.base + place)
    let sum = Double(Self.sum(sums, rim))
    let square = Double(
      squares[Int(rim[0])] &- squares[Int(rim[1])] &- squares[Int(rim[2])] &+ squares[Int(rim[3])])
    let spread = area * square - sum * sum
    guard spread > 0 else { return -1 }
    let factor = Float(1 / spread.squareRoot())
    guard area * Double(factor) < 1e-1 else { return -1 }
    for number in 0..<stages.count {
      let stage = stages.base[number]
      var total = 0.0
      for tree in stage.firstTree..<stage.end { total += Double(answer(of: trees.base[Int(tree)], sums, factor)) }
      if total < Double(stage.threshold) { return number }
    }
    return nil
  }

  @inline(__always)
  private func answer(of tree: Tree, _ sums: UnsafePointer<Int32>, _ factor: Float) -> Float {
    var index = 0
    repeat {
      let node = nodes.base + Int(tree.firstNode) + index
      let weights = node.pointee.weights
      var value = weights[0] * Float(Self.sum(sums, node.pointee.corners.0))
      value += weights[1] * Float(Self.sum(sums, node.pointee.corners.1))
      if weights[2] != 0 { value += weights[2] * Float(Self.sum(sums, node.pointee.corners.2)) }
      index = Int(value * factor < node.pointee.threshold ? node.pointee.left : node.pointee.right)
    } while index > 0
    return leaves.base[Int(tree.firstLeaf) - index]
  }

  @inline(__always)
  private static func sum(_ sums: UnsafePointer<Int32>, _ corners: SIMD4<Int32>) -> Int32 {
    sums[Int(corners[0])] &- sums[Int(corners[1])] &- sums[Int(corners[2])] &+ sums[Int(corners[3])]
  }

  /// Works out where corners lie in lines of another length.
  private func lay(out length: Int) {
    guard length != line else { return }
    line = length
    rim = corners(Cascade.Rectangle(x: 1, y: 1, width: cascade.width - 2, height: cascade.height - 2))
    var number = 0
    for tree in cascade.stages.lazy.flatMap(\.trees) {
      for node in tree.nodes {
        let parts = cascade.features[node.feature].rectangles
        let third = parts.count > 2 ? parts[2] : Cascade.Rectangle()
        nodes[number] = Node(
          corners: (corners(parts[0]), corners(parts[1]), corners(third)),
          weights: SIMD4(parts[0].weight, parts[1].weight, third.weight, 0), threshold: node.threshold,
          left: Int32(node.left), right: Int32(node.right))
        number += 1
      }
    }
  }

  private func corners(_ part: Cascade.Rectangle) -> SIMD4<Int32> {
    let (top, bottom) = (part.y * line, (part.y + part.height) * line)
    return SIMD4(
      Int32(top + part.x), Int32(top + part.x + part.width), Int32(bottom + part.x),
      Int32(bottom + part.x + part.width))
  }
}
