import Testing

@testable import Drawing

@Suite struct NumberScaleTests {
  @Test func ticksOverDecadesAreEachInTheirOwnForm() {
    #expect(NumberScale.labels([0.01, 0.1, 1, 10, 1000]) == ["0.01", "0.1", "1", "10", "1,000"])
    #expect(NumberScale.labels([0, 0.5, 1]) == ["0.0", "0.5", "1.0"])
    #expect(NumberScale.labels([10, 20, 30]) == ["10", "20", "30"])
  }

  @Test func numbersOfManyDigitsAreWrittenWithPowersOfTen() {
    #expect(NumberScale.labels([0, 1e12, 3e12]) == ["0", "1e12", "3e12"])
    #expect(NumberScale.labels([-2.5e-10, 1e-9]) == ["-2.5e-10", "1e-9"])
    #expect(NumberScale.labels([1e9]) == ["1e9"])
  }

  @Test(arguments: [
    ([1.0, 8], [1.0, 2, 5]), ([0.03, 0.4], [0.05, 0.1, 0.2]), ([2.0, 300], [2, 5, 10, 20, 50, 100, 200]),
    ([1, 1e4], [1, 10, 100, 1_000, 1e4]), ([2.1, 4.9], [2.5, 3, 3.5, 4, 4.5, 5]),
  ])
  func anAxisOfFactorsHasMoreThanOneTick(_ ends: [Double], _ ticks: [Double]) {
    let scale = NumberScale(ends, range: nil, ticks: nil, isLogarithmic: true, includesZero: false)
    let found = scale.ticks(atMost: 7)
    #expect(found.count == ticks.count && zip(found, ticks).allSatisfy { abs($0 - $1) < 1e-12 * $1 }, "\(found)")
  }
}

@Suite struct MediumTests {
  /// A width that was made from other widths may lack the last bit: no label may be cut by it.
  @Test func aTextFitsInItsOwnWidth() {
    for text in ["10", "0.01", "anger", "怒り"] {
      let width = Medium.page.width(text, .label)
      #expect(Medium.page.elided(text, to: (width + 0.1) - 0.1, .label) == text)
      #expect(Medium.page.elided(text, to: width.nextDown, .label) == text)
    }
    #expect(Medium.page.elided("anger", to: 20, .label) != "anger")
  }
}
