import Numerics

/// How single classification trees grow.
struct ClassificationTreeOptions: Sendable, Equatable {
  var criterion = SplitCriterion.gini
  /// Questions from the root to a leaf at most; nil for no limit.
  var maxDepth: Int?
  /// Rows on each side of a split at least.
  var minLeaf = 1
  /// Columns looked at for each split.
  var candidates: Int
  /// Whether cuts are drawn, as extra trees do.
  var isRandom = false
}

/// A classification tree with the class shares of its leaves.
struct GrownTree: Sendable {
  /// Leaves say a class, or the number of classes plus the place of their shares.
  var nodes: [TreeNode] = []
  /// Shares of all classes, for each leaf that holds more than one class.
  var shares: [Float] = []
  /// The weight of the rows in each node.
  var covers: [Float] = []
  /// For each column the purity that its splits brought, by weight.
  var importance: [Double]
}

/// Grows one classification tree depth first, over bins.
struct ClassificationTreeGrower {
  /// A node to be split or made a leaf.
  private struct Open {
    var place: Int
    var range: Range<Int>
    var depth: Int
  }

  private let options: ClassificationTreeOptions
  private let classes: Int
  private let binned: BinnedColumns
  private var search: NodeSplitSearch
  /// Columns that are not constant, in an order that each split shuffles on.
  private var columns: [Int32]
  private var items: [BinCounts.Item]
  private var spare: [BinCounts.Item]
  /// Of a node's rows, column after column.
  private let bins: OwnedBuffer<UInt8>
  private var tree: GrownTree
  private var generator: SeededGenerator

  /// - Parameters:
  ///   - codes: places of classes, one for each row.
  ///   - weights: rows of weight 0 take no part.
  init(
    _ options: ClassificationTreeOptions, binned: BinnedColumns, codes: [Int], classes: Int, weights: [Float],
    generator: SeededGenerator
  ) {
    self.options = options
    self.classes = classes
    self.binned = binned
    self.generator = generator
    search = NodeSplitSearch(options, binned: binned, classes: classes)
    columns = binned.cuts.indices.filter { binned.cuts[$0].bins > 1 }.map(Int32.init)
    items = weights.indices.filter { weights[$0] > 0 }.map {
      BinCounts.Item(row: Int32($0), code: Int32(codes[$0]), weight: weights[$0])
    }
    spare = items
    bins = OwnedBuffer(uninitialized: max(items.count, 1 << 14))
    tree = GrownTree(importance: [Double](repeating: 0, count: binned.columns))
  }

  /// - Throws: `Interrupted`. Cost: rows · depth · columns looked at, while nodes are large.
  mutating func grow(_ context: ExecutionContext) throws -> GrownTree {
    tree.nodes = [.leaf()]
    tree.covers = [0]
    var open = [Open(place: 0, range: items.indices, depth: 0)]
    var work = 0
    while let node = open.popLast() {
      work += (node.range.count + 16) * options.candidates
      if work > 10_000_000 {
        try context.checkInterruption()
        work = 0
      }
      let split = bestSplit(of: node)
      tree.covers[node.place] = search.totals(classes).reduce(0, +)
      guard let split else {
        finish(node)
        continue
      }
      let middle = part(node.range, split)
      let child = tree.nodes.count
      tree.nodes[node.place] = .split(
        column: split.column, threshold: binned.cuts[split.column].cuts[split.bin], child: child, missingLeft: false)
      tree.nodes += [.leaf(), .leaf()]
      tree.covers += [0, 0]
      open.append(Open(place: child + 1, range: middle..<node.range.upperBound, depth: node.depth + 1))
      open.append(Open(place: child, range: node.range.lowerBound..<middle, depth: node.depth + 1))
    }
    return tree
  }

  private mutating func bestSplit(of node: Open) -> ClassSplit? {
    items.withUnsafeBufferPointer { all in
      let rows = UnsafeBufferPointer(rebasing: all[node.range])
      let (score, isMixed) = search.begin(rows)
      guard isMixed, rows.count >= 2 * options.minLeaf, node.depth < options.maxDepth ?? .max else { return nil }
      var best = ClassSplit(column: -1, bin: 0, score: -.infinity)
      var hasDiffered = false
      var seen = 0
      // Columns in which the node's rows do not differ count, unless all did; as in scikit-learn.
      while seen < columns.count, seen < options.candidates || !hasDiffered {
        let drawn = draw(from: seen, rows: rows.count)
        hasDiffered = consider(drawn, rows, &best) || hasDiffered
        seen = drawn.upperBound
      }
      guard best.column >= 0 else { return nil }
      tree.importance[best.column] += max(0, Double(best.score) - Double(score))
      return best
    }
  }

  /// Draws the columns to be looked at next, as many as the room for their bins allows.
  private mutating func draw(from start: Int, rows: Int) -> Range<Int> {
    let wanted = start < options.candidates ? options.candidates - start : 1
    let end = min(columns.count, start + max(1, min(wanted, bins.count / rows)))
    guard options.candidates < binned.columns else { return start..<end }
    for place in start..<end { columns.swapAt(place, place + generator.below(columns.count - place)) }
    return start..<end
  }

  private mutating func consider(
    _ drawn: Range<Int>, _ rows: UnsafeBufferPointer<BinCounts.Item>, _ best: inout ClassSplit
  ) -> Bool {
    // The rows of a node lie far apart: a loop that does nothing but load waits for many of them at once.
    for (i, place) in drawn.enumerated() {
      let bytes = binned.column(Int(columns[place]))
      let target = bins.base + i * rows.count
      for j in rows.indices { target[j] = bytes[Int(rows[j].row)] }
    }
    var hasDiffered = false
    for (i, place) in drawn.enumerated() {
      hasDiffered =
        search.consider(Int(columns[place]), rows, bins: bins.base + i * rows.count, &generator, &best) || hasDiffered
    }
    return hasDiffered
  }

  /// Makes the node a leaf; the search still holds its class weights.
  private mutating func finish(_ node: Open) {
    let totals = search.totals(classes)
    let sum = totals.reduce(0, +)
    if totals.count(where: { $0 > 0 }) == 1, let code = totals.firstIndex(where: { $0 > 0 }) {
      tree.nodes[node.place] = .leaf(payload: code)
    } else {
      tree.nodes[node.place] = .leaf(payload: classes + tree.shares.count / classes)
      tree.shares += totals.map { $0 / sum }
    }
  }

  /// Puts the rows that go left first, both sides in their order. - Returns: where the right side begins.
  private mutating func part(_ range: Range<Int>, _ split: ClassSplit) -> Int {
    let bytes = binned.column(split.column)
    let last = UInt8(split.bin)
    return items.withUnsafeMutableBufferPointer { items in
      spare.withUnsafeMutableBufferPointer { spare in
        var (left, right) = (range.lowerBound, 0)
        for i in range {
          let item = items[i]
          let goesLeft = bytes[Int(item.row)] <= last ? 1 : 0
          items[left] = item
          spare[right] = item
          left &+= goesLeft
          right &+= 1 &- goesLeft
        }
        for i in 0..<right { items[left + i] = spare[i] }
        return left
      }
    }
  }
}
