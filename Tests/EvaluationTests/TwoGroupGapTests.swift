import Testing

@testable import Evaluation

@Suite struct TwoGroupGapTests {
  private func bounds(_ value: Double, error: Double = 1, freedom: Double = 1e6) throws -> ClosedRange<Double> {
    let evidence = DifferenceEvidence(value: value, parts: [.student(error: error, freedom: freedom)])
    return try #require(TwoGroupGap(evidence: evidence, level: 0.95).bounds)
  }

  /// Feldman & Cousins 1998, table X, for a normal error and a bound at 0: 1.64 where 0 was seen is the corner of that
  /// construction folded at 0; far from 0 it is the usual interval.
  @Test func endsAreThoseOfANormalError() throws {
    let atZero = try bounds(0)
    #expect(atZero.lowerBound == 0 && abs(atZero.upperBound - 1.645) < 0.002)
    let far = try bounds(-6)
    #expect(abs(far.lowerBound - 4.04) < 0.001 && abs(far.upperBound - 7.96) < 0.001)
  }

  @Test(arguments: [0.3, 1.2, 1.9, 1.95, 1.97, 2.1, 3.0])
  func itBeginsAtZeroWhereNothingIsTold(value: Double) throws {
    let evidence = DifferenceEvidence(value: value, parts: [.student(error: 1, freedom: 12)])
    let found = try #require(TwoGroupGap(evidence: evidence, level: 0.95).bounds)
    #expect((found.lowerBound > 0) == (try #require(evidence.probability) < 0.05) && found.contains(value))
  }

  /// Of each true gap the seen ones that accept it are 95 of 100, which Simpson's rule over the error adds up.
  @Test(arguments: [0.2, 1, 1.6, 2, 4])
  func everyGapIsHeldInNinetyFiveOfAHundred(gap: Double) throws {
    var held = 0.0
    let step = 0.02
    for place in -300...300 {
      let error = Double(place) * step
      let density = (-error * error / 2).exponential / 2.5066282746310002
      if try bounds(gap + error).contains(gap) { held += density * step }
    }
    #expect(abs(held - 0.95) < 0.01, "\(held)")
  }

  @Test func ofSeveralSpreadsTheWidestCounts() throws {
    let both = DifferenceEvidence(
      value: 3, parts: [.student(error: 1, freedom: 40), .student(error: 0.5, freedom: 4)])
    let found = try #require(TwoGroupGap(evidence: both, level: 0.95).bounds)
    #expect(found.lowerBound <= (try bounds(3, error: 1, freedom: 40)).lowerBound)
    #expect(found.lowerBound <= (try bounds(3, error: 0.5, freedom: 4)).lowerBound)
    #expect(TwoGroupGap(evidence: DifferenceEvidence(value: 1, parts: []), level: 0.95).bounds == nil)
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Double {
  fileprivate var exponential: Double { exp(self) }
}
