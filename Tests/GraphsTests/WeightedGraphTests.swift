import Graphs
import Testing

@Suite struct WeightedGraphTests {
  @Test func edgesAreAddedUpAndSorted() throws {
    let graph = try WeightedGraph(
      names: ["a", "b", "c", "d"], edges: [.init(2, 1, weight: 1), .init(1, 2, weight: 2), .init(0, 1), .init(3, 3)])
    #expect(graph.edges == [.init(0, 1, weight: 1), .init(1, 2, weight: 3)])
    #expect((0..<4).map(graph.degree) == [1, 2, 1, 0])
    #expect(graph.strength(1) == 4 && graph.totalWeight == 4)
    #expect(graph.components == [[0, 1, 2], [3]])
    #expect(try graph.subgraph([2, 1]).edges == [.init(0, 1, weight: 3)])
  }

  @Test func badEdgesAreRefused() {
    #expect(throws: GraphError.vertexOutside(2, vertices: 2)) {
      try WeightedGraph(names: ["a", "b"], edges: [.init(0, 2)])
    }
    #expect(throws: GraphError.badWeight(-1, from: 0, to: 1)) {
      try WeightedGraph(names: ["a", "b"], edges: [.init(0, 1, weight: -1)])
    }
  }
}
