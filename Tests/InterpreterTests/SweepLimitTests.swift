import Testing

@testable import Interpreter

/// What multiplies without end is refused before it is multiplied out.
@Suite struct SweepLimitTests {
  let harness = SessionHarness()

  @Test func choicesMultiplyUpToALimit() {
    let choice = " | {skip, scale}"
    #expect(harness.codes("faces 40 | lbp" + String(repeating: choice, count: 40)) == ["E0208"])
    #expect(harness.codes("faces 40 | lbp" + String(repeating: choice, count: 8)) == [])
    #expect(harness.codes("faces 40 | lbp | pca {1..200} | svm C={1..200}") == ["E0208"])
    #expect(harness.codes("faces 40 | lbp | knn {1..9000} | cv {2..9}") == ["E0208"])
    #expect(harness.codes("faces 40 | {(lbp | pca {1..200} | svm C={1..200}), logreg}").contains("E0208"))
  }

  @Test func definitionsThatDoubleStopSomewhere() {
    let doubling = (1...30).map { "def d\($0) = d\($0 - 1) | d\($0 - 1)" }.joined(separator: "\n")
    let codes = harness.codes("def d0 = scale | scale\n\(doubling)\nfaces 40 | lbp | d30")
    #expect(codes.contains("E0208"))
  }

  @Test func aRangeThatIsTooLongSaysSo() {
    #expect(harness.errors("faces 40 | lbp | pca {1..1000000000}").contains("more than 10,000 numbers"))
    #expect(harness.errors("faces 40 | lbp | pca {9..1}").contains("holds no numbers"))
  }
}
