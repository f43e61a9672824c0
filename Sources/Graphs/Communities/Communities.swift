/// Vertices in groups.
public struct Communities: Sendable, Equatable {
  /// The group of each vertex; group 0 is the largest, then by size, then by first vertex.
  public let group: [Int]
  public let modularity: Double

  public var count: Int { (group.max() ?? -1) + 1 }

  /// The vertices of each group, ascending.
  public var members: [[Int]] {
    var members = [[Int]](repeating: [], count: count)
    for (vertex, group) in group.enumerated() { members[group].append(vertex) }
    return members
  }

  /// - Parameter groups: any numbers, equal for vertices of one group.
  init(_ graph: WeightedGraph, groups: [Int], resolution: Double) {
    var members: [Int: [Int]] = [:]
    for (vertex, group) in groups.enumerated() { members[group, default: []].append(vertex) }
    let sorted = members.values.sorted { $0.count != $1.count ? $0.count > $1.count : $0[0] < $1[0] }
    var group = groups
    for (place, members) in sorted.enumerated() { for vertex in members { group[vertex] = place } }
    self.group = group
    modularity = graph.modularity(of: group, resolution: resolution)
  }
}

extension WeightedGraph {
  /// How much more weight lies within groups than the strengths of their vertices would let expect (Newman & Girvan
  /// 2004): Σ (within / total − resolution · (strength / 2 total)²). 0 for a graph without edges.
  ///
  /// - Parameter group: a number from 0 for each vertex.
  public func modularity(of group: [Int], resolution: Double = 1) -> Double {
    let total = totalWeight
    guard total > 0, group.count == count else { return 0 }
    var within = [Double](repeating: 0, count: (group.max() ?? 0) + 1)
    var strengths = within
    for edge in edges {
      if group[edge.a] == group[edge.b] { within[group[edge.a]] += edge.weight }
      strengths[group[edge.a]] += edge.weight
      strengths[group[edge.b]] += edge.weight
    }
    return zip(within, strengths).reduce(0) { sum, pair in
      let share = pair.1 / (2 * total)
      return sum + pair.0 / total - resolution * share * share
    }
  }
}
