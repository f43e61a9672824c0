import Numerics

/// Where to part the rows of a classification tree's node.
struct ClassSplit: BitwiseCopyable {
  var column: Int
  /// Rows of this bin or a lower one go left.
  var bin: Int
  /// Of both sides, see `ClassPurity.score`.
  var score: Float
}

/// Looks through columns for the split that leaves the purest sides.
struct NodeSplitSearch {
  let criterion: SplitCriterion
  let minLeaf: Int
  /// Whether each column gets one random cut (extra trees) instead of its best.
  let isRandom: Bool
  let binned: BinnedColumns
  private var counts: BinCounts
  private let left, right, total: OwnedBuffer<ClassPurity.Lanes>

  init(_ options: ClassificationTreeOptions, binned: BinnedColumns, classes: Int) {
    criterion = options.criterion
    minLeaf = options.minLeaf
    isRandom = options.isRandom
    self.binned = binned
    counts = BinCounts(classes: classes, countsRows: options.minLeaf > 1)
    left = OwnedBuffer(repeating: .zero, count: counts.groups)
    right = OwnedBuffer(repeating: .zero, count: counts.groups)
    total = OwnedBuffer(repeating: .zero, count: counts.groups)
  }

  /// Takes up a node. - Returns: its class weights' score, and whether more than one class has any.
  func begin(_ items: UnsafeBufferPointer<BinCounts.Item>) -> (score: Float, isMixed: Bool) {
    total.base.update(repeating: .zero, count: counts.groups)
    let numbers = UnsafeMutableRawPointer(total.base).assumingMemoryBound(to: Float.self)
    var (lowest, highest) = (Int32.max, Int32.min)
    for item in items {
      numbers[Int(item.code)] += item.weight
      lowest = min(lowest, item.code)
      highest = max(highest, item.code)
    }
    return (ClassPurity.score(total.base, groups: counts.groups, criterion), lowest < highest)
  }

  /// The class weights of the node taken up.
  func totals(_ classes: Int) -> [Float] {
    (0..<classes).map { total[$0 / 8][$0 % 8] }
  }

  /// Betters `best` where this column can. - Returns: whether the node's rows differ in this column.
  mutating func consider(
    _ column: Int, _ items: UnsafeBufferPointer<BinCounts.Item>, _ generator: inout SeededGenerator,
    _ best: inout ClassSplit
  ) -> Bool {
    counts.add(items, binned.column(column))
    guard let range = counts.range, range.count > 1 else {
      counts.drain { _, _, _ in }
      return false
    }
    if isRandom {
      considerCut(randomBin(column, range, &generator), column, rows: items.count, &best)
    } else {
      considerAll(column, rows: items.count, &best)
    }
    return true
  }

  private mutating func considerAll(_ column: Int, rows: Int, _ best: inout ClassSplit) {
    let (groups, criterion, minLeaf) = (counts.groups, criterion, minLeaf)
    let (left, right, total) = (left.base, right.base, total.base)
    for group in 0..<groups { left[group] = .zero }
    var (bestScore, bestBins) = (best.score, -1...(-1))
    var (last, rowsLeft) = (-1, 0)
    counts.drain { bin, weights, rowsInBin in
      if last >= 0, minLeaf == 1 || (rowsLeft >= minLeaf && rows - rowsLeft >= minLeaf) {
        for group in 0..<groups { right[group] = total[group] - left[group] }
        let score =
          ClassPurity.score(left, groups: groups, criterion) + ClassPurity.score(right, groups: groups, criterion)
        if score > bestScore { (bestScore, bestBins) = (score, last...bin) }
      }
      for group in 0..<groups { left[group] += weights[group] }
      rowsLeft += Int(rowsInBin)
      last = bin
    }
    guard bestBins.lowerBound >= 0 else { return }
    best = ClassSplit(column: column, bin: binned.cuts[column].middleBin(of: bestBins), score: bestScore)
  }

  private mutating func considerCut(_ cut: Int, _ column: Int, rows: Int, _ best: inout ClassSplit) {
    let (groups, left, right, total) = (counts.groups, left.base, right.base, total.base)
    for group in 0..<groups { left[group] = .zero }
    var rowsLeft = 0
    counts.drain { bin, weights, rowsInBin in
      guard bin <= cut else { return }
      for group in 0..<groups { left[group] += weights[group] }
      rowsLeft += Int(rowsInBin)
    }
    guard minLeaf == 1 || (rowsLeft >= minLeaf && rows - rowsLeft >= minLeaf) else { return }
    for group in 0..<groups { right[group] = total[group] - left[group] }
    let score =
      ClassPurity.score(left, groups: groups, criterion) + ClassPurity.score(right, groups: groups, criterion)
    if score > best.score { best = ClassSplit(column: column, bin: cut, score: score) }
  }

  /// A cut uniform between the node's smallest and largest number, to the precision of bins.
  private func randomBin(_ column: Int, _ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Int {
    let cuts = binned.cuts[column]
    let (low, high) = (cuts.centres[range.lowerBound], cuts.centres[range.upperBound])
    let share = Float(generator.uniform())
    return cuts.lastBin(of: range, below: low * (1 - share) + high * share)
  }
}
