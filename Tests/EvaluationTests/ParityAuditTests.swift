import Numerics
import Testing

@testable import Evaluation

/// Worked out by hand: three classes, two groups of ten rows, each row a subject.
@Suite struct ParityAuditTests {
  /// Group x: truth aaaaa bbbbb, answers aaaab bbbbb. Group y: truth aaaaa bbbbb, answers aabbb bbbcc.
  private let truth = Labels(
    names: ["a", "b", "c"], codes: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  private let predicted = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2]
  private let groups = Grouping((0..<20).map { $0 < 10 ? "x" : "y" })

  private func audit() throws -> ParityAudit {
    try ParityAudit(of: ComparedClassifier(truth: truth, predicted: predicted), groups: groups, context: .plain)
  }

  private func finding(_ criterion: ParityAudit.Criterion) throws -> ParityAudit.Finding {
    try #require(try audit().findings.first { $0.criterion == criterion })
  }

  @Test func classesAreTakenAgainstTheRest() throws {
    // Answered a: .4, .2; b: .6, .6; c: 0, .2.
    let parity = try finding(.demographicParity)
    #expect(abs(parity.difference - 0.2) < 1e-12 && abs(parity.meanDifference - 0.4 / 3) < 1e-12)
    #expect(parity.ratio == 0)
    // Found a: .8, .4; b: 1, .6; c has no row.
    let opportunity = try finding(.equalOpportunity)
    #expect(abs(opportunity.difference - 0.4) < 1e-12 && abs(opportunity.meanDifference - 0.4) < 1e-12)
    #expect(opportunity.highest == "x" && opportunity.lowest == "y" && abs(opportunity.ratio - 0.5) < 1e-12)
    // Wrongly seen a: 0, 0; b: .2, .6; c: 0, .2.
    let odds = try finding(.equalizedOdds)
    #expect(abs(odds.difference - 0.4) < 1e-12 && abs(odds.meanDifference - (0.4 + 0.4 + 0.2) / 3) < 1e-12)
    // Of answers b right: 5 of 6, 3 of 6; of answers a: 4 of 4 and 2 of 2 are too few to count.
    let predictive = try finding(.predictiveParity)
    #expect(predictive.worstClass == "b" && abs(predictive.difference - 2.0 / 6) < 1e-12)
    #expect(try finding(.errorRateBalance).difference == odds.difference)
  }

  @Test func theWorstIsJudgedWithAllThatWasLookedAt() throws {
    let found = try finding(.equalOpportunity)
    let bounds = try #require(found.bounds)
    #expect(bounds.contains(found.difference) && bounds.lowerBound == 0)
    #expect(try #require(found.probability) > 0.05)
  }

  @Test func smallGroupsTakeNoPart() throws {
    let few = Grouping((0..<20).map { $0 < 5 ? "few" : "x" })
    let found = try ParityAudit(
      of: ComparedClassifier(truth: truth, predicted: predicted), groups: few, context: .plain)
    #expect(found.findings.isEmpty)
  }
}

@Suite struct GroupCalibrationTests {
  @Test func figuresAreThoseWorkedOutByHand() throws {
    let truth = Labels(names: ["a", "b"], codes: [0, 0, 1, 1])
    let probabilities = Matrix(rows: 4, columns: 2, storage: [0.75, 0.25, 0.25, 0.75, 0.125, 0.875, 0.5, 0.5])
    let found = try GroupCalibration(
      probabilities, of: ComparedClassifier(truth: truth, predicted: [0, 1, 1, 0]),
      groups: Grouping(["x", "x", "y", "y"])
    ).groups
    #expect(found.map(\.name) == ["x", "y"] && found.map(\.rows) == [2, 2])
    // x: .75 sure twice, right once: one bin. y: .875 sure and right, .5 sure and wrong.
    #expect(found[0].confidence == 0.75 && found[0].accuracy == 0.5 && found[0].calibrationError == 0.25)
    #expect(found[0].brier == (0.125 + 1.125) / 2)
    #expect(found[1].calibrationError == (0.125 + 0.5) / 2 && found[1].overconfidence == 0.1875)
    #expect(try #require(found[1].bounds).contains(0.1875))
  }

  @Test func otherShapesAreRefused() {
    let truth = Labels(names: ["a", "b"], codes: [0, 1])
    #expect(throws: EvaluationError.self) {
      try GroupCalibration(
        Matrix(rows: 1, columns: 2), of: ComparedClassifier(truth: truth, predicted: [0, 1]),
        groups: Grouping(["x", "y"]))
    }
  }
}
