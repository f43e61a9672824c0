import Numerics
import Testing

@testable import AutoML
@testable import Learning

@Suite struct ConfigurationSearchTests {
  private let small = SearchSpace([
    SearchDimension("k", .whole(1...9, logarithmic: true), start: .whole(5), cheapest: .whole(1)),
    SearchDimension("kind", .choice([.word("a"), .word("b")]), start: .word("a")),
  ])
  private let wide = SearchSpace([
    SearchDimension("trees", .whole(4...1000, logarithmic: true), start: .whole(4)),
    SearchDimension("rate", .number(0x1p-10...1, logarithmic: true), start: .number(0.1)),
  ])

  private func search(_ space: SearchSpace, rows: Int = 100, first: Int = 100, seed: UInt64 = 1) -> ConfigurationSearch
  {
    ConfigurationSearch(space: space, schedule: SampleSchedule(allRows: rows, first: first), seed: seed)
  }

  private func expectRows(_ rows: Int, of search: inout ConfigurationSearch) {
    let proposal = search.next()
    #expect(proposal?.rows == rows)
  }

  @Test func nothingRunsTwiceAndASmallSpaceIsExhausted() {
    var search = search(small)
    var seen: [ConfigurationSearch.Proposal] = []
    while let proposal = search.next(), seen.count < 100 {
      seen.append(proposal)
      search.report(1, cost: 1)
    }
    #expect(Set(seen).count == seen.count)
    #expect(seen.count == 18, "all of 9 × 2 configurations, once each")
  }

  @Test func restartsReachWhatOneDescentMisses() {
    // Two valleys; the start lies in the shallow one.
    func loss(_ configuration: Configuration) throws -> Double {
      let trees = try configuration.number("trees")
      return trees < 100 ? abs(trees - 20) / 1000 + 0.5 : abs(trees - 400) / 1000
    }
    var search = search(wide, seed: 3)
    var best = Double.infinity
    for _ in 0..<400 {
      guard let proposal = search.next(), let found = try? loss(proposal.configuration) else { break }
      best = min(best, found)
      search.report(found, cost: 1)
    }
    #expect(best < 0.1)
  }

  @Test func beginsAtTheStartOfTheSpace() throws {
    var search = search(wide)
    let proposal = search.next()
    let first = try #require(proposal)
    #expect(first.configuration == Configuration([.init("trees", .whole(4)), .init("rate", .number(0.1))]))
  }

  @Test func sameSeedSameSearch() {
    func proposals(_ seed: UInt64) -> [ConfigurationSearch.Proposal] {
      var search = search(wide, seed: seed)
      return (0..<50).compactMap { step in
        defer { search.report(Double(step % 7), cost: 1) }
        return search.next()
      }
    }
    #expect(proposals(1) == proposals(1))
    #expect(proposals(1) != proposals(2))
  }

  @Test func theSampleGrowsFourfoldOnceMissesCostAsMuch() throws {
    var search = search(wide, rows: 200_000, first: 10_000)
    expectRows(10_000, of: &search)
    search.report(0.5, cost: 1)
    for _ in 0..<4 {
      expectRows(10_000, of: &search)
      search.report(0.9, cost: 1)
    }
    let proposal = search.next()
    let grown = try #require(proposal)
    #expect(grown.rows == 40_000)
    #expect(grown.configuration == wide.configuration(at: wide.start), "the best is judged again on more rows")
    search.report(0.4, cost: 4)
    for _ in 0..<4 {
      expectRows(40_000, of: &search)
      search.report(0.9, cost: 4)
    }
    // Four times as many would leave less than that for later.
    expectRows(200_000, of: &search)
  }

  @Test func withoutSubsamplingAllRowsAreUsed() {
    var search = search(wide, rows: 500, first: 500)
    for step in 0..<50 {
      expectRows(500, of: &search)
      search.report(1 - Double(step % 3), cost: 1)
    }
  }
}
