import Diagnostics
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

  @Test func theLimitItselfIsNotTooMany() {
    let source = SourceText(name: "x", text: "faces")
    let session = harness.session
    func isTooMany(_ count: Int, _ other: Int) -> Bool {
      session.elaborator(source, session.scope, session.settings, running: false)
        .isTooMany(count, times: other, at: Span(0, 5), in: source)
    }
    #expect(!isTooMany(200, 100) && !isTooMany(1, 20_000) && !isTooMany(0, .max))
    #expect(isTooMany(200, 101) && isTooMany(1, 20_001) && isTooMany(20_000, 2))
  }

  @Test func definitionsThatDoubleStopSomewhere() {
    let doubling = (1...30).map { "def d\($0) = d\($0 - 1) | d\($0 - 1)" }.joined(separator: "\n")
    let codes = harness.codes("def d0 = scale | scale\n\(doubling)\nfaces 40 | lbp | d30")
    #expect(codes.contains("E0208"))
  }

  /// Nothing is in them, so no stage is counted; but each is looked up twice as often as the one before.
  @Test func emptyDefinitionsThatDoubleStopSomewhere() {
    let doubling = (1...40).map { "def d\($0) = d\($0 - 1) | d\($0 - 1)" }.joined(separator: "\n")
    #expect(harness.codes("def d0 = skip | skip\n\(doubling)\nfaces 40 | lbp | d40").contains("E0208"))
  }

  @Test func textsThatDoubleStopSomewhere() {
    let doubling = (1...40).map { "x\($0) = \"{x\($0 - 1)}{x\($0 - 1)}\"" }.joined(separator: "\n")
    #expect(harness.codes("x0 = \"ab\"\n\(doubling)").contains("E0208"))
    let lists = (1...40).map { "y\($0) = [y\($0 - 1), y\($0 - 1)]" }.joined(separator: "\n")
    #expect(harness.codes("y0 = [\"ab\"]\n\(lists)").contains("E0208"))
    #expect(harness.codes("x0 = \"ab\"\nx1 = \"{x0}{x0}\"") == [])
  }

  /// 0.1 + 2 × 0.1 is 0.30000000000000004 in binary.
  @Test func rangesCountInDecimals() throws {
    let found = try harness.table(
      "faces n=40 subjects=4 | resize 8 | pixels | svm C={0.1..0.7 by 0.1} | holdout | where (C == 0.3)")
    #expect(found.rows.count == 1)
  }

  @Test func aRangeThatIsTooLongSaysSo() {
    #expect(harness.errors("faces 40 | lbp | pca {1..1000000000}").contains("more than 10,000 numbers"))
    #expect(harness.errors("faces 40 | lbp | pca {9..1}").contains("holds no numbers"))
  }
}
