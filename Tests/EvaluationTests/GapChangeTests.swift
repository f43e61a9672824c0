import Numerics
import Testing

@testable import Evaluation

@Suite struct GapChangeTests {
  private let truth = Labels(names: ["a", "b"], codes: (0..<400).map { $0 % 2 })
  private let groups = Grouping((0..<400).map { $0 < 200 ? "light" : "dark" })
  private let subjects = Grouping((0..<400).map { "S\($0 / 10)" })

  /// Every fifth row wrong among the light; of the dark three of five, or as many as `share` of ten.
  private func classifier(wrongOfTen wrong: Int) throws -> ComparedClassifier {
    let predicted = truth.codes.enumerated().map { row, code in
      (row < 200 ? row % 5 == 0 : row * 7 % 10 < wrong) ? 1 - code : code
    }
    return try ComparedClassifier(truth: truth, predicted: predicted, subjects: subjects)
  }

  private func change(_ first: Int, _ second: Int) throws -> GapChange {
    try GapChange(
      .accuracy, from: classifier(wrongOfTen: first), to: classifier(wrongOfTen: second), groups: groups,
      better: "light",
      worse: "dark", context: .plain)
  }

  @Test func aGapThatShrinksIsFound() throws {
    let found = try change(6, 3)
    #expect(abs(found.before - 0.4) < 1e-12 && abs(found.after - 0.1) < 1e-12)
    #expect(try #require(found.bounds).upperBound < 0 && #require(found.probability) < 1e-6)
  }

  @Test func thatNothingChangedIsTold() throws {
    let found = try change(5, 5)
    #expect(found.change == 0 && found.probability == 1)
  }

  @Test func groupsWithoutRowsAreRefused() throws {
    let one = try classifier(wrongOfTen: 3)
    #expect(throws: EvaluationError.noGroup) {
      try GapChange(.accuracy, from: one, to: one, groups: groups, better: "light", worse: "green", context: .plain)
    }
  }
}

@Suite struct AttributeGapsTests {
  /// What is hard for one attribute among six is found, though all six are a family.
  @Test func oneOfSixIsFound() throws {
    let truth = Labels(names: ["a", "b"], codes: (0..<240).map { $0 % 2 })
    let predicted = truth.codes.enumerated().map { row, code in row / 2 % 2 == 0 && row % 3 > 0 ? 1 - code : code }
    let attributes = (0..<6).map { attribute in
      (name: "a\(attribute)", groups: Grouping((0..<240).map { $0 / (2 << attribute) % 2 == 0 ? "low" : "high" }))
    }
    let found = try AttributeGaps(
      .accuracy, of: ComparedClassifier(truth: truth, predicted: predicted), attributes: attributes, context: .plain
    ).attributes
    #expect(found[0].gap?.isDistinguishable == true && found[0].gap?.worst == "low")
    #expect(found.dropFirst().allSatisfy { $0.gap?.isDistinguishable == false }, "\(found)")
    let alone = try GroupAudit(
      .accuracy, truth: truth, predicted: predicted, attributes: [attributes[3].groups], context: .plain)
    #expect(try #require(found[3].gap?.probability) >= #require(alone.gap?.probability))
  }
}
