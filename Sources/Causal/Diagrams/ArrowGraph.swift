/// Arrows between numbered variables, and what follows from them alone.
struct ArrowGraph: Sendable, Equatable {
  private(set) var parents: [VariableSet]
  private(set) var children: [VariableSet]

  init(count: Int) {
    parents = [VariableSet](repeating: VariableSet(), count: count)
    children = parents
  }

  var count: Int { parents.count }

  mutating func insert(from cause: Int, to effect: Int) {
    parents[effect].insert(cause)
    children[cause].insert(effect)
  }

  /// Without the arrows out of a variable.
  func removingArrows(from cause: Int) -> ArrowGraph {
    var graph = self
    for effect in children[cause] { graph.parents[effect].remove(cause) }
    graph.children[cause] = VariableSet()
    return graph
  }

  /// The members and everything that causes them.
  func ancestors(of members: VariableSet) -> VariableSet { closure(of: members, along: parents) }

  /// The members and everything that they cause.
  func descendants(of members: VariableSet) -> VariableSet { closure(of: members, along: children) }

  private func closure(of members: VariableSet, along links: [VariableSet]) -> VariableSet {
    var reached = members
    var frontier = members
    while !frontier.isEmpty {
      let next = frontier.reduce(VariableSet()) { $0 | links[$1] } - reached
      reached |= next
      frontier = next
    }
    return reached
  }

  /// What is d-connected with `source` given `given` (the Bayes ball of Shachter 1998). Cost: arrows.
  func connected(with source: Int, given: VariableSet) -> VariableSet {
    let opened = ancestors(of: given)
    var reached = VariableSet()
    // Arrived from a child, so that a variable acts as cause or link; from a parent, so that it acts as link or
    // collider.
    var upward = VariableSet(source)
    var downward = VariableSet()
    var seenUpward = VariableSet()
    var seenDownward = VariableSet()
    while let variable = (upward | downward).first {
      if upward.contains(variable) {
        upward.remove(variable)
        guard !seenUpward.contains(variable) else { continue }
        seenUpward.insert(variable)
        guard !given.contains(variable) else { continue }
        reached.insert(variable)
        upward |= parents[variable] - seenUpward
        downward |= children[variable] - seenDownward
      } else {
        downward.remove(variable)
        guard !seenDownward.contains(variable) else { continue }
        seenDownward.insert(variable)
        if !given.contains(variable) {
          reached.insert(variable)
          downward |= children[variable] - seenDownward
        }
        if opened.contains(variable) { upward |= parents[variable] - seenUpward }
      }
    }
    return reached
  }

  /// Whether no path between two variables is open given the others.
  func areSeparated(_ a: Int, _ b: Int, given: VariableSet) -> Bool { !connected(with: a, given: given).contains(b) }

  /// All smallest-by-inclusion sets among `allowed` that separate two variables.
  ///
  /// Such sets consist of ancestors of the two, so they are the minimal separators of the ancestors' moral graph, from
  /// which what is not allowed has been taken by joining its neighbours.
  /// - Returns: none where the two cannot be separated; the empty set alone where they are separate already; at most
  ///   `limit`.
  func minimalSeparators(_ a: Int, _ b: Int, allowed: VariableSet, limit: Int) -> [VariableSet] {
    let relevant = ancestors(of: VariableSet([a, b]))
    var neighbours = [VariableSet](repeating: VariableSet(), count: count)
    func join(_ members: VariableSet) {
      for member in members { neighbours[member] |= members - VariableSet(member) }
    }
    for variable in relevant {
      for cause in parents[variable] & relevant { join(VariableSet([variable, cause])) }
      join(parents[variable] & relevant)
    }
    for variable in relevant - allowed - VariableSet([a, b]) {
      let around = neighbours[variable]
      neighbours[variable] = VariableSet()
      for member in around { neighbours[member].remove(variable) }
      join(around)
    }
    return MinimalSeparators(neighbours: neighbours).between(a, b, limit: limit)
  }
}
