import Numerics

/// Draws arrows without circles in layers, causes before effects, with few crossings (Sugiyama, Tagawa & Toda 1981).
public struct LayeredLayout: Sendable, Equatable {
  /// Between the boxes of a layer, and between layers.
  public var gap: Double
  public var layerGap: Double
  /// Sweeps down and up that order the layers.
  public var sweeps: Int

  public init(gap: Double = 24, layerGap: Double = 48, sweeps: Int = 24) {
    self.gap = gap
    self.layerGap = layerGap
    self.sweeps = sweeps
  }

  public struct Drawing: Sendable, Equatable {
    /// The centre of each vertex's box; layers go down, x from 0 to `width`, y from 0 to `height`.
    public let centres: [Point]
    /// The layer of each vertex, 0 on top.
    public let layers: [Int]
    /// The corners of each arrow, in the order given, from centre to centre.
    public let routes: [[Point]]
    /// Pairs of arrow parts that cross between layers.
    public let crossings: Int
    public let width: Double
    public let height: Double
  }

  /// - Parameters:
  ///   - arrows: pairs of places in `sizes`; repeats are drawn once each.
  ///   - sizes: of the vertices' boxes.
  /// - Throws: `GraphError.vertexOutside`, `.cycle`, `.badOption`, `Interrupted`.
  public func drawing(
    arrows: [(from: Int, to: Int)], sizes: [BoxSize], context: ExecutionContext = .plain
  ) throws -> Drawing {
    try BoxSize.check(sizes, vertices: sizes.count)
    for vertex in arrows.flatMap({ [$0.from, $0.to] }) where !sizes.indices.contains(vertex) {
      throw GraphError.vertexOutside(vertex, vertices: sizes.count)
    }
    let layers = try self.layers(arrows, count: sizes.count)
    var layering = Layering(arrows: arrows, layers: layers, sizes: sizes)
    try layering.order(sweeps: sweeps, context: context)
    let x = layering.coordinates(gap: gap)
    let heights = layering.rows.map { row in
      row.map { $0 < sizes.count ? sizes[$0].height : 0 }.max() ?? 0
    }
    var tops = [0.0]
    for height in heights { tops.append((tops.last ?? 0) + height + layerGap) }
    let points = x.indices.map { node in
      let layer = layering.layer[node]
      return Point(x: x[node], y: tops[layer] + heights[layer] / 2)
    }
    return Drawing(
      centres: Array(points.prefix(sizes.count)), layers: layers,
      routes: layering.chains.map { $0.map { points[$0] } }, crossings: layering.crossings,
      width: layering.width(x), height: max(0, (tops.last ?? 0) - layerGap))
  }

  /// Each vertex one below its lowest cause; then, so that arrows are short, causes without causes just above their
  /// first effect.
  private func layers(_ arrows: [(from: Int, to: Int)], count: Int) throws -> [Int] {
    var causes = [Int](repeating: 0, count: count)
    var effects = [[Int]](repeating: [], count: count)
    for arrow in arrows {
      causes[arrow.to] += 1
      effects[arrow.from].append(arrow.to)
    }
    let isSource = causes.map { $0 == 0 }
    var layers = [Int](repeating: 0, count: count)
    var ready = (0..<count).filter { causes[$0] == 0 }
    var next = 0
    while next < ready.count {
      let vertex = ready[next]
      next += 1
      for effect in effects[vertex] {
        layers[effect] = max(layers[effect], layers[vertex] + 1)
        causes[effect] -= 1
        if causes[effect] == 0 { ready.append(effect) }
      }
    }
    guard ready.count == count else { throw GraphError.cycle((0..<count).filter { causes[$0] > 0 }) }
    for vertex in 0..<count where isSource[vertex] {
      if let first = effects[vertex].map({ layers[$0] }).min() { layers[vertex] = first - 1 }
    }
    return layers
  }
}
