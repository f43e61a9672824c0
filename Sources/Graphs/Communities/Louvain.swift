import Numerics

extension WeightedGraph {
  /// Communities by moving vertices where modularity gains most, then groups as if they were vertices, until nothing
  /// gains (Blondel et al. 2008), and then single vertices again. Several random orders are tried and the best kept, so
  /// that one unlucky order does not decide.
  ///
  /// - Parameters:
  ///   - resolution: above 1 for smaller groups.
  ///   - starts: how many orders.
  /// - Throws: `GraphError.noVertices`, `.badOption`, `Interrupted`.
  /// - Cost: about edges · log vertices for each start.
  public func louvain(
    resolution: Double = 1, seed: UInt64 = 0, starts: Int = 10, context: ExecutionContext = .plain
  ) throws -> Communities {
    guard count > 0 else { throw GraphError.noVertices }
    guard resolution > 0, resolution.isFinite else {
      throw GraphError.badOption("resolution", value: resolution, needed: "above 0")
    }
    guard starts > 0 else { throw GraphError.badOption("starts", value: Double(starts), needed: "1 or more") }
    let vertices = LouvainLevel(self)
    var best: Communities?
    for start in 0..<starts {
      var generator = SeededGenerator.derived(from: seed, start)
      var group = Array(0..<count)
      var hasMoved = true
      // Single vertices are moved once more between the groups that were found; where any gains, groups are tried
      // again.
      while hasMoved {
        try context.checkInterruption()
        let order = generator.shuffled(Array(0..<count))
        (hasMoved, group) = vertices.moveVertices(in: order, from: group, resolution: resolution)
        var level = vertices.aggregated(by: group)
        while true {
          try context.checkInterruption()
          let order = generator.shuffled(Array(0..<level.count))
          let (moved, assignment) = level.moveVertices(in: order, resolution: resolution)
          guard moved else { break }
          hasMoved = true
          group = group.map { assignment[$0] }
          level = level.aggregated(by: assignment)
        }
      }
      let found = Communities(self, groups: group, resolution: resolution)
      if found.modularity > (best?.modularity ?? -.infinity) + 1e-12 { best = found }
    }
    return best ?? Communities(self, groups: Array(0..<count), resolution: resolution)
  }
}

/// A graph whose vertices are groups of an earlier one, with weight within them.
private struct LouvainLevel {
  let links: [[(neighbour: Int, weight: Double)]]
  /// Twice the weight within.
  let loops: [Double]
  let strengths: [Double]
  let total: Double

  var count: Int { links.count }

  init(_ graph: WeightedGraph) {
    self.init(
      links: (0..<graph.count).map { vertex in graph.range(vertex).map { (graph.neighbours[$0], graph.weights[$0]) } },
      loops: [Double](repeating: 0, count: graph.count))
  }

  private init(links: [[(neighbour: Int, weight: Double)]], loops: [Double]) {
    self.links = links
    self.loops = loops
    strengths = zip(links, loops).map { links, loop in links.reduce(loop) { $0 + $1.weight } }
    total = strengths.reduce(0, +)
  }

  /// - Returns: whether anything moved, and the group of each vertex, numbered from 0.
  /// - Parameter groups: where the vertices start; nil for each by itself.
  func moveVertices(in order: [Int], from groups: [Int]? = nil, resolution: Double) -> (moved: Bool, groups: [Int]) {
    var group = groups ?? Array(0..<count)
    guard total > 0 else { return (false, group) }
    var groupStrength = [Double](repeating: 0, count: count)
    for vertex in 0..<count { groupStrength[group[vertex]] += strengths[vertex] }
    var weightTo = [Double](repeating: 0, count: count)
    var touched: [Int] = []
    var hasMoved = false
    var isMoving = true
    while isMoving {
      isMoving = false
      for vertex in order {
        for (neighbour, weight) in links[vertex] {
          if weightTo[group[neighbour]] == 0 { touched.append(group[neighbour]) }
          weightTo[group[neighbour]] += weight
        }
        let own = group[vertex]
        groupStrength[own] -= strengths[vertex]
        func gain(_ target: Int) -> Double {
          weightTo[target] - resolution * groupStrength[target] * strengths[vertex] / total
        }
        var best = own
        var bestGain = gain(own)
        for target in touched.sorted() where gain(target) > bestGain + 1e-12 * total {
          best = target
          bestGain = gain(target)
        }
        groupStrength[best] += strengths[vertex]
        if best != own {
          group[vertex] = best
          isMoving = true
          hasMoved = true
        }
        for target in touched { weightTo[target] = 0 }
        touched.removeAll(keepingCapacity: true)
      }
    }
    var numbers: [Int: Int] = [:]
    for old in group where numbers[old] == nil { numbers[old] = numbers.count }
    return (hasMoved, group.map { numbers[$0] ?? 0 })
  }

  func aggregated(by group: [Int]) -> LouvainLevel {
    let groups = (group.max() ?? -1) + 1
    var sums = [[Int: Double]](repeating: [:], count: groups)
    var loops = [Double](repeating: 0, count: groups)
    for vertex in 0..<count {
      loops[group[vertex]] += self.loops[vertex]
      for (neighbour, weight) in links[vertex] {
        if group[neighbour] == group[vertex] {
          loops[group[vertex]] += weight
        } else {
          sums[group[vertex]][group[neighbour], default: 0] += weight
        }
      }
    }
    return LouvainLevel(
      links: sums.map { sums in sums.keys.sorted().map { ($0, sums[$0] ?? 0) } }, loops: loops)
  }
}
