import Graphs
import Testing

@Suite struct CommunitiesTests {
  @Test func modularityAgreesWithNetworkx() throws {
    for (name, fixture) in try GraphFixture.all() {
      let graph = try fixture.graph()
      #expect(abs(graph.modularity(of: fixture.greedyGroups) - fixture.greedyModularity) < 1e-12, "\(name)")
      #expect(abs(try graph.greedyModularity().modularity - fixture.greedyModularity) < 1e-9, "\(name)")
      // The order of moves is random in both: ours, the best of ten, is held to the middle of networkx's twenty.
      let middle = fixture.louvainModularities[fixture.louvainModularities.count / 2]
      #expect(try graph.louvain().modularity > middle - 1e-9, "\(name)")
    }
  }

  @Test func groupsAreNumberedBySize() throws {
    let edges = [(0, 1), (2, 3), (3, 4), (2, 4), (1, 2)].map { WeightedGraph.Edge($0.0, $0.1) }
    let graph = try WeightedGraph(names: ["a", "b", "c", "d", "e"], edges: edges)
    let found = try graph.louvain()
    #expect(found.group == [1, 1, 0, 0, 0])
    #expect(found.members == [[2, 3, 4], [0, 1]])
    #expect(try graph.louvain(seed: 5) == graph.louvain(seed: 5))
  }

  @Test func withoutEdgesEveryVertexIsAlone() throws {
    let graph = try WeightedGraph(names: ["a", "b"], edges: [])
    #expect(try graph.louvain().group == [0, 1])
    #expect(try graph.greedyModularity().modularity == 0)
    #expect(throws: GraphError.badOption("resolution", value: 0, needed: "above 0")) {
      try graph.louvain(resolution: 0)
    }
  }
}
