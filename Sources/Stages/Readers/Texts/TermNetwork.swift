import Basics
import Drawing
import Graphs
import Numerics
import Plans
import Samples

/// Words that occur together: who is central, who belongs together.
struct TermNetwork: Payload {
  static let kind = ValueKinds(value: "a network")

  let graph: WeightedGraph
  let communities: Communities
  let synthetic: String?
  private let network: Cooccurrence.Network
  private let places: [Drawing.Point]
  private let measures: [Measure]
  private let cores: [Int]
  private let strength: String
  private let context: String
  private let data: String
  private let remarks: [String]

  private struct Measure {
    let name: String
    let values: [Double]
  }

  /// How many terms a person is shown; tables hold all.
  private static let shown = 15

  /// - Throws: `GraphError`, `Interrupted`.
  init(
    _ network: Cooccurrence.Network, _ communities: Communities, strength: String, context: String,
    _ origin: DataProvenance, _ execution: ExecutionContext
  ) throws {
    self.network = network
    self.communities = communities
    self.strength = strength
    self.context = context
    graph = network.graph
    synthetic = origin.synthetic
    data = "\(origin.name) (\(origin.fingerprint))"
    var measures = [
      Measure(name: "degree", values: graph.degreeCentrality),
      Measure(name: "betweenness", values: try graph.betweenness(context: execution)),
      Measure(name: "closeness", values: try graph.closeness(context: execution)),
    ]
    var remarks: [String] = []
    // Two parts alike have no one leading eigenvector; the other measures do not suffer.
    do {
      measures.append(Measure(name: "eigenvector", values: try graph.eigenvectorCentrality(context: execution)))
    } catch let error as GraphError { remarks.append("no eigenvector centrality: \(error.problem)") }
    measures.append(Measure(name: "pagerank", values: try graph.pageRank(context: execution)))
    self.measures = measures
    cores = graph.coreNumbers
    let parts = graph.components.count
    if parts > 1 {
      remarks.append("it falls into \(parts) parts that no link joins; closeness and betweenness are within them")
    }
    if graph.edges.isEmpty { remarks.append("no two terms met often enough to be linked: lower `meetings` or `above`") }
    self.remarks = remarks
    places = try Self.places(graph, execution)
  }

  /// Where each term stands: its dot and its name take room, and no two rooms overlap.
  private static func places(_ graph: WeightedGraph, _ context: ExecutionContext) throws -> [Drawing.Point] {
    let sizes = nodes(graph).map { BoxSize(width: $0.room.width, height: $0.room.height) }
    return try ForceDirectedLayout(gap: 4).positions(graph, sizes: sizes, context: context).map {
      Drawing.Point($0.x, $0.y)
    }
  }

  private static func nodes(_ graph: WeightedGraph) -> [Sketch.Node] {
    let most = max(1, (0..<graph.count).map(graph.degree).max() ?? 1)
    let names = Sketch.Node.shortened(graph.names)
    return (0..<graph.count).map { vertex in
      let share = Double(graph.degree(vertex)) / Double(most)
      return Sketch.Node(graph.names[vertex], cutTo: names[vertex], .dot(size: 7 + 15 * share.squareRoot()))
    }
  }
}

// MARK: - As a value

extension TermNetwork {
  var valueKind: ValueKinds { Self.kind }
  var summary: String { "\(graph.count) terms, \(grouped(graph.edges.count)) links, \(communities.count) communities" }

  var fields: [(name: String, value: Scalar)] {
    let numbers = [
      ("terms", graph.count), ("links", graph.edges.count), ("communities", communities.count),
      ("parts", graph.components.count), ("core", cores.max() ?? 0), ("contexts", network.totalContexts),
    ]
    return numbers.map { ($0, .number(Double($1))) } + [
      ("modularity", .number(communities.modularity)),
      ("most_central", .text(order.first.map { graph.names[$0] } ?? "")),
    ]
  }

  /// By strength of links among the most linked.
  private var order: [Int] {
    let rank = measures.last?.values ?? []
    return (0..<graph.count).sorted { rank[$0] != rank[$1] ? rank[$0] > rank[$1] : $0 < $1 }
  }

