import Testing

@testable import Evaluation

@Suite struct PairedReplicatesTests {
  private static let differences = [0.02, -0.01, 0.03, 0.015, 0.004]

  /// scipy 1.17.1: d = [0.02, -0.01, 0.03, 0.015, 0.004]; r = scipy.stats.ttest_1samp(d, 0); r.pvalue; r.confidence_interval()
  @Test func asSciPyHasIt() throws {
    let paired = PairedReplicates(Self.differences)
    #expect(abs(paired.value - 0.0118) < 1e-15)
    #expect(abs(try #require(paired.deviation) - 0.015368799562750501) < 1e-12)
    #expect(abs(try #require(paired.probability) - 0.16114704067777985) < 1e-9)
    let bounds = try #require(paired.bounds)
    #expect(
      abs(bounds.lowerBound + 0.007282885112677049) < 1e-9 && abs(bounds.upperBound - 0.030882885112677047) < 1e-9)
  }

  /// The interval leaves out 0 exactly where the difference is told, and the best of several needs more.
  @Test func intervalAndVerdictAgree() throws {
    for count in [2, 3, 8] {
      for shift in stride(from: 0.0, through: 0.06, by: 0.001) {
        let paired = PairedReplicates(Self.differences.map { $0 + shift }, bestOf: count)
        let bounds = try #require(paired.bounds)
        #expect(bounds.contains(0) == (try #require(paired.probability) >= 0.05), "\(count) \(shift)")
      }
    }
    let (two, many) = (PairedReplicates(Self.differences), PairedReplicates(Self.differences, bestOf: 8))
    #expect(try #require(many.probability) > #require(two.probability))
  }

  @Test func oneTellsNothingAndEqualOnesAll() {
    let one = PairedReplicates([0.1])
    #expect(one.value == 0.1 && one.deviation == nil && one.bounds == nil && one.probability == nil)
    #expect(PairedReplicates([0, 0, 0]).probability == 1)
    #expect(PairedReplicates([0.1, 0.1, 0.1]).probability ?? 1 < 1e-9)
  }
}
