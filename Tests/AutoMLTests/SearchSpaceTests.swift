import Numerics
import Testing

@testable import AutoML
@testable import Learning

@Suite struct SearchSpaceTests {
  private let trees = SearchDimension("trees", .whole(4...1000, logarithmic: true), start: .whole(4))
  private let depth = SearchDimension("depth", .whole(1...12, logarithmic: false), start: .whole(6))
  private let rate = SearchDimension("rate", .number(0x1p-10...1, logarithmic: true), start: .number(0.3))
  private let share = SearchDimension("share", .number(0.1...1, logarithmic: false), start: .number(1))
  private let kind = SearchDimension("kind", .choice([.word("a"), .word("b"), .word("c")]), start: .word("b"))

  @Test func settingsStayWithinTheirBounds() {
    var generator = SeededGenerator(seed: 1)
    for dimension in [trees, depth, rate, share, kind] {
      for _ in 0..<2000 {
        let setting = dimension.setting(at: 3 * generator.uniform() - 1)
        switch dimension.domain {
        case .whole(let range, _): #expect(range.contains(Int(setting.number ?? -1)))
        case .number(let range, _): #expect(range.contains(setting.number ?? -1))
        case .choice(let settings): #expect(settings.contains(setting))
        }
      }
    }
  }

  @Test func positionAndSettingAreInverse() {
    for dimension in [trees, depth, rate, share, kind] {
      for step in 0...500 {
        let setting = dimension.setting(at: Double(step) / 500)
        #expect(dimension.setting(at: dimension.position(of: setting)) == setting)
      }
    }
  }

  @Test func everyValueOfASmallDimensionCanBeReached() {
    let found = Set((0...1000).map { depth.setting(at: Double($0) / 1000) })
    #expect(found == Set((1...12).map { .whole($0) }))
    #expect(Set((0...1000).map { kind.setting(at: Double($0) / 1000) }).count == 3)
  }

  @Test func logarithmicDimensionsAreEvenInMagnitude() {
    #expect(rate.setting(at: 0.5) == .number(0.0313))
    #expect(rate.setting(at: 1) == .number(1))
    #expect(rate.setting(at: 0) == .number(0.000977))
    #expect(trees.setting(at: 0.5) == .whole(63))
  }

  @Test func numbersAreRoundedToThreeDigits() {
    #expect(123_456.0.rounded(toDigits: 3) == 123_000)
    #expect(0.000123456.rounded(toDigits: 3) == 0.000123)
    #expect((-9.996).rounded(toDigits: 3) == -10)
    #expect(0.0.rounded(toDigits: 3) == 0)
    #expect(0.1.rounded(toDigits: 3) == 0.1)
  }

  @Test func theLeastStepReachesTheNextWholeNumber() throws {
    for value in [4, 17, 300, 900] {
      let step = try #require(trees.leastStep(at: .whole(value)))
      let next = trees.setting(at: trees.position(of: .whole(value)) + step)
      #expect(next == .whole(value + 1))
    }
    #expect(rate.leastStep(at: .number(0.1)) == nil)
    #expect(SearchSpace([rate]).leastStep(at: Configuration([.init("rate", .number(0.1))])) == 1e-4)
  }

  @Test func aDisturbedStartStaysNearTheExploredBox() {
    let space = SearchSpace([trees, rate])
    var box = ExploredBox(around: [0.2, 0.4])
    box.include([0.3, 0.6])
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<1000 {
      let point = space.disturbed(within: box, &generator)
      #expect(point[0] >= 0.1 - 1e-12 && point[0] <= 0.4 + 1e-12)
      #expect(point[1] >= 0.3 - 1e-12 && point[1] <= 0.7 + 1e-12)
    }
  }
}