  var document: Document {
    Document(
      kind: "network",
      blocks: [
        .heading(summary),
        .text(
          "linked where they met in one \(context); \(grouped(network.totalContexts)) of these; modularity "
            + NumberFormat.decimal(communities.modularity)),
        .table(termTable(limit: Self.shown)), .heading("communities"), .table(communityTable),
      ], synthetic: synthetic, fields: fields,
      notes: remarks
        + (graph.count > Self.shown ? ["the \(Self.shown) of highest PageRank; `save \"folder/\"` writes all"] : []))
  }

  var tables: [Table] {
    [termTable(limit: .max), communityTable, linkTable].map { $0.known(as: synthetic, notes: remarks) }
  }

  func jsonMembers(program: String) -> [JSONValue.Member] {
    [
      .init(name: "kind", value: .string("network")),
      .init(name: "fields", value: .object(fields.map { .init(name: $0.name, value: $0.value.json) })),
      .init(name: "terms", value: .object(termTable(limit: .max).jsonMembers)),
      .init(name: "communities", value: .object(communityTable.jsonMembers)),
      .init(name: "links", value: .object(linkTable.jsonMembers)),
      .init(name: "synthetic", value: .string(synthetic)), .init(name: "notes", value: .strings(remarks)),
      .init(name: "plan", value: .string(program)),
    ]
  }

  private func termTable(limit: Int) -> Table {
    let rows = order.prefix(limit).map { vertex in
      Table.Row(
        [.text(graph.names[vertex]), .number(Double(network.contexts[vertex]))]
          + measures.map { .number($0.values[vertex]) }
          + [.number(Double(cores[vertex])), .number(Double(communities.group[vertex] + 1))])
    }
    return Table(
      columns: ["term", "contexts"] + measures.map(\.name) + ["core", "community"], rows: Array(rows), synthetic: nil)
  }

  private var communityTable: Table {
    let rank = measures.last?.values ?? []
    let rows = communities.members.enumerated().map { place, members in
      let names = members.sorted { rank[$0] != rank[$1] ? rank[$0] > rank[$1] : $0 < $1 }.prefix(8).map {
        graph.names[$0]
      }
      return Table.Row([
        .number(Double(place + 1)), .number(Double(members.count)), .text(names.joined(separator: ", ")),
      ])
    }
    return Table(columns: ["community", "terms", "most central of them"], rows: rows)
  }

  private var linkTable: Table {
    let rows = graph.edges.enumerated().map { place, edge in
      Table.Row([
        .text(graph.names[edge.a]), .text(graph.names[edge.b]), .number(Double(network.meetings[place])),
        .number(edge.weight),
      ])
    }
    return Table(columns: ["term", "with", "met", strength == "count" ? "weight" : strength], rows: rows)
  }
}

// MARK: - As a picture

extension TermNetwork {
  var drawings: [DrawingOffer] {
    [DrawingOffer("network", "terms with their links, communities by colour and symbol") { _ in chart }]
      + termTable(limit: 20).drawings
  }

  private var chart: Chart {
    var nodes = Self.nodes(graph)
    let colored = min(communities.count, Symbol.allCases.count)
    for vertex in nodes.indices {
      nodes[vertex].center = places[vertex]
      nodes[vertex].series = min(communities.group[vertex], colored)
    }
    let most = graph.edges.map(\.weight).max() ?? 1
    let links = graph.edges.map { Sketch.Link(from: $0.a, to: $0.b, width: 0.6 + 2.4 * $0.weight / most) }
    var names = communities.members.prefix(colored).map { members in
      order.first { members.contains($0) }.map { graph.names[$0] } ?? ""
    }
    if communities.count > colored { names.append("smaller ones") }
    return Chart(
      title: "Words that occur together", sketch: .fitted(nodes: nodes, links: links),
      series: Series("community of", names), synthetic: synthetic,
      caption: [
        "size: how many neighbours; places say who is linked to whom, and nothing else; modularity "
          + NumberFormat.decimal(communities.modularity), "data: \(data)",
      ])
  }
}
