/// One row's way through a tree, both sides of every split: Algorithm 2 of Lundberg et al. 2020.
///
/// The path to a node holds each column once. Its weights count, for every number of the columns on it, the share of
/// their subsets' orders in which the row itself goes this way while the columns left out go the way of the training
/// rows; a column's contribution is what a leaf loses when the column is taken off the path.
struct ShapleyWalk {
  /// A column on the way to a node.
  struct Step {
    var column: Int
    /// The share of training rows that go this way at the column's splits.
    var others: Double
    /// 1 where the row goes this way itself, otherwise 0.
    var own: Double
    var weight: Double
  }

  let nodes: UnsafePointer<TreeNode>
  let covers: UnsafePointer<Float>
  let row: UnsafePointer<Float>
  let leafStarts: UnsafePointer<Int32>
  let values: UnsafePointer<Float>
  let span: Int
  /// Where a column's contributions to this tree's outputs are added: `outputs` apart from column to column.
  let result: UnsafeMutablePointer<Double>
  let outputs: Int
  /// What this tree's numbers count.
  let factor: Double

  /// Steps that a walk down `depth` splits needs room for.
  static func room(depth: Int) -> Int { (depth + 2) * (depth + 3) / 2 }

  /// - Parameters:
  ///   - parent: the path to the node above, `count` steps; behind them is room for those below.
  func visit(_ place: Int, _ parent: UnsafeMutablePointer<Step>, count: Int, _ step: Step) {
    let path = parent + count
    path.update(from: parent, count: count)
    Self.extend(path, count: count, by: step)
    let node = nodes[place]
    guard !node.isLeaf else { return add(leafStarts[place], path, count: count + 1) }
    let child = Int(node.child)
    let left = ShapleyTrees.leftShare(child, covers)
    var (others, own, length) = (1.0, 1.0, count + 1)
    if let earlier = (1..<length).first(where: { path[$0].column == node.column }) {
      (others, own) = (path[earlier].others, path[earlier].own)
      Self.unwind(path, count: length, at: earlier)
      length -= 1
    }
    let chosen = node.next(row)
    for side in [child, child + 1] {
      let share = others * (side == child ? left : 1 - left)
      let isOwn = side == chosen ? own : 0
      // Neither the row nor any training row comes here: no subset gives it weight.
      guard share > 0 || isOwn > 0 else { continue }
      visit(side, path, count: length, Step(column: node.column, others: share, own: isOwn, weight: 0))
    }
  }

  private func add(_ start: Int32, _ path: UnsafeMutablePointer<Step>, count: Int) {
    for place in 1..<max(1, count) {
      let step = path[place]
      let share = factor * Self.weightWithout(path, count: count, at: place) * (step.own - step.others)
      let target = result + step.column * outputs
      for i in 0..<span { target[i] += share * Double(values[Int(start) + i]) }
    }
  }

  /// Adds a step behind `count` others.
  private static func extend(_ path: UnsafeMutablePointer<Step>, count: Int, by step: Step) {
    path[count] = step
    path[count].weight = count == 0 ? 1 : 0
    let size = Double(count + 1)
    for i in stride(from: count - 1, through: 0, by: -1) {
      path[i + 1].weight += step.own * path[i].weight * Double(i + 1) / size
      path[i].weight *= step.others * Double(count - i) / size
    }
  }

  /// Takes a step off the path: the inverse of `extend`, wherever in the order it was added.
  private static func unwind(_ path: UnsafeMutablePointer<Step>, count: Int, at place: Int) {
    let (last, size) = (count - 1, Double(count))
    let (own, others) = (path[place].own, path[place].others)
    var next = path[last].weight
    for i in stride(from: last - 1, through: 0, by: -1) {
      if own != 0 {
        let weight = path[i].weight
        path[i].weight = next * size / (Double(i + 1) * own)
        next = weight - path[i].weight * others * Double(last - i) / size
      } else {
        path[i].weight *= size / (others * Double(last - i))
      }
    }
    for i in place..<last {
      (path[i].column, path[i].others, path[i].own) = (path[i + 1].column, path[i + 1].others, path[i + 1].own)
    }
  }

  /// The sum of the path's weights, were a step taken off.
  private static func weightWithout(_ path: UnsafeMutablePointer<Step>, count: Int, at place: Int) -> Double {
    let (last, size) = (count - 1, Double(count))
    let (own, others) = (path[place].own, path[place].others)
    var next = path[last].weight
    var total = 0.0
    for i in stride(from: last - 1, through: 0, by: -1) {
      if own != 0 {
        let weight = next * size / (Double(i + 1) * own)
        total += weight
        next = path[i].weight - weight * others * Double(last - i) / size
      } else {
        total += path[i].weight * size / (others * Double(last - i))
      }
    }
    return total
  }
}
