import Testing

@testable import Watch

@Suite struct AlignmentTests {
  @Test func whatIsTheSameStaysTogether() {
    #expect(alignment(of: ["a", "b", "c"], to: ["a", "b", "c"]) == [0, 1, 2])
    #expect(alignment(of: [], to: ["a"]) == [nil])
    #expect(alignment(of: ["a"], to: []) == [])
  }

  @Test func anEditedTextComesFromTheOneInItsPlace() {
    #expect(alignment(of: ["a", "b", "c"], to: ["a", "B", "c"]) == [0, 1, 2])
    #expect(alignment(of: ["a", "b", "c"], to: ["A", "B", "C"]) == [0, 1, 2])
  }

  @Test func neighboursMoveWithoutLosingTheirResults() {
    #expect(alignment(of: ["a", "b", "c"], to: ["a", "new", "b", "c"]) == [0, nil, 1, 2])
    #expect(alignment(of: ["a", "b", "c"], to: ["a", "c"]) == [0, 2])
    #expect(alignment(of: ["a", "b", "c"], to: ["c", "b", "a"]) == [2, 1, 0])
  }

  @Test func noPlaceIsTakenTwice() {
    #expect(alignment(of: ["x", "x"], to: ["x", "x", "x"]).compactMap { $0 }.sorted() == [0, 1])
  }
}
