/// An undirected graph with weighted edges, at most one between two vertices, none from a vertex to itself.
public struct WeightedGraph: Sendable, Equatable {
  /// An edge between two places of `names`.
  public struct Edge: Sendable, Equatable {
    public let a: Int
    public let b: Int
    public let weight: Double

    public init(_ a: Int, _ b: Int, weight: Double = 1) {
      self.a = a
      self.b = b
      self.weight = weight
    }
  }

  public let names: [String]
  /// With `a < b`, in ascending order.
  public let edges: [Edge]

  /// The neighbours of vertex v, ascending: `neighbours[starts[v]..<starts[v + 1]]`, weights beside them.
  let starts: [Int]
  let neighbours: [Int]
  let weights: [Double]

  /// - Parameter edges: weights of the same pair are added; an edge from a vertex to itself is left out.
  /// - Throws: `GraphError.vertexOutside`, `.badWeight`.
  public init(names: [String], edges: [Edge]) throws {
    self.names = names
    var sums: [Int: Double] = [:]
    for edge in edges {
      for vertex in [edge.a, edge.b] where !names.indices.contains(vertex) {
        throw GraphError.vertexOutside(vertex, vertices: names.count)
      }
      guard edge.weight > 0, edge.weight.isFinite else {
        throw GraphError.badWeight(edge.weight, from: edge.a, to: edge.b)
      }
      guard edge.a != edge.b else { continue }
      sums[min(edge.a, edge.b) * names.count + max(edge.a, edge.b), default: 0] += edge.weight
    }
    self.edges = sums.keys.sorted().map { key in
      Edge(key / names.count, key % names.count, weight: sums[key] ?? 0)
    }
    var degrees = [Int](repeating: 0, count: names.count)
    for edge in self.edges {
      degrees[edge.a] += 1
      degrees[edge.b] += 1
    }
    var starts = [0]
    for degree in degrees { starts.append((starts.last ?? 0) + degree) }
    var places = starts
    var neighbours = [Int](repeating: 0, count: 2 * self.edges.count)
    var weights = [Double](repeating: 0, count: 2 * self.edges.count)
    func put(_ from: Int, _ to: Int, _ weight: Double) {
      neighbours[places[from]] = to
      weights[places[from]] = weight
      places[from] += 1
    }
    // Ascending pairs fill a vertex's smaller neighbours first if the larger end is filled in a pass of its own.
    for edge in self.edges { put(edge.b, edge.a, edge.weight) }
    for edge in self.edges { put(edge.a, edge.b, edge.weight) }
    self.starts = starts
    self.neighbours = neighbours
    self.weights = weights
  }

  public var count: Int { names.count }

  /// Places of the edges of a vertex in `neighbours` and `weights`.
  func range(_ vertex: Int) -> Range<Int> { starts[vertex]..<starts[vertex + 1] }

  public func degree(_ vertex: Int) -> Int { range(vertex).count }

  /// The sum of the weights of its edges.
  public func strength(_ vertex: Int) -> Double { range(vertex).reduce(0) { $0 + weights[$1] } }

  /// The sum of all weights.
  public var totalWeight: Double { edges.reduce(0) { $0 + $1.weight } }

  /// The vertices by connected part: the largest part first, then by its first vertex.
  public var components: [[Int]] {
    var part = [Int](repeating: -1, count: count)
    var parts: [[Int]] = []
    for start in 0..<count where part[start] < 0 {
      var members = [start]
      part[start] = parts.count
      var next = 0
      while next < members.count {
        for place in range(members[next]) where part[neighbours[place]] < 0 {
          part[neighbours[place]] = parts.count
          members.append(neighbours[place])
        }
        next += 1
      }
      parts.append(members.sorted())
    }
    return parts.sorted { $0.count != $1.count ? $0.count > $1.count : $0[0] < $1[0] }
  }

  /// The graph of some of the vertices, in the order given, and the edges between them.
  public func subgraph(_ vertices: [Int]) throws -> WeightedGraph {
    let places = Dictionary(vertices.enumerated().map { ($1, $0) }) { first, _ in first }
    return try WeightedGraph(
      names: vertices.map { names[$0] },
      edges: edges.compactMap { edge in
        guard let a = places[edge.a], let b = places[edge.b] else { return nil }
        return Edge(a, b, weight: edge.weight)
      })
  }
}
