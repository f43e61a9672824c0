import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct DecisionOffsetsTests {
  /// Probabilities that favour the common class.
  private func skewed(rows: Int = 400) throws -> (probabilities: Matrix, codes: [Int]) {
    let (features, labels) = ResamplingData.overlapping([rows * 3 / 4, rows / 8, rows / 8])
    let model = try GaussianBayes().fit(features, labels)
    return (try #require(try model.probabilities(features)), labels.codes)
  }

  private func score(_ predicted: [Int], _ codes: [Int], _ score: DecisionOffsets.Score) -> Double {
    let values = (0..<3).map { code -> Double in
      let hits = zip(predicted, codes).count { $0 == code && $1 == code }
      let truths = codes.count { $0 == code }
      return score == .macroF1
        ? 2 * Double(hits) / Double(truths + predicted.count { $0 == code }) : Double(hits) / Double(truths)
    }
    return values.reduce(0, +) / 3
  }

  @Test(arguments: DecisionOffsets.Score.allCases)
  func scoresAreTrueAndBetter(_ metric: DecisionOffsets.Score) throws {
    let (probabilities, codes) = try skewed()
    let offsets = try DecisionOffsets.tuned(on: probabilities, codes: codes, for: metric)
    #expect(abs(offsets.scoreBefore - score(probabilities.greatestColumns(), codes, metric)) < 1e-12)
    #expect(abs(offsets.scoreAfter - score(try offsets.decide(probabilities), codes, metric)) < 1e-12)
    #expect(offsets.scoreAfter > offsets.scoreBefore + 0.02)
  }

  @Test func findTheBestOffsetOfTwoClasses() throws {
    // With two classes one offset says all; try every border directly.
    let (features, labels) = ResamplingData.overlapping([80, 20])
    let probabilities = try #require(try GaussianBayes().fit(features, labels).probabilities(features))
    let offsets = try DecisionOffsets.tuned(on: probabilities, codes: labels.codes, for: .balancedAccuracy)
    func accuracy(_ predicted: [Int]) -> Double {
      let hits = zip(predicted, labels.codes)
      return (Double(hits.count { $0 == 0 && $1 == 0 }) / 80 + Double(hits.count { $0 == 1 && $1 == 1 }) / 20) / 2
    }
    let shares = (0..<100).map { probabilities[$0, 1] }
    let best = shares.map { border in accuracy(shares.map { $0 >= border ? 1 : 0 }) }.max() ?? 0
    #expect(abs(offsets.scoreAfter - best) < 1e-12)
  }

  @Test func leaveWhatIsRightAlone() throws {
    let sure = Matrix(rows: 2, columns: 2, storage: [0.9, 0.1, 0.2, 0.8])
    let offsets = try DecisionOffsets.tuned(on: sure, codes: [0, 1], for: .macroF1)
    #expect(offsets.offsets == [0, 0] && offsets.scoreAfter == 1)
    #expect(throws: LearningError.damagedModel) { try offsets.decide(Matrix(rows: 1, columns: 3)) }
    #expect(throws: LearningError.noRows) {
      try DecisionOffsets.tuned(on: Matrix(rows: 0, columns: 2), codes: [], for: .macroF1)
    }
  }
}
