/// A way from exposure to outcome along arrows in either direction.
public struct DiagramPath: Sendable, Equatable {
  public let variables: [String]
  /// For each step, whether its arrow points onward.
  public let isForward: [Bool]
  /// Variables on it with arrows into them from both sides.
  public let colliders: [String]
  /// Whether it lets association through when nothing is adjusted for.
  public let isOpen: Bool
  /// Whether all arrows point onward: part of the effect.
  public var isCausal: Bool { isForward.allSatisfy { $0 } }
  /// Whether it starts with an arrow into the exposure.
  public var isBackdoor: Bool { isForward.first == false }

  /// As in `T ← X → Y`.
  public var text: String {
    zip(variables.dropFirst(), isForward).reduce(variables.first ?? "") { $0 + ($1.1 ? " → " : " ← ") + $1.0 }
  }
}

extension CausalQuestion {
  /// The paths between exposure and outcome, the shortest first.
  /// - Parameter limit: how many to look for; a dense diagram has more than anybody reads.
  /// - Returns: the paths, and whether there are more.
  public func paths(limit: Int = 200) -> (paths: [DiagramPath], areAll: Bool) {
    var found: [[Int]] = []
    var queue: [[Int]] = [[t]]
    var next = 0
    // Breadth first; a bound on what is looked at keeps a dense diagram from taking for ever.
    while next < queue.count, found.count < limit, queue.count < 200_000 {
      let path = queue[next]
      next += 1
      let last = path[path.count - 1]
      for neighbour in diagram.graph.parents[last] | diagram.graph.children[last] where !path.contains(neighbour) {
        if neighbour == y { found.append(path + [y]) } else { queue.append(path + [neighbour]) }
      }
    }
    return (found.prefix(limit).map(described), next == queue.count && found.count <= limit)
  }

  private func described(_ path: [Int]) -> DiagramPath {
    let forward = zip(path, path.dropFirst()).map { diagram.graph.children[$0].contains($1) }
    let colliders = path.indices.dropFirst().dropLast().filter { forward[$0 - 1] && !forward[$0] }.map { path[$0] }
    return DiagramPath(
      variables: path.map { diagram.variables[$0] }, isForward: forward,
      colliders: colliders.map { diagram.variables[$0] }, isOpen: colliders.isEmpty)
  }

  /// Variables in which two arrows meet on some path between exposure and outcome (among the first `limit` paths).
  public func colliders(limit: Int = 1000) -> [String] {
    let met = Set(paths(limit: limit).paths.flatMap(\.colliders))
    return diagram.variables.filter { met.contains($0) }
  }
}

/// What a variable is to a question, for colours and words.
public enum VariableRole: String, Sendable, CaseIterable {
  case exposure, outcome, mediator, confounder, collider, instrument
  case causeOfExposure, causeOfOutcome, consequence, other
}

extension CausalQuestion {
  /// The role of every variable, in the order of the diagram. Who is several things is named by the first that applies:
  /// exposure, outcome, mediator, confounder, collider, instrument, then causes and consequences.
  public func roles() -> [(variable: String, role: VariableRole, isObserved: Bool)] {
    let graph = diagram.graph
    let colliders = Set(colliders())
    let instruments = Set(instruments().filter { $0.given.isEmpty }.map(\.instrument))
    let (causesOfExposure, causesOfOutcome) = (graph.ancestors(of: VariableSet(t)), graph.ancestors(of: VariableSet(y)))
    return diagram.variables.enumerated().map { place, name in
      let role: VariableRole
      switch place {
      case t: role = .exposure
      case y: role = .outcome
      case _ where between.contains(place): role = .mediator
      case _ where commonCauses.contains(place): role = .confounder
      case _ where colliders.contains(name): role = .collider
      case _ where instruments.contains(name): role = .instrument
      case _ where causesOfExposure.contains(place): role = .causeOfExposure
      case _ where causesOfOutcome.contains(place): role = .causeOfOutcome
      case _ where effects.contains(place): role = .consequence
      default: role = .other
      }
      return (name, role, diagram.observed.contains(place))
    }
  }
}
