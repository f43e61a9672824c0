import Numerics

/// Grows the trees of one round, one for each output, level by level and all at the same time.
struct RoundGrower: Sendable {
  /// From this many rows on, keeping a node's histograms costs less than adding up its larger child's rows.
  static let leastKeptRows = 512

  let options: GradientBoosting
  let formula: LeafFormula
  let search: LevelSearch
  let scales: [GradientScale]
  /// Adds a leaf's value to the margins of its rows; nil where that is done otherwise.
  let addToMargins: (@Sendable (_ output: Int, _ rows: UnsafeBufferPointer<Int32>, _ value: Float) -> Void)?

  /// - Parameters:
  ///   - rows: in each tree's row order.
  ///   - sums: of all their gradients, for each output.
  func grow(rows: Int, sums: [Int64], context: ExecutionContext) throws -> [BoostedTree] {
    var trees = zip(sums, scales).map { BoostedTree(cover: $1.hessian($0)) }
    var level = firstLevel(rows: rows, sums: sums)
    for depth in 0... {
      let splits =
        level.isDone
        ? [BoostedSplit](repeating: .none, count: level.nodes.count)
        : try search.bestSplits(of: level, isFirst: depth == 0, context: context)
      let lefts = try part(level, splits, context)
      level = advance(level, splits, lefts, depth: depth, &trees)
      search.order.turnOver()
      if level.nodes.isEmpty { break }
    }
    return trees
  }

  private func firstLevel(rows: Int, sums: [Int64]) -> GrowingLevel {
    var level = GrowingLevel(outputs: sums.count)
    for (output, sum) in sums.enumerated() {
      let node = GrowingNode(
        output: output, place: 0, range: 0..<rows, sum: sum, maySplit: maySplit(sum, rows, output),
        slot: search.pool.borrow())
      level.pairs[output].append(SiblingPair(smaller: level.nodes.count))
      level.nodes.append(node)
    }
    return level
  }

  /// Both children need their least weight, and a row.
  private func maySplit(_ sum: Int64, _ rows: Int, _ output: Int) -> Bool {
    rows > 1 && scales[output].hessian(sum) >= 2 * options.minChildWeight
  }

  private func isWorthwhile(_ split: BoostedSplit) -> Bool {
    // XGBoost's floor for a gain that is more than rounding.
    split.gain > 1e-6 && split.gain >= options.gamma
  }

  private func leafValue(_ sum: Int64, _ output: Int) -> Float {
    let scale = scales[output]
    return Float(
      options.rate * formula.value(gradient: scale.gradient(sum), hessian: scale.hessian(sum)))
  }

  /// Parts the rows of nodes that are split, and adds the values of those that are not. How many rows go left, by node.
  private func part(
    _ level: GrowingLevel, _ splits: [BoostedSplit], _ context: ExecutionContext
  ) throws -> [Int] {
    let counts = OwnedBuffer(repeating: 0, count: level.nodes.count)
    let target = DisjointPointer(counts.base)
    let (order, binned) = (search.order, search.binned)
    try context.forEachPiece(of: level.nodes.count, size: 1) { piece in
      let node = level.nodes[piece.lowerBound]
      let split = splits[piece.lowerBound]
      guard isWorthwhile(split) else {
        add(leafValue(node.sum, node.output), node.output, order.rows(of: node.output), node.range)
        return
      }
      let column = Int(split.column)
      target[piece.lowerBound] = order.part(
        output: node.output, node.range, bytes: binned.column(column), split: split,
        missingBin: binned.blockBins[column / binned.width])
    }
    return (0..<counts.count).map { counts[$0] }
  }

  private func add(_ value: Float, _ output: Int, _ rows: UnsafeMutablePointer<Int32>, _ range: Range<Int>) {
    addToMargins?(output, UnsafeBufferPointer(start: rows + range.lowerBound, count: range.count), value)
  }

  /// Writes the level into the trees, and makes the next one of the children.
  private func advance(
    _ level: GrowingLevel, _ splits: [BoostedSplit], _ lefts: [Int], depth: Int, _ trees: inout [BoostedTree]
  ) -> GrowingLevel {
    var next = GrowingLevel(outputs: trees.count)
    for (i, node) in level.nodes.enumerated() {
      let split = splits[i]
      guard isWorthwhile(split) else {
        trees[node.output].setLeaf(node.place, value: leafValue(node.sum, node.output))
        if let slot = node.slot { search.pool.giveBack(slot) }
        continue
      }
      let child = write(split, of: node, to: &trees[node.output])
      addChildren(of: node, split, rowsLeft: lefts[i], firstPlace: child, depth: depth + 1, to: &next)
    }
    return next
  }

  private func write(_ split: BoostedSplit, of node: GrowingNode, to tree: inout BoostedTree) -> Int {
    let column = Int(split.column)
    let cuts = search.binned.cuts[column].cuts
    let scale = scales[node.output]
    let (left, right) = (scale.hessian(split.left), scale.hessian(node.sum - split.left))
    // Where no number was missing, one that is missing later goes right, as in XGBoost.
    let isSeen = search.binned.hasMissing[column]
    return tree.split(
      node.place, column: column, threshold: Int(split.bin) < cuts.count ? cuts[Int(split.bin)] : .infinity,
      missingLeft: isSeen && split.missingGoesLeft, gain: split.gain, covers: (left, right))
  }

  private func addChildren(
    of node: GrowingNode, _ split: BoostedSplit, rowsLeft: Int, firstPlace: Int, depth: Int,
    to level: inout GrowingLevel
  ) {
    let middle = node.range.lowerBound + rowsLeft
    let parts = [(node.range.lowerBound..<middle, split.left), (middle..<node.range.upperBound, node.sum - split.left)]
    let isDeepest = depth >= options.depth
    var children = parts.enumerated().map { side, part in
      GrowingNode(
        output: node.output, place: firstPlace + side, range: part.0, sum: part.1,
        maySplit: !isDeepest && maySplit(part.1, part.0.count, node.output), slot: nil)
    }
    let smaller = children[0].range.count <= children[1].range.count ? 0 : 1
    let place = level.nodes.count
    if children.contains(where: \.maySplit) {
      keepHistograms(&children, smaller: smaller, parentSlot: node.slot, depth: depth)
      level.pairs[node.output].append(
        SiblingPair(smaller: place + smaller, larger: place + 1 - smaller, parentSlot: node.slot))
    } else if let slot = node.slot {
      search.pool.giveBack(slot)
    }
    level.nodes += children
  }

  /// The larger child's histograms take the place of the parent's.
  private func keepHistograms(_ children: inout [GrowingNode], smaller: Int, parentSlot: Int?, depth: Int) {
    children[1 - smaller].slot = parentSlot
    if depth + 1 < options.depth, children[smaller].maySplit, children[smaller].range.count >= Self.leastKeptRows {
      children[smaller].slot = search.pool.borrow()
    }
  }
}
