import Numerics

extension WeightedGraph {
  /// Communities by joining, again and again, the two groups whose union gains most modularity, while it does not lose
  /// (Clauset, Newman & Moore 2004); of equal gains the groups that come first. Peer:
  /// `greedy_modularity_communities`.
  ///
  /// - Throws: `GraphError.noVertices`, `.badOption`, `Interrupted`.
  /// - Cost: about edges · log² vertices; quadratic where groups grow very unequally.
  public func greedyModularity(
    resolution: Double = 1, context: ExecutionContext = .plain
  ) throws -> Communities {
    guard count > 0 else { throw GraphError.noVertices }
    guard resolution > 0, resolution.isFinite else {
      throw GraphError.badOption("resolution", value: resolution, needed: "above 0")
    }
    var joining = GroupJoining(self, resolution: resolution)
    while joining.joinBest() { try context.checkInterruption() }
    return Communities(self, groups: joining.group, resolution: resolution)
  }
}

/// Groups that are joined two at a time, with the gain of every possible union kept up to date.
private struct GroupJoining {
  /// The group of each vertex: the vertex that it is called after.
  private(set) var group: [Int]
  private var members: [[Int]]
  /// gains[u][v]: what joining u and v adds to the modularity.
  private var gains: [[Int: Double]]
  private var shares: [Double]
  private var heap = DistanceHeap()
  private let resolution: Double

  init(_ graph: WeightedGraph, resolution: Double) {
    self.resolution = resolution
    group = Array(0..<graph.count)
    members = group.map { [$0] }
    let total = graph.totalWeight
    shares = group.map { total > 0 ? graph.strength($0) / (2 * total) : 0 }
    gains = [[Int: Double]](repeating: [:], count: graph.count)
    for edge in graph.edges {
      let gain = edge.weight / total - 2 * resolution * shares[edge.a] * shares[edge.b]
      gains[edge.a][edge.b] = gain
      gains[edge.b][edge.a] = gain
      push(edge.a, edge.b, gain)
    }
  }

  private mutating func push(_ u: Int, _ v: Int, _ gain: Double) {
    heap.push(-gain, min(u, v) * group.count + max(u, v))
  }

  /// - Returns: false where no union gains.
  mutating func joinBest() -> Bool {
    while let (loss, pair) = heap.pop() {
      let (u, v) = (pair / group.count, pair % group.count)
      // What the heap says may be of before a union.
      guard gains[u][v] == -loss else { continue }
      guard loss <= 0 else { return false }
      join(u, into: v)
      return true
    }
    return false
  }

  private mutating func join(_ u: Int, into v: Int) {
    for vertex in members[u] { group[vertex] = v }
    members[v] += members[u]
    members[u] = []
    let (ofU, ofV) = (gains[u], gains[v])
    gains[u] = [:]
    gains[v][u] = nil
    for other in Set(ofU.keys).union(ofV.keys).sorted() where other != u && other != v {
      let gain: Double
      switch (ofU[other], ofV[other]) {
      case (let a?, let b?): gain = a + b
      case (nil, let b?): gain = b - 2 * resolution * shares[u] * shares[other]
      case (let a?, nil): gain = a - 2 * resolution * shares[v] * shares[other]
      case (nil, nil): continue
      }
      gains[other][u] = nil
      gains[other][v] = gain
      gains[v][other] = gain
      push(other, v, gain)
    }
    shares[v] += shares[u]
    shares[u] = 0
  }
}
