import Foundation
import Graphs
import Testing

@Suite struct CooccurrenceTests {
  private let names = ["face", "bias", "data", "rare"]
  private let contexts = [[0, 1, 1], [1, 0], [0, 2], [2], [0, 1, 2, 3]]

  @Test func meetingsAreCountedOncePerContext() throws {
    let network = try Cooccurrence().network(contexts: contexts, names: names)
    #expect(network.graph.names == ["face", "bias", "data"])
    #expect(network.contexts == [4, 3, 3])
    #expect(network.graph.edges == [.init(0, 1, weight: 3), .init(0, 2, weight: 2)])
    #expect(network.meetings == [3, 2])
  }

  @Test func strengthsAreOfTheirDefinitions() throws {
    func weight(_ strength: LinkStrength) throws -> Double? {
      try Cooccurrence(strength: strength).network(contexts: contexts, names: names).graph.edges.first?.weight
    }
    let pmi = log2(3.0 * 5 / 12)
    #expect(try weight(.pmi) == pmi)
    #expect(try weight(.npmi) == pmi / -log2(3.0 / 5))
    #expect(try weight(.jaccard) == 0.75)
    // Face and data meet less than by chance.
    #expect(try Cooccurrence(strength: .pmi).network(contexts: contexts, names: names).graph.edges.count == 1)
  }

  @Test func thresholdsAndBadInput() throws {
    let few = try Cooccurrence(mostTerms: 2).network(contexts: contexts, names: names)
    #expect(few.graph.names == ["face", "bias"])
    #expect(throws: GraphError.noVertices) {
      try Cooccurrence(leastContexts: 9).network(contexts: contexts, names: names)
    }
    #expect(throws: GraphError.vertexOutside(7, vertices: 4)) {
      try Cooccurrence().network(contexts: [[7]], names: names)
    }
    #expect(throws: GraphError.noVertices) { try Cooccurrence().network(contexts: [], names: []) }
    #expect(Cooccurrence.windows(of: [1, 2, 3, 4], width: 3) == [[1, 2, 3], [2, 3, 4]])
    #expect(Cooccurrence.windows(of: [1, 2], width: 3) == [[1, 2]])
  }
}
