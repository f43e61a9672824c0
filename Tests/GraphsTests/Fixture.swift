import Foundation
import Graphs
import Testing

/// A graph and networkx's answers; see README.md.
struct GraphFixture: Decodable {
  let names: [String]
  let edges: [[Double]]
  let degree: [Double]
  let betweenness: [Double]
  let betweennessByLength: [Double]
  let closeness: [Double]
  let closenessByLength: [Double]
  let eigenvector: [Double]?
  let pageRank: [Double]
  let core: [Int]
  let greedyGroups: [Int]
  let greedyModularity: Double
  /// Of twenty random orders, ascending.
  let louvainModularities: [Double]

  static func all() throws -> [String: GraphFixture] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/graphs.json", withExtension: nil))
    return try JSONDecoder().decode([String: GraphFixture].self, from: Data(contentsOf: url))
  }

  func graph() throws -> WeightedGraph {
    try WeightedGraph(
      names: names, edges: edges.map { WeightedGraph.Edge(Int($0[0]), Int($0[1]), weight: $0[2]) })
  }
}

/// The greatest difference of two lists.
func difference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}
