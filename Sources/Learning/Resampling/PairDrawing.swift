import Numerics

/// Draws where new rows come from: a base row, one of its k nearest neighbours within a pool of rows, and a gap.
struct PairDrawing: Sendable {
  let features: Matrix
  /// The rows among which neighbours are looked for, ascending; every base is one of them.
  let pool: [Int]
  let neighbours: Int

  /// Draws between two looks at whether to stop: a few milliseconds.
  static let stretch = 1 << 18

  /// A pair for each of `count` new rows, whose bases are drawn uniformly.
  func pairs(
    _ count: Int, from bases: [Int], _ generator: inout SeededGenerator, _ context: ExecutionContext
  ) throws -> [SyntheticPair] {
    var drawn: [Int] = []
    drawn.reserveCapacity(count)
    for place in 0..<count {
      if place % Self.stretch == 0 { try context.checkInterruption() }
      drawn.append(bases[generator.below(bases.count)])
    }
    return try pairs(of: drawn, &generator, context)
  }

  /// A pair for each of the bases; one that is given several times makes several new rows.
  ///
  /// All is drawn before any neighbour is looked for, so that they are looked for only where they are needed.
  func pairs(
    of bases: [Int], _ generator: inout SeededGenerator, _ context: ExecutionContext
  ) throws -> [SyntheticPair] {
    var drawn: [(place: Int, gap: Float)] = []
    drawn.reserveCapacity(bases.count)
    for place in bases.indices {
      if place % Self.stretch == 0 { try context.checkInterruption() }
      drawn.append((generator.below(neighbours), Self.gap(&generator)))
    }
    var positions = [Int32](repeating: -1, count: features.rows)
    for row in bases { positions[row] = 0 }
    let asked = pool.filter { positions[$0] == 0 }
    for (position, row) in asked.enumerated() { positions[row] = Int32(position) }
    let table = try NearestNeighbours(references: features, rows: pool)
      .searchAmongReferences(rows: asked, count: neighbours, context: context)
    return try bases.indices.map { place in
      if place % Self.stretch == 0 { try context.checkInterruption() }
      let (base, draw) = (bases[place], drawn[place])
      let neighbour = table.indices[Int(positions[base]) * neighbours + draw.place]
      return SyntheticPair(row: base, neighbour: neighbour, gap: draw.gap)
    }
  }

  /// In [0, 1) still when rounded to single precision.
  private static func gap(_ generator: inout SeededGenerator) -> Float {
    Float(generator.next() >> 40) * 0x1p-24
  }
}
