import Numerics

/// The kernel matrix of one two-class problem, row by row, over the variables that are still active.
///
/// Variables are known by position; `order` says which training row stands where. The active ones come first, with
/// their features contiguous, so that rows are computed as blocks of a matrix product: a row that is missing is
/// computed together with others that will likely be asked for next, at a small part of what they would cost alone. Where
/// problems share the whole matrix, rows are gathered from it.
final class KernelRows {
  let source: KernelSource
  /// The training row at each position.
  private(set) var order: [Int32]
  /// Where that row stands among the rows as they were given.
  private var places: [Int32]
  /// Positions at the front whose places ascend.
  private var sorted: Int
  /// Positions `0..<active` are in play.
  private(set) var active: Int
  private let cache: KernelRowCache
  private let features: OwnedBuffer<Float>
  private let selfTerms: OwnedBuffer<Float>
  private let context: ExecutionContext

  /// - Parameters:
  ///   - rows: the training rows of the problem.
  ///   - byteBudget: memory for kernel rows; a whole matrix takes 4·n² bytes.
  init(_ source: KernelSource, rows: [Int32], byteBudget: Int, context: ExecutionContext) {
    self.source = source
    self.context = context
    order = rows
    places = (0..<Int32(rows.count)).map { $0 }
    sorted = rows.count
    active = 0
    cache = KernelRowCache(positions: rows.count, byteBudget: byteBudget)
    let padded = Lanes.padded(rows.count)
    features = OwnedBuffer(repeating: 0, count: source.isLookedUp ? 0 : padded * source.columns)
    selfTerms = OwnedBuffer(repeating: 0, count: padded)
    gather(0..<rows.count)
    active = rows.count
  }

  func isCached(_ position: Int) -> Bool { cache.contains(position) }

  /// Most rows that one call of `row` may compute.
  var batch: Int { max(1, min(KernelBlock.height, cache.slots - 2)) }

  /// Kernel values of the variable at `position` with each active one. Valid until the next call but one.
  /// - Parameter likely: positions not cached that will likely be asked for next, at most `batch` − 1 of them.
  /// - Throws: `Interrupted`.
  func row(_ position: Int, alongside likely: () -> [Int]) throws -> UnsafePointer<Float> {
    if let (numbers, filled) = cache.row(position) {
      if filled < active {
        try fill([numbers], at: [position], columns: filled..<active)
        cache.markFilled(position, width: active)
      }
      return UnsafePointer(numbers)
    }
    // The row asked for comes last, so that it is the one used most recently.
    let positions = source.isLookedUp ? [position] : likely() + [position]
    let targets = positions.map { cache.insert($0, width: active) }
    try fill(targets, at: positions, columns: 0..<active)
    return UnsafePointer(targets[targets.count - 1])
  }

  /// Leaves only the variables at `kept` active, in that order; `removed` follow behind them.
  func compact(keeping kept: [Int32], removing removed: [Int32]) {
    cache.compact(keeping: kept)
    let columns = source.columns
    let isComputed = !source.isLookedUp
    for (new, old) in kept.enumerated() where isComputed && new != Int(old) {
      (features.base + new * columns).update(from: features.base + Int(old) * columns, count: columns)
      selfTerms[new] = selfTerms[Int(old)]
    }
    Self.permute(&order, from: 0, by: kept + removed)
    Self.permute(&places, from: 0, by: kept + removed)
    sorted = kept.count { $0 < sorted }
    active = kept.count
  }

  /// Makes the inactive variables at `revived` active again, behind those that are, and `rest` follow.
  func revive(_ revived: [Int32], leaving rest: [Int32]) {
    let start = active
    Self.permute(&order, from: start, by: revived + rest)
    Self.permute(&places, from: start, by: revived + rest)
    gather(start..<start + revived.count)
    active += revived.count
    cache.widen(to: active)
  }

  private static func permute(_ list: inout [Int32], from start: Int, by positions: [Int32]) {
    let moved = positions.map { list[Int($0)] }
    list.replaceSubrange(start..<start + moved.count, with: moved)
  }

  /// Σ coefficient · k(row, ·) of some inactive variables.
  /// - Parameter coefficients: of the variables at all positions.
  /// - Throws: `Interrupted`.
  func sums(of positions: Range<Int>, coefficients: [Double]) throws -> [Double] {
    if let pair = source.pair {
      var byPlace = [Double](repeating: 0, count: places.count)
      for (position, coefficient) in coefficients.enumerated() { byPlace[Int(places[position])] = coefficient }
      return try pair.sums(of: places[positions], coefficients: byPlace, context: context)
    }
    let support = coefficients.indices.filter { coefficients[$0] != 0 }
    return try source.sums(
      of: order[positions], over: support.map { order[$0] }, coefficients: support.map { coefficients[$0] },
      context: context)
  }

  private func fill(
    _ targets: [UnsafeMutablePointer<Float>], at positions: [Int], columns: Range<Int>
  ) throws {
    if let pair = source.pair {
      for (target, position) in zip(targets, positions) {
        pair.gather(places[position], places, sorted: sorted, columns, into: target)
      }
      return
    }
    if let shared = source.shared {
      for (target, position) in zip(targets, positions) { shared.gather(order[position], order, columns, into: target) }
      return
    }
    let left = GatheredRows(source, positions.map { order[$0] }[...])
    let right = KernelOperand(features: features.base, selfTerms: selfTerms.base, count: active)
    try KernelBlock.fill(
      source.function, left.operand, right, columns: columns, inner: source.columns, into: targets, context: context)
  }

  private func gather(_ range: Range<Int>) {
    guard !source.isLookedUp else { return }
    GatheredRows.copy(
      source, order[range], features: features.base + range.lowerBound * source.columns,
      selfTerms: selfTerms.base + range.lowerBound)
  }
}
