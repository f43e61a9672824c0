import Numerics
import Testing

@testable import Learning

@Suite struct SharedNeighboursTests {
  /// Fewer neighbours, more, more than were kept, and other rows in between: the same votes as alone.
  @Test func sharingChangesNoVote() throws {
    let data = try Fixture.data("digits")
    let rows = Array(0..<300)
    let (features, labels) = (data.features.gathering(rows), data.labels.gathering(rows))
    let (some, others) = (data.features.gathering(Array(300..<360)), data.features.gathering(Array(360..<380)))
    let shared = SharedNeighbours(references: features)
    for (count, queries) in [(5, some), (3, some), (7, some), (40, some), (9, others), (5, some), (300, some)] {
      for voting in NeighbourClassifier.Voting.allCases {
        let model = try NeighbourClassifier(neighbours: count, voting: voting)
        let own = try model.fit(features, labels, weights: nil, shared: shared, context: twoThreads)
        let alone = try model.fit(features, labels)
        #expect(own == alone)
        #expect(try own.probabilities(queries) == alone.probabilities(queries))
      }
    }
  }
}
