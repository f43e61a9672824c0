import Testing

@testable import Drawing

@Suite struct ShortenedNamesTests {
  private static let names = (1...12).map { "an expression with a very long name that goes on, number \($0)" }

  @Test(arguments: [(Medium.page, 70.0), (.page, 150), (.cells, 14)])
  func namesThatBeginAlikeAreToldApart(_ medium: Medium, _ width: Double) {
    let short = medium.shortened(Self.names, to: width, .label)
    #expect(Set(short).count == 12)
    #expect(short.allSatisfy { medium.width($0, .label) <= width })
  }

  @Test func namesThatDifferAtTheirBeginningKeepIt() {
    let short = Medium.cells.shortened(["happy and well", "sadness of others", "calm"], to: 8, .label)
    #expect(short == ["happy a…", "sadness…", "calm"])
  }

  @Test func whatDiffersInTheMiddleIsNumbered() {
    let names = ["a", "b"].map { "0123456789\($0)0123456789" }
    #expect(Medium.cells.shortened(names, to: 9, .label) == ["012345… 1", "012345… 2"])
  }

  @Test func noNumberStandsAlone() {
    #expect(Medium.cells.shortened(["anger", "sadness"], to: 1, .label) == ["…", "…"])
    #expect(Medium.cells.shortened(["anger", "sadness"], to: 0, .label) == ["", ""])
  }

  @Test func theSameNameTwiceStaysTheSame() {
    #expect(Medium.cells.shortened(["surprised", "surprised"], to: 6, .label) == ["surpr…", "surpr…"])
  }

  @Test func noTwoOfManySeriesShareColourAndShape() {
    let looks = (0..<64).map { "\(Theme.light.color(.series($0)).hexadecimal) \(Symbol.of(series: $0))" }
    #expect(Set(looks).count == 64)
  }
}
