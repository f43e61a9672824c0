import Numerics
import Testing
import TextMining

@Suite struct WeightsTests {
  @Test func countsAndWeightsAgreeWithScikitLearn() throws {
    let fixture = try TextFixture.load()
    let counts = try TextFixture.counts()
    #expect(counts.terms == fixture.names)
    #expect(dense(counts.counts) == fixture.counts.flatMap { $0.map(Double.init) })
    #expect(difference(dense(try TFIDF(counts.counts).weights(counts.counts)), fixture.plain) < 1e-12)
    let sublinear = try TFIDF(counts.counts, isSublinear: true).weights(counts.counts)
    #expect(difference(dense(sublinear), fixture.sublinear) < 1e-12)
  }

  @Test func rarityIsOfTheDocumentsLearntFrom() throws {
    let tokens = try Tokenizer(stopWords: []).tokens(["fear fear joy", "joy"])
    let counts = try TermCounts(tokens).counts
    let learnt = TFIDF(SparseRows(rows: 1, columns: 2, starts: [0, 2], places: [0, 1], values: [2, 1]))
    let weights = dense(try learnt.weights(counts))
    #expect(abs(weights[0] / weights[1] - 2) < 1e-12)
    #expect(weights[3] == 1)
  }

  @Test func thresholds() throws {
    let tokens = try Tokenizer(stopWords: []).tokens(["aa bb cc", "aa bb bb", "aa dd"])
    #expect(try TermCounts(tokens, leastDocuments: 2).terms == ["aa", "bb"])
    #expect(try TermCounts(tokens, greatestShare: 0.7).terms == ["bb", "cc", "dd"])
    #expect(try TermCounts(tokens, mostTerms: 2).terms == ["aa", "bb"])
    #expect(try TermCounts(tokens).mostFrequent(2).map(\.count) == [3, 3])
    #expect(throws: TextError.noTerms) { try TermCounts(tokens, leastDocuments: 4) }
    #expect(throws: TextError.badOption("least documents", value: 0, needed: "1 or more")) {
      try TermCounts(tokens, leastDocuments: 0)
    }
  }

  @Test func oneDocumentIsEnough() throws {
    let counts = try TermCounts(Tokenizer().tokens(["Faces show fear."]))
    #expect(counts.terms == ["faces", "fear", "show"])
    #expect(throws: TextError.noTerms) { try TermCounts(Tokenizer().tokens(["of the"])) }
    #expect(throws: TextError.noDocuments) { try Tokenizer().tokens([]) }
  }
}
