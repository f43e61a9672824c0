import Numerics
import Testing

@testable import Evaluation

@Suite struct GapSimulationTests {
  private func simulation(
    _ values: [Double], errors: [Double], freedom: Double = 1e6, directions: [[GroupLeftOut.Part]]? = nil,
    together: [[Double]]? = nil
  ) throws -> GapSimulation {
    try GapSimulation(
      values: values, errors: errors,
      noise: GroupNoise(
        errors: errors, freedom: freedom, directions: directions, count: 4000, seed: 1, context: .plain),
      shape: GroupShape(between: 1, effects: 0, levels: []), together: together, widest: 100, context: .plain)
  }

  /// The upper 5 % of the studentized range, from tables: four groups, and four of ten degrees of freedom.
  @Test(arguments: [(1e6, 3.633), (10, 4.327)])
  func withoutAGapItIsTheStudentizedRange(freedom: Double, range: Double) throws {
    let found = try simulation([0, 0.1 * range, 0.4 * range, range], errors: [1, 1, 1, 1], freedom: freedom)
    #expect(abs(found.probability - 0.05) < 0.012, "\(found.probability)")
    #expect(found.probability == found.probability(3, 0) && found.probability(2, 0) > 0.3)
  }

  @Test func whatWasSeenIsAmongWhatIsAccepted() throws {
    for range in [0.5, 2, 3.5, 3.8, 5, 9] {
      let found = try simulation([0, 0.3 * range, 0.5 * range, range], errors: [1, 1, 1, 1])
      let bounds = found.bounds(of: found.raw)
      #expect(bounds.contains(range) && (bounds.lowerBound > 0) == (found.probability < 0.05), "\(range): \(bounds)")
      #expect(found.smallestDetectable(0, 3) > 3.633)
    }
  }

  /// A group of few rows that is far off does not hide two of many rows that differ.
  @Test func fewRowsDoNotHideWhatManyShow() throws {
    let found = try simulation([0, 0.5, 0.2], errors: [0.05, 0.05, 1])
    #expect(found.probability < 0.05 && found.bounds(of: found.raw).lowerBound > 0)
    #expect(found.outstanding(1, 0) > found.outstanding(2, 0))
  }

  /// Groups of the same subjects err alike, so that a small difference is none of luck.
  @Test func subjectsInSeveralGroupsErrTogether() throws {
    let parts = [GroupLeftOut.Part(kind: 0, size: 0.8), GroupLeftOut.Part(kind: 1, size: 0.6)]
    let noise = try GroupNoise(
      errors: [1, 2], freedom: 100, directions: [parts, parts], count: 50, seed: 1, context: .plain)
    #expect(abs(noise.correlations[1] - 1) < 1e-12)
    for draw in 0..<50 { #expect(abs(noise.errors(draw)[1] - 2 * noise.errors(draw)[0]) < 1e-12) }
    let alike = try simulation([0, 1], errors: [1, 1.1], directions: [parts, parts])
    #expect(alike.probability < 0.01)
    #expect(try simulation([0, 1], errors: [1, 1.1]).probability > 0.3)
  }

  @Test func drawnTogetherTheGapIsLess() throws {
    let together = try GroupsTogether(
      errors: [1, 1, 1], levels: [], variances: (0.75, 0), context: .plain
    ).rows
    for (group, row) in together.enumerated() {
      #expect(abs(row.reduce(0, +) - 1) < 1e-12 && abs(row[group] - 2.0 / 3) < 1e-12)
    }
    let found = try simulation([0, 1, 4], errors: [1, 1, 1], together: together)
    let (raw, shrunken) = (found.bounds(of: found.raw), found.bounds(of: try #require(found.drawnTogether)))
    #expect(shrunken.upperBound < raw.upperBound && shrunken.lowerBound >= 0)
  }

  /// Groups of one attribute's value are drawn towards each other more than towards the rest.
  @Test func crossedGroupsAreDrawnTowardsThoseThatShareAValue() throws {
    let rows = try GroupsTogether(
      errors: [1, 1, 1, 1], levels: [[0, 0], [0, 1], [1, 0], [1, 1]], variances: (0, 0.1), context: .plain
    ).rows
    #expect(rows[0][0] > rows[0][1] && rows[0][1] > rows[0][3] && abs(rows[0][1] - rows[0][2]) < 1e-12)
  }
}
