/// The way of eight rows through a tree, both sides of every split: Algorithm 2 of Lundberg et al. 2020, with a row in each
/// lane. Rows differ only in which side is their own, so that the walk and all that comes of the training rows is the same
/// for them.
///
/// The path to a node holds each column once. Its weights count, for every number of the columns on it, the share of
/// their subsets' orders in which a row itself goes this way while the columns left out go the way of the training
/// rows; a column's contribution is what a leaf loses when the column is taken off the path.
struct ShapleyWalk {
  /// A number for each of the rows.
  typealias Lanes = SIMD8<Double>

  /// A column on the way to a node.
  struct Step {
    var column: Int
    /// The share of training rows that go this way at the column's splits.
    var others: Double
    /// 1 where a row goes this way itself, otherwise 0.
    var own: Lanes
    var weight: Lanes
  }

  let nodes: UnsafePointer<TreeNode>
  let covers: UnsafePointer<Float>
  /// The rows' numbers, column after column.
  let rows: UnsafePointer<Lanes>
  let leafStarts: UnsafePointer<Int32>
  let values: UnsafePointer<Float>
  let span: Int
  /// Where a column's contributions to this tree's outputs are added: `outputs` apart from column to column.
  let result: UnsafeMutablePointer<Lanes>
  let outputs: Int
  /// What this tree's numbers count.
  let factor: Double
  /// 1 / n for every n up to the steps of the longest path; at 0 anything.
  let inverses: UnsafePointer<Double>

  /// Steps that a walk down `depth` splits needs room for.
  static func room(depth: Int) -> Int { (depth + 2) * (depth + 3) / 2 }

  /// - Parameters:
  ///   - parent: the path to the node above, `count` steps; behind them is room for those below.
  func visit(_ place: Int, _ parent: UnsafeMutablePointer<Step>, count: Int, _ step: Step) {
    let path = parent + count
    path.update(from: parent, count: count)
    extend(path, count: count, by: step)
    let node = nodes[place]
    guard !node.isLeaf else { return add(leafStarts[place], path, count: count + 1) }
    let child = Int(node.child)
    let left = ShapleyTrees.leftShare(child, covers)
    var (others, own, length) = (1.0, Lanes(repeating: 1), count + 1)
    if let earlier = (1..<length).first(where: { path[$0].column == node.column }) {
      (others, own) = (path[earlier].others, path[earlier].own)
      unwind(path, count: length, at: earlier)
      length -= 1
    }
    let goesRight = node.sendsRight(rows[node.column])
    for side in [child, child + 1] {
      let share = others * (side == child ? left : 1 - left)
      let isOwn = own.replacing(with: 0, where: side == child ? goesRight : .!goesRight)
      // Neither a row nor any training row comes here: no subset gives it weight.
      guard share > 0 || isOwn.max() > 0 else { continue }
      visit(side, path, count: length, Step(column: node.column, others: share, own: isOwn, weight: .zero))
    }
  }

  private func add(_ start: Int32, _ path: UnsafeMutablePointer<Step>, count: Int) {
    for place in 1..<max(1, count) {
      let step = path[place]
      let share = factor * weightWithout(path, count: count, at: place) * (step.own - step.others)
      let target = result + step.column * outputs
      for i in 0..<span { target[i] += share * Double(values[Int(start) + i]) }
    }
  }

  /// Adds a step behind `count` others.
  private func extend(_ path: UnsafeMutablePointer<Step>, count: Int, by step: Step) {
    path[count] = step
    path[count].weight = Lanes(repeating: count == 0 ? 1 : 0)
    let share = inverses[count + 1]
    for i in stride(from: count - 1, through: 0, by: -1) {
      path[i + 1].weight += step.own * path[i].weight * (Double(i + 1) * share)
      path[i].weight *= step.others * Double(count - i) * share
    }
  }

  /// What undoes `extend` for a step, wherever in the order it was added: for rows whose own way the step is, and for the
  /// others. Where no training row goes that way the weights of the others are zero, whatever they are divided by.
  private struct Undoing {
    let own: SIMDMask<SIMD8<Int64>>
    let size, others, inverse: Double

    init(_ step: Step, count: Int) {
      own = step.own .!= 0
      (size, others) = (Double(count), step.others)
      inverse = others > 0 ? size / others : 0
    }
  }

  private func unwind(_ path: UnsafeMutablePointer<Step>, count: Int, at place: Int) {
    let (last, undoing) = (count - 1, Undoing(path[place], count: count))
    let lost = undoing.others * inverses[count]
    var next = path[last].weight
    for i in stride(from: last - 1, through: 0, by: -1) {
      let (with, weight) = (next * (undoing.size * inverses[i + 1]), path[i].weight)
      path[i].weight = (weight * (undoing.inverse * inverses[last - i])).replacing(with: with, where: undoing.own)
      next = weight - with * (lost * Double(last - i))
    }
    for i in place..<last {
      (path[i].column, path[i].others, path[i].own) = (path[i + 1].column, path[i + 1].others, path[i + 1].own)
    }
  }

  /// The sum of the path's weights, were a step taken off.
  private func weightWithout(_ path: UnsafeMutablePointer<Step>, count: Int, at place: Int) -> Lanes {
    let (last, undoing) = (count - 1, Undoing(path[place], count: count))
    let lost = undoing.others * inverses[count]
    var (next, with, without) = (path[last].weight, Lanes.zero, Lanes.zero)
    for i in stride(from: last - 1, through: 0, by: -1) {
      let (weight, own) = (path[i].weight, next * (undoing.size * inverses[i + 1]))
      with += own
      without += weight * inverses[last - i]
      next = weight - own * (lost * Double(last - i))
    }
    return (without * undoing.inverse).replacing(with: with, where: undoing.own)
  }
}
