import Numerics

/// How central each vertex is, in the senses of the field. Peer: networkx, whose normalisations these are.
extension WeightedGraph {
  /// Neighbours, as a share of the other vertices; 1 where there is one vertex.
  public var degreeCentrality: [Double] {
    (0..<count).map { count > 1 ? Double(degree($0)) / Double(count - 1) : 1 }
  }

  /// The share of shortest paths between others that lead through a vertex (Brandes 2001), as a share of the pairs.
  /// - Throws: `Interrupted`.
  /// - Cost: vertices · edges, and a logarithm more by lengths; shared over the threads.
  public func betweenness(length: EdgeLength = .hops, context: ExecutionContext = .plain) throws -> [Double] {
    // A fixed number of pieces, each with sums of its own, so that threads do not change the bits.
    let size = max(1, (count + 31) / 32)
    let pieces = (count + size - 1) / size
    var partial = [[Double]](repeating: [], count: pieces)
    try partial.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let results = DisjointPointer(base)
      try context.forEachPiece(of: count, size: size) { sources in
        results.base[sources.lowerBound / size] = try dependencies(of: sources, length, context)
      }
    }
    let pairs = Double((count - 1) * (count - 2))
    let scale = count > 2 ? 1 / pairs : 1
    return (0..<count).map { vertex in partial.reduce(0) { $0 + $1[vertex] } * scale }
  }

  private func dependencies(
    of sources: Range<Int>, _ length: EdgeLength, _ context: ExecutionContext
  ) throws -> [Double] {
    var paths = ShortestPaths(self, length: length)
    var sums = [Double](repeating: 0, count: count)
    var dependency = sums
    for source in sources {
      try context.checkInterruption()
      paths.search(from: source)
      for vertex in paths.order.reversed() {
        let share = (1 + dependency[vertex]) / paths.pathCount[vertex]
        for before in paths.previous[vertex] { dependency[before] += paths.pathCount[before] * share }
        if vertex != source { sums[vertex] += dependency[vertex] }
        dependency[vertex] = 0
      }
    }
    return sums
  }

  /// The reciprocal of the mean distance to the vertices that can be reached, times their share of all others
  /// (Wasserman & Faust 1994).
  /// - Throws: `Interrupted`.
  /// - Cost: as `betweenness`.
  public func closeness(length: EdgeLength = .hops, context: ExecutionContext = .plain) throws -> [Double] {
    try [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard let base = buffer.baseAddress else { return }
      base.initialize(repeating: 0, count: count)
      let results = DisjointPointer(base)
      try context.forEachPiece(of: count, size: max(1, (count + 31) / 32)) { sources in
        var paths = ShortestPaths(self, length: length, countsPaths: false)
        for source in sources {
          try context.checkInterruption()
          paths.search(from: source)
          let total = paths.order.reduce(0) { $0 + paths.distance[$1] }
          let reached = Double(paths.order.count - 1)
          if total > 0, count > 1 { results.base[source] = reached / total * reached / Double(count - 1) }
        }
      }
    }
  }

  /// The leading eigenvector of the weights, of length 1: central is who is linked to the central (Bonacich 1987).
  /// In a graph of several parts, only the part with the largest eigenvalue is above 0.
  /// - Throws: `GraphError.noVertices`, `.noConvergence`, `Interrupted`.
  public func eigenvectorCentrality(context: ExecutionContext = .plain) throws -> [Double] {
    guard count > 0 else { throw GraphError.noVertices }
    let rounds = 100_000
    // The middle of the spectrum is moved away from −(largest), where a bipartite graph would swing for ever.
    let shift = (edges.map(\.weight).max() ?? 1)
    var vector = [Double](repeating: 1 / Double(count).squareRoot(), count: count)
    for round in 0..<rounds {
      if round % 64 == 0 { try context.checkInterruption() }
      var next = vector.map { $0 * shift }
      for vertex in 0..<count {
        var sum = 0.0
        for place in range(vertex) { sum += weights[place] * vector[neighbours[place]] }
        next[vertex] += sum
      }
      let norm = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0 else { return vector }
      var change = 0.0
      for vertex in 0..<count {
        next[vertex] /= norm
        change = max(change, abs(next[vertex] - vector[vertex]))
      }
      vector = next
      if change < 1e-13 { return vector }
    }
    throw GraphError.noConvergence(of: "the leading eigenvector", rounds: rounds)
  }

  /// Where somebody is who follows edges by weight and jumps anywhere with chance 1 − `damping` (Page et al. 1999).
  /// - Throws: `GraphError.noVertices`, `.badOption`, `Interrupted`.
  public func pageRank(damping: Double = 0.85, context: ExecutionContext = .plain) throws -> [Double] {
    guard count > 0 else { throw GraphError.noVertices }
    guard damping >= 0, damping < 1 else {
      throw GraphError.badOption("damping", value: damping, needed: "from 0 to below 1")
    }
    let strengths = (0..<count).map(strength)
    var rank = [Double](repeating: 1 / Double(count), count: count)
    while true {
      try context.checkInterruption()
      let stranded = (0..<count).reduce(0) { strengths[$1] > 0 ? $0 : $0 + rank[$1] }
      let base = (1 - damping + damping * stranded) / Double(count)
      let shares = (0..<count).map { strengths[$0] > 0 ? damping * rank[$0] / strengths[$0] : 0 }
      var change = 0.0
      let next = (0..<count).map { vertex in
        let sum = range(vertex).reduce(base) { $0 + weights[$1] * shares[neighbours[$1]] }
        change += abs(sum - rank[vertex])
        return sum
      }
      rank = next
      if change < 1e-13 { return rank }
    }
  }

  /// The largest k for which a vertex lies in a part where everyone has k neighbours (Batagelj & Zaveršnik 2003).
  /// Cost: edges.
  public var coreNumbers: [Int] {
    var core = (0..<count).map(degree)
    var buckets = [[Int]](repeating: [], count: (core.max() ?? 0) + 1)
    for vertex in 0..<count { buckets[core[vertex]].append(vertex) }
    var isDone = [Bool](repeating: false, count: count)
    for level in buckets.indices {
      while let vertex = buckets[level].popLast() {
        guard !isDone[vertex], core[vertex] == level else { continue }
        isDone[vertex] = true
        for place in range(vertex) {
          let neighbour = neighbours[place]
          guard !isDone[neighbour], core[neighbour] > level else { continue }
          core[neighbour] -= 1
          buckets[core[neighbour]].append(neighbour)
        }
      }
    }
    return core
  }
}
