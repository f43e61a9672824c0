import Numerics

/// Draws where new rows come from: a base row, one of its k nearest neighbours within a pool of rows, and a gap.
///
/// All is drawn before any neighbour is looked for: so they are looked for only where they are needed, and in one search
/// for all classes.
struct PairDrawing: Sendable {
  let features: Matrix
  /// The rows among which neighbours are looked for, each pool ascending; no row is in two of them.
  let pools: [[Int]]
  let neighbours: Int
  private var drawn: [(base: Int, neighbour: Int, gap: Float)] = []

  init(features: Matrix, pools: [[Int]], neighbours: Int) {
    self.features = features
    self.pools = pools
    self.neighbours = neighbours
  }

  /// Draws between two looks at whether to stop: a few milliseconds.
  static let stretch = 1 << 18

  /// Draws for `count` new rows, whose bases are drawn uniformly; each base is in a pool.
  /// - Returns: their places in the result of `pairs`.
  mutating func draw(
    _ count: Int, from bases: [Int], _ generator: inout SeededGenerator, _ context: ExecutionContext
  ) throws -> Range<Int> {
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    for place in 0..<count {
      if place % Self.stretch == 0 { try context.checkInterruption() }
      chosen.append(bases[generator.below(bases.count)])
    }
    return try draw(for: chosen, &generator, context)
  }

  /// Draws for each of the bases; one that is given several times makes several new rows.
  /// - Returns: their places in the result of `pairs`.
  mutating func draw(
    for bases: [Int], _ generator: inout SeededGenerator, _ context: ExecutionContext
  ) throws -> Range<Int> {
    drawn.reserveCapacity(drawn.count + bases.count)
    for (place, base) in bases.enumerated() {
      if place % Self.stretch == 0 { try context.checkInterruption() }
      drawn.append((base, generator.below(neighbours), Self.gap(&generator)))
    }
    return drawn.count - bases.count..<drawn.count
  }

  /// A pair for each draw, in order.
  func pairs(_ context: ExecutionContext) throws -> [SyntheticPair] {
    var positions = [Int32](repeating: -1, count: features.rows)
    for draw in drawn { positions[draw.base] = 0 }
    let asked = pools.flatMap { pool in pool.filter { positions[$0] == 0 } }
    for (position, row) in asked.enumerated() { positions[row] = Int32(position) }
    let table = try NearestNeighbours(references: features, groups: pools)
      .searchAmongReferences(rows: asked, count: neighbours, context: context)
    return try drawn.enumerated().map { place, draw in
      if place % Self.stretch == 0 { try context.checkInterruption() }
      let neighbour = table.indices[Int(positions[draw.base]) * neighbours + draw.neighbour]
      return SyntheticPair(row: draw.base, neighbour: neighbour, gap: draw.gap)
    }
  }

  /// In [0, 1) still when rounded to single precision.
  private static func gap(_ generator: inout SeededGenerator) -> Float {
    Float(generator.next() >> 40) * 0x1p-24
  }
}
