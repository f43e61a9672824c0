/// What one variable does to another, according to a diagram: what to adjust for, and what never to.
public struct CausalQuestion: Sendable {
  public let diagram: CausalDiagram
  public let exposure: String
  public let outcome: String

  let t: Int
  let y: Int
  /// The diagram without the arrows out of the exposure: what is left between the two is not the effect.
  let backdoor: ArrowGraph
  /// The exposure and everything that it causes.
  let effects: VariableSet

  /// - Parameters:
  ///   - exposure: nil for the one that the diagram marks; the same for `outcome`.
  /// - Throws: `CausalError.unknownVariable`, `.sameVariable`.
  public init(_ diagram: CausalDiagram, exposure: String? = nil, outcome: String? = nil) throws {
    self.diagram = diagram
    self.exposure = exposure ?? diagram.marked.exposure ?? ""
    self.outcome = outcome ?? diagram.marked.outcome ?? ""
    t = try diagram.place(of: self.exposure)
    y = try diagram.place(of: self.outcome)
    guard t != y else { throw CausalError.sameVariable(self.exposure) }
    backdoor = diagram.graph.removingArrows(from: t)
    effects = diagram.graph.descendants(of: VariableSet(t))
  }

  /// Observed variables that the exposure does not cause.
  var adjustable: VariableSet { diagram.observed - effects - VariableSet(y) }

  /// Every minimal set that satisfies the back-door criterion (Pearl 2009, 3.3): it holds nothing that the exposure
  /// causes and closes every path that starts with an arrow into the exposure.
  ///
  /// - Returns: the smallest first; `[[]]` where nothing needs adjusting for; `[]` where no set of observed variables
  ///   does. Sets that hold more are valid only if they open no path.
  public func adjustmentSets(limit: Int = 1000) -> [[String]] {
    diagram.sorted(minimalAdjustment(limit: limit)).map(diagram.names)
  }

  func minimalAdjustment(limit: Int) -> [VariableSet] {
    backdoor.minimalSeparators(t, y, allowed: adjustable, limit: limit)
  }

  /// Whether adjusting for just these identifies the effect by the back-door criterion.
  /// - Throws: `CausalError.unknownVariable`.
  public func isValidAdjustment(_ names: [String]) throws -> Bool {
    let set = VariableSet(try names.map { try diagram.place(of: $0) })
    return set.isSubset(of: adjustable) && backdoor.areSeparated(t, y, given: set)
  }

  /// Variables on a directed path from exposure to outcome.
  public var mediators: [String] { diagram.names(between) }

  var between: VariableSet {
    (effects & diagram.graph.ancestors(of: VariableSet(y))) - VariableSet([t, y])
  }

  /// Causes of the exposure that reach the outcome by another way too, observed or not.
  public var confounders: [String] { diagram.names(commonCauses) }

  var commonCauses: VariableSet {
    let causes = diagram.graph.ancestors(of: VariableSet(t)) - VariableSet(t)
    return causes & backdoor.ancestors(of: VariableSet(y)) - VariableSet(y)
  }

  /// Whether the outcome causes the exposure, so that the effect asked for is none.
  public var isReversed: Bool { diagram.graph.ancestors(of: VariableSet(t)).contains(y) }
}

/// Why a variable must not be adjusted for.
public struct AdjustmentWarning: Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    /// It carries the effect.
    case mediator
    /// The outcome, a mediator or something that they cause follows into it.
    case consequenceOfEffect
    /// The exposure causes it; adjusting gains nothing and can open a path.
    case consequenceOfExposure
    /// Closed as it is, it opens a path between exposure and outcome.
    case opensPath
  }

  public let variable: String
  public let reason: Reason
}

extension CausalQuestion {
  /// What must not be adjusted for, in the order of the diagram.
  public func warnings(limit: Int = 1000) -> [AdjustmentWarning] {
    let graph = diagram.graph
    let carriers = between | (effects.contains(y) ? VariableSet(y) : VariableSet())
    let consequences = graph.descendants(of: carriers)
    let minimal = minimalAdjustment(limit: limit)
    return diagram.variables.indices.compactMap { variable in
      guard variable != t, variable != y, diagram.observed.contains(variable) else { return nil }
      let reason: AdjustmentWarning.Reason
      if between.contains(variable) {
        reason = .mediator
      } else if consequences.contains(variable) {
        reason = .consequenceOfEffect
      } else if effects.contains(variable) {
        reason = .consequenceOfExposure
      } else if minimal.contains(where: { !backdoor.areSeparated(t, y, given: $0 | VariableSet(variable)) }) {
        reason = .opensPath
      } else {
        return nil
      }
      return AdjustmentWarning(variable: diagram.variables[variable], reason: reason)
    }
  }

  /// Variables that move the outcome through the exposure alone, given others: (Z, given W) with Z linked to the
  /// exposure and, the arrows out of the exposure taken away, independent of the outcome.
  public func instruments(limit: Int = 100) -> [(instrument: String, given: [String])] {
    adjustable.compactMap { candidate in
      let allowed = adjustable - VariableSet(candidate)
      let sets = diagram.sorted(backdoor.minimalSeparators(candidate, y, allowed: allowed, limit: limit))
      let found = sets.first { !diagram.graph.areSeparated(candidate, t, given: $0) }
      return found.map { (diagram.variables[candidate], diagram.names($0)) }
    }
  }

  /// Minimal sets of observed mediators that satisfy the front-door criterion (Pearl 2009, 3.3.2): they cut every
  /// directed path, nothing confounds exposure and set, and the exposure closes what confounds set and outcome.
  /// - Returns: none where there are more than 16 observed mediators.
  public func frontDoorSets() -> [[String]] {
    let candidates = Array(between & diagram.observed)
    guard candidates.count <= 16 else { return [] }
    var found: [VariableSet] = []
    for choice in (0..<1 << candidates.count).sorted(by: { $0.nonzeroBitCount < $1.nonzeroBitCount }) {
      let set = VariableSet(candidates.indices.filter { choice & 1 << $0 != 0 }.map { candidates[$0] })
      guard !found.contains(where: { $0.isSubset(of: set) }), isFrontDoor(set) else { continue }
      found.append(set)
    }
    return diagram.sorted(found).map(diagram.names)
  }

  private func isFrontDoor(_ set: VariableSet) -> Bool {
    guard !set.isEmpty else { return false }
    // Directed paths that avoid the set.
    var reached = VariableSet(t)
    var frontier = reached
    while !frontier.isEmpty {
      let next = frontier.reduce(VariableSet()) { $0 | diagram.graph.children[$1] } - reached - set
      reached |= next
      frontier = next
    }
    guard !reached.contains(y) else { return false }
    guard backdoor.connected(with: t, given: VariableSet()).isDisjoint(with: set) else { return false }
    let cut = set.reduce(diagram.graph) { $0.removingArrows(from: $1) }
    return set.allSatisfy { cut.areSeparated($0, y, given: VariableSet(t)) }
  }
}
