import Numerics

/// Finds the best split of every node of a level: histograms of gradients, block of columns by block, then a scan.
///
/// Work is cut into one piece for each block and tree. Each piece writes histograms of its block and one candidate a
/// node, so the result does not depend on who does which piece.
struct LevelSearch: Sendable {
  /// Fewer rows than this a class and the shared first histogram costs more than it saves.
  static let leastSharedRows = 4096

  let binned: BinnedColumns
  /// One for each of `blocks`.
  let scans: [SplitScan]
  /// One for each output.
  let scales: [GradientScale]
  /// The blocks that have a column which may be split on.
  let blocks: [Int]
  let order: RowOrder
  let pool: HistogramPool
  /// Gradients of all classes by row, where the classes share their first histogram.
  let shared: UnsafeSendable<UnsafePointer<ClassHistogram.Sums>>?

  /// For each node of the level, `BoostedSplit.none` where nothing is gained.
  func bestSplits(of level: GrowingLevel, isFirst: Bool, context: ExecutionContext) throws -> [BoostedSplit] {
    let count = blocks.count
    let found = OwnedBuffer(repeating: BoostedSplit.none, count: level.nodes.count * count)
    let target = DisjointPointer(found.base)
    let write: @Sendable (Int, Int, BoostedSplit) -> Void = { target[$0 * count + $1] = $2 }
    if isFirst, let shared {
      try context.forEachPiece(of: count, size: 1) { piece in
        searchRoots(level, blockPlace: piece.lowerBound, shared.value, write)
      }
    } else {
      let trees = level.pairs.indices.filter { !level.pairs[$0].isEmpty }
      try context.forEachPiece(of: count * trees.count, size: 1) { piece in
        let (place, tree) = piece.lowerBound.quotientAndRemainder(dividingBy: trees.count)
        search(level, level.pairs[trees[tree]], blockPlace: place, write)
      }
    }
    return level.nodes.indices.map { node in
      var best = BoostedSplit.none
      for place in 0..<count where found[node * count + place].gain > best.gain { best = found[node * count + place] }
      return best
    }
  }

  private func search(
    _ level: GrowingLevel, _ pairs: [SiblingPair], blockPlace: Int, _ write: (Int, Int, BoostedSplit) -> Void
  ) {
    let scan = scans[blockPlace]
    withScratch { first, second in
      for pair in pairs {
        let smaller = level.nodes[pair.smaller]
        let larger = pair.larger.map { level.nodes[$0] }
        let isSubtracted = pair.parentSlot != nil && larger?.maySplit == true
        let histogram = smaller.slot.map { pool.histogram(slot: $0, block: blockPlace) } ?? first
        if smaller.maySplit || isSubtracted { build(smaller, blockPlace, histogram) }
        if smaller.maySplit {
          write(pair.smaller, blockPlace, scan.best(histogram, total: smaller.sum, scales[smaller.output]))
        }
        guard let place = pair.larger, let larger, larger.maySplit else { continue }
        var other = second
        if let slot = pair.parentSlot {
          other = pool.histogram(slot: slot, block: blockPlace)
          BlockHistogram.subtract(histogram, from: other, bins: rowsOfBins(blockPlace))
        } else {
          build(larger, blockPlace, other)
        }
        write(place, blockPlace, scan.best(other, total: larger.sum, scales[larger.output]))
      }
    }
  }

  private func searchRoots(
    _ level: GrowingLevel, blockPlace: Int, _ gradients: UnsafePointer<ClassHistogram.Sums>,
    _ write: (Int, Int, BoostedSplit) -> Void
  ) {
    let slots = level.nodes.compactMap(\.slot)
    guard let first = level.nodes.first, slots.count == level.nodes.count else { return }
    let histograms = slots.map { pool.histogram(slot: $0, block: blockPlace) }
    ClassHistogram.fill(
      rows: order.rows(of: first.output), count: first.range.count, gradients: gradients,
      bytes: binned.block(blocks[blockPlace]), bins: rowsOfBins(blockPlace), histograms: histograms)
    for (place, node) in level.nodes.enumerated() where node.maySplit {
      write(place, blockPlace, scans[blockPlace].best(histograms[place], total: node.sum, scales[node.output]))
    }
  }

  private func build(_ node: GrowingNode, _ blockPlace: Int, _ histogram: UnsafeMutablePointer<Int64>) {
    BlockHistogram.clear(histogram, bins: rowsOfBins(blockPlace))
    BlockHistogram.add(
      rows: order.rows(of: node.output) + node.range.lowerBound,
      gradients: order.gradients(of: node.output) + node.range.lowerBound, count: node.range.count,
      bytes: binned.block(blocks[blockPlace]), to: histogram)
  }

  private func rowsOfBins(_ blockPlace: Int) -> Int {
    scans[blockPlace].bins + (scans[blockPlace].hasMissing ? 1 : 0)
  }

  private func withScratch(
    _ body: (UnsafeMutablePointer<Int64>, UnsafeMutablePointer<Int64>) -> Void
  ) {
    withUnsafeTemporaryAllocation(byteCount: 2 * BlockHistogram.words * 8, alignment: 64) { raw in
      guard let base = raw.bindMemory(to: Int64.self).baseAddress else { return }
      body(base, base + BlockHistogram.words)
    }
  }
}

/// Something that the holder promises not to change while other threads read it.
struct UnsafeSendable<Value>: @unchecked Sendable {
  let value: Value
}
