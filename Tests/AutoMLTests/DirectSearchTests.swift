import Numerics
import Testing

@testable import AutoML
@testable import Learning

/// A cube of plain numbers.
private func cube(_ sides: Int) -> SearchSpace {
  SearchSpace(
    (0..<sides).map { SearchDimension("x\($0)", .number(0...1, logarithmic: false), start: .number(0.5)) })
}

private func minimise(
  _ search: inout DirectSearch, steps: Int, _ loss: ([Double]) -> Double
) -> [(point: [Double], loss: Double)] {
  (0..<steps).map { _ in
    let point = search.propose()
    let found = loss(point)
    search.report(found)
    return (point, found)
  }
}

@Suite struct DirectSearchTests {
  @Test(arguments: [1, 2, 3, 5])
  func minimisesConvexFunctions(_ sides: Int) throws {
    let target = (0..<sides).map { 0.9 - 0.15 * Double($0) }
    func loss(_ point: [Double]) -> Double {
      zip(point, target).enumerated().reduce(0) { sum, side in
        let distance = side.element.0 - side.element.1
        return sum + Double(side.offset + 1) * distance * distance
      }
    }
    for seed in 1...5 as ClosedRange<UInt64> {
      var search = DirectSearch(
        space: cube(sides), start: [Double](repeating: 0.1, count: sides), generator: SeededGenerator(seed: seed))
      let first = loss([Double](repeating: 0.1, count: sides))
      _ = minimise(&search, steps: 60 * sides, loss)
      let reached = try #require(search.loss)
      #expect(reached < 0.02 * first, "seed \(seed): from \(first) to \(reached)")
    }
  }

  @Test func walksToACornerAndStaysWithinTheCube() throws {
    var search = DirectSearch(space: cube(3), start: [0.5, 0.5, 0.5], generator: SeededGenerator(seed: 4))
    let visited = minimise(&search, steps: 300) { -$0.reduce(0, +) }
    #expect(visited.allSatisfy { $0.point.allSatisfy { (0...1).contains($0) } })
    #expect(try #require(search.loss) < -2.9)
  }

  @Test func beginsAtTheStartAndNeverForgetsTheBest() throws {
    var search = DirectSearch(space: cube(2), start: [0.2, 0.7], generator: SeededGenerator(seed: 5))
    var noise = SeededGenerator(seed: 6)
    let visited = minimise(&search, steps: 200) { _ in noise.uniform() }
    #expect(visited[0].point == [0.2, 0.7])
    let best = try #require(visited.min { $0.loss < $1.loss })
    #expect(search.loss == best.loss && search.incumbent == best.point)
  }

  @Test func triesTheOppositeOfADirectionThatFailed() {
    var search = DirectSearch(space: cube(4), start: [0.5, 0.5, 0.5, 0.5], generator: SeededGenerator(seed: 7))
    search.report(0)
    for _ in 0..<6 {
      let one = search.propose()
      search.report(1)
      let other = search.propose()
      search.report(1)
      for (a, b) in zip(one, other) { #expect(abs(a + b - 1) < 1e-12) }
      let length = one.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) }.squareRoot()
      #expect(abs(length - search.step) < 1e-12)
    }
  }

  @Test func theStepShrinksAfterTwoToTheDMissesAndGrowsBack() throws {
    var search = DirectSearch(space: cube(3), start: [0.5, 0.5, 0.5], generator: SeededGenerator(seed: 8))
    let first = search.step
    #expect(abs(first - 0.1 * 3.0.squareRoot()) < 1e-12)
    _ = minimise(&search, steps: 8) { _ in 1 }  // The start and seven misses.
    #expect(search.step == first)
    _ = minimise(&search, steps: 1) { _ in 1 }
    // The eighth miss is the ninth report, and the first was the last improvement.
    let once = first * (1.0 / 10).squareRoot()
    #expect(abs(search.step - once) < 1e-12)
    _ = minimise(&search, steps: 2) { _ in 1 }
    #expect(abs(search.step - once * (1.0 / 12).squareRoot()) < 1e-12)
    _ = minimise(&search, steps: 1) { _ in 0.5 }
    #expect(abs(search.step - once) < 1e-12)
  }

  @Test func convergesWhereNothingImproves() {
    var search = DirectSearch(
      space: SearchSpace([SearchDimension("k", .whole(1...20, logarithmic: false), start: .whole(5))]), start: [0.2],
      generator: SeededGenerator(seed: 9))
    var steps = 0
    while !search.hasConverged, steps < 1000 {
      _ = minimise(&search, steps: 1) { _ in 1 }
      steps += 1
    }
    #expect(search.hasConverged && steps < 100)
  }

  @Test func choicesChangeHoweverShortTheStep() {
    let kinds = (0..<3).map { Setting.word("k\($0)") }
    let space = SearchSpace([
      SearchDimension("kind", .choice(kinds), start: kinds[1]),
      SearchDimension("x", .number(0...1, logarithmic: false), start: .number(0.5)),
    ])
    var search = DirectSearch(space: space, start: space.start, generator: SeededGenerator(seed: 12))
    let tried = minimise(&search, steps: 30) { _ in 1 }.map { space.configuration(at: $0.point)["kind"] }
    #expect(Set(tried).count == 3)
  }

  @Test func failuresAreMisses() {
    var search = DirectSearch(space: cube(2), start: [0.5, 0.5], generator: SeededGenerator(seed: 10))
    search.report(1)
    _ = search.propose()
    let moved = search.report(.infinity)
    #expect(!moved)
    #expect(search.incumbent == [0.5, 0.5] && search.loss == 1)
  }

  @Test func normalNumbersHaveMeanZeroAndDeviationOne() {
    var generator = SeededGenerator(seed: 11)
    let numbers = (0..<100_000).map { _ in generator.standardNormal() }
    let mean = numbers.reduce(0, +) / 100_000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    #expect(abs(mean) < 0.015 && abs(variance - 1) < 0.02)
    #expect(abs(Double(numbers.count { $0 > 1.96 }) / 100_000 - 0.025) < 0.003)
  }
}
