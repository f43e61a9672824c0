import Numerics
import Testing

@testable import Evaluation

@Suite struct FairnessTests {
  private let truth = ReferencePredictions.truth
  private let predicted = ReferencePredictions.predicted
  private let groups = Grouping((0..<60).map { "group \($0 * 7 % 11 % 3)" })

  @Test func accuracyByGroupAgreesWithFairlearn() throws {
    let scores = try GroupScores(.accuracy, truth: truth, predicted: predicted, groups: groups)
    let expected = [0.6086956521739131, 0.6818181818181818, 0.7333333333333333]
    for (group, value) in zip(scores.groups, expected) { #expect(abs(group.value - value) < 1e-12) }
    #expect(scores.groups.map(\.rows) == [23, 22, 15])
    #expect(abs(scores.difference - 0.1246376811594202) < 1e-12)
    #expect(abs(scores.differenceToOverall - 0.06666666666666665) < 1e-12)
    #expect(abs((scores.ratio ?? 0) - 0.8300395256916997) < 1e-12)
    #expect(abs((scores.ratioToOverall ?? 0) - 0.9090909090909091) < 1e-12)
  }

  @Test func macroF1ByGroupAgreesWithFairlearn() throws {
    let scores = try GroupScores(.macroF1, truth: truth, predicted: predicted, groups: groups)
    #expect(abs(scores.minimum - 0.2830769230769231) < 1e-12 && abs(scores.maximum - 0.5378354978354979) < 1e-12)
    #expect(abs(scores.differenceToOverall - 0.24491916685465076) < 1e-12)
    #expect(abs((scores.ratioToOverall ?? 0) - 0.5361345064385017) < 1e-12)
  }

  @Test(arguments: [
    (0, [0.23333333333333334, 0.5333333333333333, 0.2, 0.75, 0.2, 0.4]),
    (1, [0.0533596837944664, 0.7652173913043478, 0.3055555555555556, 0.5925925925925926, 0.3055555555555556, 0]),
    // No row of group 0 is of class 2: fairlearn calls that a true positive rate of 0, and a difference of 1.
    (2, [0.35454545454545455, 0.11363636363636363, 0.75, 0.25, 0.75, 0]),
  ])
  func ratesAgreeWithFairlearn(code: Int, expected: [Double]) throws {
    let rates = try GroupRates(truth: truth, predicted: predicted, groups: groups).classes[code]
    let gaps = [rates.demographicParity, rates.equalOpportunity, rates.equalizedOdds]
    for (found, expected) in zip(gaps.flatMap { [$0.difference, $0.ratio] }, expected) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test func summariesOverClasses() throws {
    let rates = try GroupRates(truth: truth, predicted: predicted, groups: groups)
    #expect(rates.worst(\.demographicParity)?.name == "c")
    let differences = rates.classes.map(\.demographicParity.difference)
    #expect(abs(rates.meanDifference(\.demographicParity) - differences.reduce(0, +) / 5) < 1e-12)
  }

  @Test func aGroupWithoutAClassIsNotJudgedOnIt() throws {
    let labels = Labels(names: ["a", "b"], codes: [0, 1, 0, 0])
    let rates = try GroupRates(truth: labels, predicted: [0, 1, 0, 1], groups: Grouping(["x", "x", "y", "y"]))
    #expect(rates.classes[1].groups.map(\.truePositive) == [1, nil])
    #expect(rates.classes[1].equalOpportunity.difference == 0)
    #expect(rates.classes[0].groups.map(\.falsePositive) == [0, nil])
  }

  @Test func rowsOfUnknownGroupTakeNoPart() throws {
    let labels = Labels(names: ["a", "b"], codes: [0, 1, 0, 0])
    let scores = try GroupScores(
      .accuracy, truth: labels, predicted: [0, 1, 1, 1], groups: Grouping(["x", "x", nil, "y"]))
    #expect(scores.unknownRows == 1 && scores.groups.map(\.rows) == [2, 1])
    #expect(abs(scores.overall - 2 / 3) < 1e-12)
    #expect(scores.ratio == 0)
    #expect(throws: EvaluationError.noGroup) {
      try GroupScores(.accuracy, truth: labels, predicted: [0, 1, 1, 1], groups: Grouping([nil, nil, nil, nil]))
    }
  }

  @Test func ratiosThatMakeNoSenseAreNil() throws {
    let labels = Labels(names: ["a", "b"], codes: [0, 1, 0, 1])
    let scores = try GroupScores(
      .accuracy, truth: labels, predicted: [1, 0, 1, 0], groups: Grouping(["x", "x", "y", "y"]))
    #expect(scores.ratio == nil && scores.ratioToOverall == nil && scores.difference == 0)
  }
}
