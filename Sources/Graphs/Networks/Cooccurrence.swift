import Glibc
import Numerics

/// How strongly two terms are linked that occur together.
public enum LinkStrength: String, Sendable, CaseIterable {
  /// In how many contexts both occur.
  case count
  /// log₂ of how much oftener they meet than by chance (pointwise mutual information, Church & Hanks 1990); only links
  /// above 0 are kept.
  case pmi
  /// `pmi` over its greatest possible value, from 0 to 1 (Bouma 2009).
  case npmi
  /// Contexts of both over contexts of either.
  case jaccard
}

/// Makes a network of terms from the contexts (documents, sentences, windows) in which they occur.
public struct Cooccurrence: Sendable, Equatable {
  /// Terms in fewer contexts are left out.
  public var leastContexts: Int
  /// Links of terms that meet in fewer contexts are left out; rare meetings make PMI large by chance.
  public var leastMeetings: Int
  /// Links weaker than this are left out.
  public var leastStrength: Double
  /// At most so many terms, those in most contexts; nil for all.
  public var mostTerms: Int?
  public var strength: LinkStrength

  public init(
    leastContexts: Int = 2, leastMeetings: Int = 2, leastStrength: Double = 0, mostTerms: Int? = nil,
    strength: LinkStrength = .count
  ) {
    self.leastContexts = leastContexts
    self.leastMeetings = leastMeetings
    self.leastStrength = leastStrength
    self.mostTerms = mostTerms
    self.strength = strength
  }

  /// A network and how often its terms occur.
  public struct Network: Sendable, Equatable {
    public let graph: WeightedGraph
    /// Contexts of each vertex's term.
    public let contexts: [Int]
    /// How often the two ends of each edge met, in the order of `graph.edges`.
    public let meetings: [Int]
    public let totalContexts: Int
  }

  /// - Parameters:
  ///   - contexts: terms by number, in any order, repeats allowed.
  ///   - names: of each number.
  /// - Throws: `GraphError.vertexOutside`, `.badOption`, `.noVertices` where no term is left, `Interrupted`.
  /// - Cost: Σ over contexts of their kept terms squared.
  public func network(
    contexts: [[Int]], names: [String], context: ExecutionContext = .plain
  ) throws -> Network {
    for (name, value) in [("contexts", leastContexts), ("meetings", leastMeetings)] where value < 1 {
      throw GraphError.badOption(name, value: Double(value), needed: "1 or more")
    }
    var frequencies = [Int](repeating: 0, count: names.count)
    let distinct = try contexts.map { terms in
      let distinct = Set(terms).sorted()
      for term in distinct {
        guard names.indices.contains(term) else { throw GraphError.vertexOutside(term, vertices: names.count) }
        frequencies[term] += 1
      }
      return distinct
    }
    let frequent = names.indices.filter { frequencies[$0] >= leastContexts }
    let ranked = frequent.sorted { frequencies[$0] != frequencies[$1] ? frequencies[$0] > frequencies[$1] : $0 < $1 }
    let kept = ranked.prefix(mostTerms ?? ranked.count).sorted()
    guard !kept.isEmpty else { throw GraphError.noVertices }
    var vertices = [Int](repeating: -1, count: names.count)
    for (vertex, term) in kept.enumerated() { vertices[term] = vertex }
    let meetings = try countMeetings(distinct, vertices, count: kept.count, context)
    let counts = kept.map { frequencies[$0] }
    var edges: [WeightedGraph.Edge] = []
    var met: [Int] = []
    for (pair, count) in meetings where count >= leastMeetings {
      let (a, b) = (pair / kept.count, pair % kept.count)
      let strength = strength(meetings: count, counts[a], counts[b], total: contexts.count)
      guard strength > 0, strength >= leastStrength else { continue }
      edges.append(WeightedGraph.Edge(a, b, weight: strength))
      met.append(count)
    }
    let graph = try WeightedGraph(names: kept.map { names[$0] }, edges: edges)
    return Network(graph: graph, contexts: counts, meetings: met, totalContexts: contexts.count)
  }

  /// By ascending pair.
  private func countMeetings(
    _ contexts: [[Int]], _ vertices: [Int], count: Int, _ context: ExecutionContext
  ) throws -> [(pair: Int, count: Int)] {
    func forEachPair(_ body: (Int) -> Void) throws {
      for (index, terms) in contexts.enumerated() {
        if index % 1024 == 0 { try context.checkInterruption() }
        let present = terms.map { vertices[$0] }.filter { $0 >= 0 }
        for (place, a) in present.enumerated() { for b in present[(place + 1)...] { body(a * count + b) } }
      }
    }
    // A table of all pairs is several times faster than a dictionary, while it fits.
    if count <= 4096 {
      var table = [Int32](repeating: 0, count: count * count)
      try forEachPair { table[$0] += 1 }
      return table.indices.compactMap { table[$0] > 0 ? ($0, Int(table[$0])) : nil }
    }
    var sums: [Int: Int] = [:]
    try forEachPair { sums[$0, default: 0] += 1 }
    return sums.keys.sorted().map { ($0, sums[$0] ?? 0) }
  }

  private func strength(meetings: Int, _ a: Int, _ b: Int, total: Int) -> Double {
    let (both, n) = (Double(meetings), Double(total))
    switch strength {
    case .count: return both
    case .jaccard: return both / Double(a + b - meetings)
    case .pmi: return log2(both * n / (Double(a) * Double(b)))
    case .npmi:
      // Terms that are in every context together tell nothing of each other.
      return meetings == total ? 0 : log2(both * n / (Double(a) * Double(b))) / -log2(both / n)
    }
  }

  /// Overlapping windows of `width` terms: every pair nearer than `width` meets in at least one.
  public static func windows(of terms: [Int], width: Int) -> [[Int]] {
    guard width > 0 else { return [] }
    guard terms.count > width else { return terms.isEmpty ? [] : [terms] }
    return (0...(terms.count - width)).map { Array(terms[$0..<$0 + width]) }
  }
}
