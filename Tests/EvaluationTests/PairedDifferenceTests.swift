import Evaluation
import Testing

@Suite struct PairedDifferenceTests {
  /// Differences of 0.05, 0.02, 0.11 and −0.02; the quantile of Student's t with three degrees of freedom is
  /// 3.182446305284263.
  @Test func pairsAreJudgedByStudentsT() throws {
    let found = try PairedDifference([0.05, 0.02, 0.11, -0.02])
    #expect(abs(found.mean - 0.04) < 1e-15 && abs(found.standardError - 0.027386127875258306) < 1e-12)
    #expect(abs(found.high - 0.04 - 3.182446305284263 * 0.027386127875258306) < 1e-9)
    #expect(abs(found.low + found.high - 0.08) < 1e-15 && found.pairs == 4 && found.clusters == 4)
    // P(|t₃| > 1.46059) by its closed form: 1 − 2/π · (atan u + u / (1 + u²)), u = t / √3.
    #expect(abs(found.pValue - 0.2402587) < 1e-6)
  }

  /// Pairs of one cluster that are alike count as one: the error is that of the cluster means.
  @Test func pairsOfAClusterCountOnce() throws {
    let each = try PairedDifference([1, 2, 4])
    let thrice = try PairedDifference([1, 1, 1, 2, 2, 2, 4, 4, 4], clusters: [5, 5, 5, 1, 1, 1, 9, 9, 9])
    #expect(abs(each.standardError - thrice.standardError) < 1e-12 && abs(each.low - thrice.low) < 1e-12)
    #expect(thrice.pairs == 9 && thrice.clusters == 3)
  }

  @Test func alikeDifferencesAreExactAndOnePairIsRefused() throws {
    let found = try PairedDifference([0.5, 0.5])
    #expect(found.low == 0.5 && found.high == 0.5 && found.pValue == 0)
    #expect(try PairedDifference([0, 0]).pValue == 1)
    #expect(throws: EvaluationError.self) { try PairedDifference([1]) }
    #expect(throws: EvaluationError.self) { try PairedDifference([1, 2], clusters: [3, 3]) }
  }
}
