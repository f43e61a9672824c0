import Graphs
import Numerics
import Testing

@Suite struct CentralityTests {
  @Test func agreesWithNetworkx() throws {
    for (name, fixture) in try GraphFixture.all() {
      let graph = try fixture.graph()
      #expect(difference(graph.degreeCentrality, fixture.degree) < 1e-12, "\(name)")
      #expect(difference(try graph.betweenness(), fixture.betweenness) < 1e-12, "\(name)")
      #expect(
        difference(try graph.betweenness(length: .inverseWeight), fixture.betweennessByLength) < 1e-12, "\(name)")
      #expect(difference(try graph.closeness(), fixture.closeness) < 1e-12, "\(name)")
      #expect(difference(try graph.closeness(length: .inverseWeight), fixture.closenessByLength) < 1e-12, "\(name)")
      #expect(difference(try graph.pageRank(), fixture.pageRank) < 1e-10, "\(name)")
      #expect(graph.coreNumbers == fixture.core, "\(name)")
      if let eigenvector = fixture.eigenvector {
        #expect(difference(try graph.eigenvectorCentrality(), eigenvector) < 1e-9, "\(name)")
      }
    }
  }

  @Test func threadsDoNotChangeTheBits() throws {
    let graph = try #require(try GraphFixture.all()["miserables"]).graph()
    let two = ExecutionContext(threads: 2)
    #expect(try graph.betweenness(context: two) == graph.betweenness())
    #expect(try graph.closeness(context: two) == graph.closeness())
  }

  @Test func emptyGraphsAndInterruptions() throws {
    let empty = try WeightedGraph(names: [], edges: [])
    #expect(throws: GraphError.noVertices) { try empty.pageRank() }
    #expect(throws: GraphError.noVertices) { try empty.eigenvectorCentrality() }
    #expect(try empty.betweenness().isEmpty && empty.coreNumbers.isEmpty)
    let alone = try WeightedGraph(names: ["a"], edges: [])
    #expect(try alone.closeness() == [0] && alone.betweenness() == [0] && alone.pageRank() == [1])
    #expect(throws: GraphError.badOption("damping", value: 1, needed: "from 0 to below 1")) {
      try alone.pageRank(damping: 1)
    }
    let stopped = ExecutionContext(threads: 1, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try alone.betweenness(context: stopped) }
  }
}
