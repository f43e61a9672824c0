import Numerics
import Testing

@testable import Evaluation

@Suite struct ShrunkenGroupsTests {
  /// The eight schools (Rubin 1981), in hundredths.
  private let values = [28, 8, -3, 7, -1, 1, 18, 12].map { Double($0) / 100 }
  private let errors: [Double?] = [15, 10, 16, 11, 9, 11, 10, 18].map { Double($0) / 100 }

  private func shrunken(
    _ values: [Double], _ errors: [Double?], levels: [[Int]]? = nil
  ) throws -> ShrunkenGroups {
    try ShrunkenGroups(
      values: values, errors: errors, levels: levels ?? values.indices.map { [$0] }, range: -1...0,
      compared: Array(values.indices), context: .plain)
  }

  /// Posterior means by a fine grid, see README.md; the range is as wide as that of accuracy, and holds none of them back.
  @Test func valuesAreThoseOfAFineGrid() throws {
    let expected = [0.1109, 0.0789, 0.0628, 0.0765, 0.0529, 0.0625, 0.1048, 0.0839]
    let found = try ShrunkenGroups(
      values: values.map { $0 + 0.5 }, errors: errors, levels: values.indices.map { [$0] }, range: 0...1,
      compared: Array(values.indices), context: .plain)
    for (value, expected) in zip(found.values, expected) { #expect(abs(value - 0.5 - expected) < 0.001) }
    let gap = try #require(found.gap)
    #expect(gap < 0.31 && gap > 0)
    for (bounds, value) in zip(try #require(found.bounds), found.values) { #expect(bounds.contains(value)) }
  }

  /// Where attributes add up, the sum is what is left; an outlier of little noise stays, one of much does not.
  @Test func crossedGroupsAreDrawnTowardsWhatTheirAttributesSay() throws {
    let levels = (0..<4).flatMap { a in (0..<3).map { b in [a, b] } }
    let sums = levels.map { -0.9 + 0.1 * Double($0[0]) + 0.2 * Double($0[1]) }
    let noisy = try shrunken(sums, sums.map { _ in 0.02 }, levels: levels)
    for (value, sum) in zip(noisy.values, sums) { #expect(abs(value - sum) < 0.01) }
    var outlying = sums
    outlying[5] = -0.05
    let sure = try shrunken(outlying, sums.map { _ in 0.005 }, levels: levels)
    #expect(abs(sure.values[5] + 0.05) < 0.01)
    let unsure = try shrunken(outlying, sums.map { _ in 0.4 }, levels: levels)
    #expect(abs(unsure.values[5] - sums[5]) < 0.6 * abs(outlying[5] - sums[5]))
  }

  @Test func whatIsNotKnownIsLeftAsItIs() throws {
    let found = try shrunken([-0.5, -0.2], [nil, nil])
    #expect(found.values == [-0.5, -0.2] && found.bounds == nil && found.gap == nil)
  }

  @Test func drawsAreTheSameEachTime() throws {
    let first = try shrunken(values.map { $0 - 0.5 }, errors)
    let second = try shrunken(values.map { $0 - 0.5 }, errors)
    #expect(first.bounds == second.bounds && first.gap == second.gap)
  }

  /// Four rows that are all right seem to vary less than rows do.
  @Test func theErrorOfASmallGroupIsDrawnTowardsWhatAllVary() throws {
    let truth = Labels(names: ["a", "b"], codes: (0..<44).map { $0 % 2 })
    let predicted = truth.codes.enumerated().map { row, code in row < 4 || row % 4 < 2 ? code : 1 - code }
    let test = try GroupedTest(
      ComparedClassifier(truth: truth, predicted: predicted),
      groups: Grouping((0..<44).map { $0 < 4 ? "few" : "many" }))
    let spreads = try GroupSpreads(.accuracy, test, context: .plain)
    let few = try #require(test.names.firstIndex(of: "few"))
    let (ownFew, ownMany) = (try #require(spreads.error(of: few)), try #require(spreads.error(of: 1 - few)))
    let (few4, many40) = (4 * ownFew * ownFew, 40 * ownMany * ownMany)
    let common = (3 * few4 + 39 * many40) / 42
    let moderated = try #require(spreads.moderatedErrors)
    #expect(abs(moderated[few] - ((8 * common + 3 * few4) / 11 / 4).squareRoot()) < 1e-12)
    #expect(abs(moderated[1 - few] - ((8 * common + 39 * many40) / 47 / 40).squareRoot()) < 1e-12)
    #expect(moderated[few] > ownFew, "\(moderated[few]) of \(ownFew)")
  }
}
