import Plans
import Testing

@testable import Stages

@Suite struct GroupBalanceTests {
  private static let rows =
    "x = faces n=150 subjects=30 bias=0.9 cause=[fewer, noise] intensity=1 classes=[happy, sad] | lbp | pca 6\n"

  @Test(arguments: ["logreg", "xgboost trees=5"])
  func groupsChangeTheModelAndNobodyElse(_ model: String) throws {
    let session = StageSession()
    let plain = try session.result(Self.rows + "x | \(model)")
    let balanced = try session.result("x | \(model) groups=group")
    let worst = try session.result("x | \(model) groups=group worst=3")
    #expect(plain.testName == balanced.testName && balanced.testName == worst.testName)
    #expect(
      worst.notes.contains { $0.contains("the loss counts") }
        || worst.outcomes[0].notes.contains { $0.text.contains("the loss counts") })
    #expect(throws: (any Error).self) { try session.last("x | \(model) groups=nobody") }
  }

  /// By class, weights by groups are balanced class weights.
  @Test func balancedByClassIsBalanced() throws {
    let session = StageSession()
    let rows = "x = faces n=120 subjects=24 intensity=1 classes=[happy, sad] | lbp | pca 6\n"
    let byGroups = try session.result(rows + "x | logreg groups=class")
    let balanced = try session.result("x | logreg weights=balanced")
    #expect(byGroups.outcomes.map(\.predictions.codes) == balanced.outcomes.map(\.predictions.codes))
  }
}
