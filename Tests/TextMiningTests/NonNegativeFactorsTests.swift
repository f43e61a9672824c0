import Numerics
import Testing
import TextMining

@Suite struct NonNegativeFactorsTests {
  private func weights() throws -> SparseRows {
    let counts = try TextFixture.counts().counts
    return try TFIDF(counts).weights(counts)
  }

  @Test func errorIsWithinOnePercentOfScikitLearns() throws {
    let matrix = try weights()
    for (topics, error) in try TextFixture.load().errors {
      let found = try NonNegativeFactors(matrix, topics: #require(Int(topics)))
      #expect(found.error < 1.01 * error, "\(topics)")
      #expect(found.shares.allSatisfy { $0 >= 0 } && found.terms.allSatisfy { $0 >= 0 })
    }
  }

  @Test func theErrorIsThatOfTheProduct() throws {
    let matrix = try weights()
    let found = try NonNegativeFactors(matrix, topics: 3, rounds: 5)
    var rest = dense(matrix)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        for topic in 0..<3 {
          rest[row * matrix.columns + column] -=
            found.shares[row * 3 + topic] * found.terms[topic * matrix.columns + column]
        }
      }
    }
    #expect(abs(rest.reduce(0) { $0 + $1 * $1 }.squareRoot() - found.error) < 1e-9)
    #expect(!found.hasConverged && found.rounds == 5)
  }

  @Test func topicsOfTheirOwnAreFound() throws {
    let texts = ["face fear face", "fear face", "graph edge", "edge graph graph", "face", "edge"]
    let counts = try TermCounts(Tokenizer().tokens(texts))
    let found = try NonNegativeFactors(counts.counts, topics: 2)
    #expect(Set(found.topTerms(counts.terms, count: 2).map(Set.init)) == [["face", "fear"], ["edge", "graph"]])
    let two = try NonNegativeFactors(counts.counts, topics: 2, context: ExecutionContext(threads: 2))
    #expect(two == found)
  }

  @Test func badQuestionsAreRefused() throws {
    let matrix = try weights()
    #expect(throws: TextError.badOption("topics", value: 0, needed: "1 or more")) {
      try NonNegativeFactors(matrix, topics: 0)
    }
    #expect(throws: TextError.tooManyTopics(found: 13, documents: 12, terms: matrix.columns)) {
      try NonNegativeFactors(matrix, topics: 13)
    }
    let stopped = ExecutionContext(threads: 1, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try NonNegativeFactors(matrix, topics: 2, context: stopped) }
  }
}
