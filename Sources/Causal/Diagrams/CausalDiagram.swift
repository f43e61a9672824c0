/// Which variable causes which directly: a directed graph without circles (Pearl 2009). Peer: dagitty.
///
/// Variables are observed unless said otherwise; only observed ones can be adjusted for or tested.
public struct CausalDiagram: Sendable, Equatable {
  /// An arrow from a direct cause to its effect.
  public struct Arrow: Sendable, Equatable {
    public let cause: String
    public let effect: String
  }

  public static let mostVariables = 64

  /// In the order in which they were first named.
  public let variables: [String]
  /// The variables that nobody measured, those behind `A <-> B` among them.
  public let unobserved: [String]
  /// The exposure and outcome that the text marks, if it does.
  public let marked: (exposure: String?, outcome: String?)

  let graph: ArrowGraph
  let hidden: VariableSet
  private let places: [String: Int]

  /// Reads a diagram such as `X -> T; T -> Y; X -> Y; Z`.
  ///
  /// Statements end with `;` or a line break; arrows are `->`, `<-`, and `<->` for an unobserved common cause, and may
  /// be chained (`A -> B <- C`); `→`, `←` and `↔` are read too. A name is letters, digits, `_`, `.` and inner hyphens,
  /// or anything in quotes. `U [unobserved]` (or `latent`), `T [exposure]` and `Y [outcome]` mark a variable.
  /// - Throws: `CausalError.syntax`, `.emptyDiagram`, `.selfCause`, `.cycle`, `.tooManyVariables`.
  public init(_ text: String) throws {
    var parser = DiagramParser(text)
    let parsed = try parser.parse()
    try self.init(parsed)
  }

  init(_ parsed: ParsedDiagram) throws {
    guard !parsed.names.isEmpty else { throw CausalError.emptyDiagram }
    guard parsed.names.count <= Self.mostVariables else {
      throw CausalError.tooManyVariables(found: parsed.names.count, most: Self.mostVariables)
    }
    variables = parsed.names
    places = Dictionary(uniqueKeysWithValues: zip(parsed.names, parsed.names.indices))
    var graph = ArrowGraph(count: parsed.names.count)
    for (cause, effect) in parsed.arrows {
      guard cause != effect else { throw CausalError.selfCause(parsed.names[cause]) }
      graph.insert(from: cause, to: effect)
    }
    if let circle = Self.circle(graph) { throw CausalError.cycle(circle.map { parsed.names[$0] }) }
    self.graph = graph
    hidden = VariableSet(parsed.unobserved)
    unobserved = hidden.map { parsed.names[$0] }
    marked = (parsed.exposure.map { parsed.names[$0] }, parsed.outcome.map { parsed.names[$0] })
  }

  public static func == (a: CausalDiagram, b: CausalDiagram) -> Bool {
    a.variables == b.variables && a.graph == b.graph && a.hidden == b.hidden && a.marked == b.marked
  }

  public var arrows: [Arrow] {
    variables.indices.flatMap { cause in
      graph.children[cause].map { Arrow(cause: variables[cause], effect: variables[$0]) }
    }
  }

  /// - Throws: `CausalError.unknownVariable`.
  func place(of name: String) throws -> Int {
    guard let place = places[name] else { throw CausalError.unknownVariable(name, known: variables) }
    return place
  }

  func names(_ members: VariableSet) -> [String] { members.map { variables[$0] } }

  var observed: VariableSet { VariableSet.all(variables.count) - hidden }

  /// A circle of arrows, its first variable repeated at the end, if there is one.
  private static func circle(_ graph: ArrowGraph) -> [Int]? {
    var left = VariableSet.all(graph.count)
    while let source = left.first(where: { graph.parents[$0].isDisjoint(with: left) }) { left.remove(source) }
    guard var current = left.first else { return nil }
    // Everything left has a cause that is left: going back from cause to cause must come round.
    var trail: [Int] = []
    while !trail.contains(current) {
      trail.append(current)
      guard let cause = (graph.parents[current] & left).first else { return nil }
      current = cause
    }
    let start = trail.firstIndex(of: current) ?? 0
    return [current] + trail[start...].reversed()
  }
}

/// Two variables that the diagram says are independent given others: what data can contradict.
public struct ImpliedIndependence: Sendable, Equatable {
  public let first: String
  public let second: String
  public let given: [String]
}

extension CausalDiagram {
  /// Whether no path between two variables is open given others (d-separation).
  /// - Throws: `CausalError.unknownVariable`, `.sameVariable`.
  public func areIndependent(_ first: String, _ second: String, given: [String] = []) throws -> Bool {
    let (a, b) = (try place(of: first), try place(of: second))
    guard a != b else { throw CausalError.sameVariable(first) }
    let set = VariableSet(try given.map { try place(of: $0) })
    if let shared = set.first(where: { $0 == a || $0 == b }) { throw CausalError.sameVariable(variables[shared]) }
    return graph.areSeparated(a, b, given: set)
  }

  /// Every pair of observed variables without an arrow between them that observed variables separate, with each minimal
  /// set that does.
  /// - Parameter limit: the most sets for one pair.
  public func impliedIndependences(limit: Int = 100) -> [ImpliedIndependence] {
    let observed = observed
    return observed.flatMap { a in
      observed.filter { $0 > a && !graph.children[a].contains($0) && !graph.parents[a].contains($0) }.flatMap { b in
        sorted(graph.minimalSeparators(a, b, allowed: observed, limit: limit)).map {
          ImpliedIndependence(first: variables[a], second: variables[b], given: names($0))
        }
      }
    }
  }

  /// By size, then in the order of the variables.
  func sorted(_ sets: [VariableSet]) -> [VariableSet] {
    sets.sorted { a, b in a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b) }
  }
}
