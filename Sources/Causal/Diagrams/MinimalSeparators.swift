/// All minimal separators of two vertices of an undirected graph, from one next to the first vertex onwards
/// (Shen & Liang 1997).
struct MinimalSeparators {
  let neighbours: [VariableSet]

  /// - Returns: at most `limit`, nearest to `a` first; none where the two are neighbours.
  func between(_ a: Int, _ b: Int, limit: Int) -> [VariableSet] {
    guard !neighbours[a].contains(b) else { return [] }
    let first = boundary(of: b, without: neighbours[a] | VariableSet(a))
    var found = [first]
    var known: Set<VariableSet> = [first]
    var next = 0
    while next < found.count, found.count < limit {
      let separator = found[next]
      next += 1
      for vertex in separator where !neighbours[vertex].contains(b) {
        let farther = boundary(of: b, without: separator | neighbours[vertex])
        if known.insert(farther).inserted { found.append(farther) }
      }
    }
    return Array(found.prefix(limit))
  }

  /// The removed vertices that touch what is left around `vertex`.
  private func boundary(of vertex: Int, without removed: VariableSet) -> VariableSet {
    var component = VariableSet(vertex)
    var frontier = component
    var touched = VariableSet()
    while !frontier.isEmpty {
      let around = frontier.reduce(VariableSet()) { $0 | neighbours[$1] } - component
      touched |= around & removed
      frontier = around - removed
      component |= frontier
    }
    return touched
  }
}
