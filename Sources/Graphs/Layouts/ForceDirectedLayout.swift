import Glibc
import Numerics

/// Places the vertices of a graph so that linked ones are near and all keep apart (Fruchterman & Reingold 1991), then
/// moves boxes that overlap off each other.
public struct ForceDirectedLayout: Sendable, Equatable {
  public var rounds: Int
  public var seed: UInt64
  /// The least gap between two boxes, in the units of their sizes.
  public var gap: Double

  public init(rounds: Int = 300, seed: UInt64 = 0, gap: Double = 2) {
    self.rounds = rounds
    self.seed = seed
    self.gap = gap
  }

  /// The centre of each vertex's box, around (0, 0). The same bytes for the same graph, sizes and options, on any
  /// number of threads.
  ///
  /// - Parameter sizes: of the boxes, label included.
  /// - Throws: `GraphError.badOption`, `.differentLengths`, `Interrupted`.
  /// - Cost: vertices² · rounds.
  public func positions(
    _ graph: WeightedGraph, sizes: [BoxSize], context: ExecutionContext = .plain
  ) throws -> [Point] {
    guard rounds >= 0 else { throw GraphError.badOption("rounds", value: Double(rounds), needed: "0 or more") }
    guard gap >= 0, gap.isFinite else { throw GraphError.badOption("gap", value: gap, needed: "0 or more") }
    try BoxSize.check(sizes, vertices: graph.count)
    guard graph.count > 1 else { return [Point](repeating: Point(x: 0, y: 0), count: graph.count) }
    // As much room as three times the boxes need.
    let area = sizes.reduce(0) { $0 + ($1.width + gap) * ($1.height + gap) }
    let ideal = max(1, (3 * area / Double(graph.count)).squareRoot())
    var points = start(graph.count, ideal)
    let strongest = graph.edges.map(\.weight).max() ?? 1
    for round in 0..<rounds {
      try context.checkInterruption()
      let temperature = ideal * Double(graph.count).squareRoot() * 0.1 * (1 - Double(round) / Double(rounds))
      points = try moved(points, graph, ideal: ideal, strongest: strongest, by: temperature, context)
      context.report(fraction: Double(round + 1) / Double(rounds))
    }
    let separated = try OverlapRemoval(gap: gap).separated(points, sizes: sizes, context: context)
    return centred(separated)
  }

  /// On a sunflower's spiral in a random order: no two alike, no direction preferred.
  private func start(_ count: Int, _ ideal: Double) -> [Point] {
    var generator = SeededGenerator.derived(from: seed, count)
    return generator.shuffled(Array(0..<count)).map { place in
      let radius = ideal * 0.6 * (Double(place) + 0.5).squareRoot()
      let angle = Double(place) * Double.pi * (3 - 5.0.squareRoot())
      return Point(x: radius * cos(angle), y: radius * sin(angle))
    }
  }

  private func moved(
    _ points: [Point], _ graph: WeightedGraph, ideal: Double, strongest: Double, by temperature: Double,
    _ context: ExecutionContext
  ) throws -> [Point] {
    try [Point](unsafeUninitializedCapacity: points.count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      base.initialize(repeating: Point(x: 0, y: 0), count: points.count)
      initialized = points.count
      let target = DisjointPointer(base)
      try context.forEachPiece(of: points.count, size: max(16, (points.count + 31) / 32)) { vertices in
        for vertex in vertices {
          let force = force(on: vertex, points, graph, ideal, strongest)
          let length = max((force.x * force.x + force.y * force.y).squareRoot(), 1e-12)
          let step = min(length, temperature) / length
          target.base[vertex] = Point(x: points[vertex].x + force.x * step, y: points[vertex].y + force.y * step)
        }
      }
    }
  }

  private func force(
    on vertex: Int, _ points: [Point], _ graph: WeightedGraph, _ ideal: Double, _ strongest: Double
  ) -> Point {
    let own = points[vertex]
    var (x, y) = (0.0, 0.0)
    for other in points.indices where other != vertex {
      let (dx, dy) = (own.x - points[other].x, own.y - points[other].y)
      let square = max(dx * dx + dy * dy, 1e-9 * ideal * ideal)
      x += dx * ideal * ideal / square
      y += dy * ideal * ideal / square
    }
    for place in graph.range(vertex) {
      let other = points[graph.neighbours[place]]
      let (dx, dy) = (other.x - own.x, other.y - own.y)
      let pull = (dx * dx + dy * dy).squareRoot() / ideal * (graph.weights[place] / strongest).squareRoot()
      x += dx * pull
      y += dy * pull
    }
    // A weak pull to the middle keeps parts that no edge joins in the picture.
    return Point(x: x - own.x * 0.05, y: y - own.y * 0.05)
  }

  private func centred(_ points: [Point]) -> [Point] {
    let x = ((points.map(\.x).min() ?? 0) + (points.map(\.x).max() ?? 0)) / 2
    let y = ((points.map(\.y).min() ?? 0) + (points.map(\.y).max() ?? 0)) / 2
    return points.map { Point(x: $0.x - x, y: $0.y - y) }
  }
}

/// Moves boxes apart until none overlaps, as little as pairwise pushing allows.
public struct OverlapRemoval: Sendable, Equatable {
  public var gap: Double

  public init(gap: Double) { self.gap = gap }

  /// - Parameter points: centres.
  /// - Throws: `GraphError.differentLengths`, `.badOption`, `Interrupted`.
  /// - Cost: boxes² a round; it always ends, since everything spreads a little where pushing has not been enough.
  public func separated(
    _ points: [Point], sizes: [BoxSize], context: ExecutionContext = .plain
  ) throws -> [Point] {
    try BoxSize.check(sizes, vertices: points.count)
    var points = points
    var round = 0
    while pushApart(&points, sizes) {
      try context.checkInterruption()
      round += 1
      guard round % 30 == 0 else { continue }
      for index in points.indices {
        // Boxes at one place would stay there for ever.
        points[index].x = points[index].x * 1.1 + Double(index) * 1e-6
        points[index].y *= 1.1
      }
    }
    return points
  }

  /// - Returns: whether anything had to move.
  private func pushApart(_ points: inout [Point], _ sizes: [BoxSize]) -> Bool {
    var hasMoved = false
    for a in points.indices {
      for b in (a + 1)..<max(points.count, a + 1) {
        let (dx, dy) = (points[b].x - points[a].x, points[b].y - points[a].y)
        let overlapX = (sizes[a].width + sizes[b].width) / 2 + gap - abs(dx)
        guard overlapX > 1e-9 else { continue }
        let overlapY = (sizes[a].height + sizes[b].height) / 2 + gap - abs(dy)
        guard overlapY > 1e-9 else { continue }
        hasMoved = true
        if overlapX < overlapY {
          let push = (overlapX / 2 + 1e-6) * (dx < 0 ? -1 : 1)
          points[a].x -= push
          points[b].x += push
        } else {
          let push = (overlapY / 2 + 1e-6) * (dy < 0 ? -1 : 1)
          points[a].y -= push
          points[b].y += push
        }
      }
    }
    return hasMoved
  }
}
