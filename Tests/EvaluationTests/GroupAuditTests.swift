import Numerics
import Testing

@testable import Evaluation

@Suite struct GroupAuditTests {
  private let truth = ReferencePredictions.truth
  private let predicted = ReferencePredictions.predicted
  private let group = Grouping((0..<60).map { "group \($0 * 7 % 11 % 3)" })

  private func audit(
    _ metric: Metric, _ attributes: [Grouping]? = nil, subjects: Grouping? = nil
  ) throws -> GroupAudit {
    try GroupAudit(
      metric, truth: truth, predicted: predicted, attributes: attributes ?? [group], subjects: subjects,
      context: .plain)
  }

  /// The values of `FairnessTests`, which are fairlearn's.
  @Test func valuesAreThoseOfMetricFrame() throws {
    let found = try audit(.accuracy)
    for (group, value) in zip(found.groups, [0.6086956521739131, 0.6818181818181818, 0.7333333333333333]) {
      #expect(abs(group.value - value) < 1e-12)
      #expect(group.bounds?.contains(group.value) == true && group.subjects == nil)
    }
    let gap = try #require(found.gap)
    #expect(gap.worst == "group 0" && gap.best == "group 2")
    #expect(abs(gap.value - 0.1246376811594202) < 1e-12 && abs((gap.ratio ?? 0) - 0.8300395256916997) < 1e-12)
    #expect(!gap.isDistinguishable && gap.bounds?.lowerBound == 0)
    #expect(try #require(gap.smallestDetectable) > gap.value)
  }

  /// A group audited beside others has the interval that it has alone.
  @Test func aGroupIsJudgedByItsOwnRows() throws {
    for group in try audit(.accuracy).groups {
      let rows = self.group.rows[try #require(self.group.names.firstIndex(of: group.name))]
      let alone = try ScoreInterval.intervals(
        of: [.accuracy], truth: truth.gathering(rows), predicted: rows.map { predicted[$0] }, context: .plain)[0]
      let bounds = try #require(group.bounds)
      #expect(abs(bounds.lowerBound - (try #require(alone.lower))) < 1e-9)
      #expect(abs(bounds.upperBound - (try #require(alone.upper))) < 1e-9)
    }
  }

  @Test func attributesAreCrossed() throws {
    let sex = Grouping((0..<60).map { $0 % 2 == 0 ? "woman" : "man" })
    let found = try audit(.accuracy, [sex, group])
    #expect(found.groups.map(\.name).contains("woman · group 1") && found.groups.count == 6)
    #expect(found.groups.reduce(0) { $0 + $1.rows } == 60)
    let spread = { (values: [Double]) in (values.max() ?? 0) - (values.min() ?? 0) }
    #expect(spread(found.groups.map(\.shrunken)) <= spread(found.groups.map(\.value)))
  }

  @Test func smallGroupsAreNeverNamed() throws {
    let few = Grouping((0..<60).map { $0 < 4 ? "few" : $0 < 30 ? "some" : "others" })
    let found = try audit(.accuracy, [few])
    #expect(found.groups.first { $0.name == "few" }?.isSmall == true)
    #expect(found.gap.map { [$0.best, $0.worst].contains("few") } == false)
    #expect(try audit(.accuracy, [Grouping((0..<60).map { $0 < 4 ? "few" : "all" })]).gap == nil)
  }

  @Test func aDarkenedGroupIsFound() throws {
    let labels = Labels(names: ["a", "b"], codes: (0..<400).map { $0 % 2 })
    let answers = labels.codes.enumerated().map { row, code in
      row < 200 ? (row % 5 == 0 ? 1 - code : code) : (row % 5 < 3 ? 1 - code : code)
    }
    let found = try GroupAudit(
      .accuracy, truth: labels, predicted: answers,
      attributes: [Grouping((0..<400).map { $0 < 200 ? "light" : "dark" })],
      subjects: Grouping((0..<400).map { "S\($0 / 10)" }), context: .plain)
    let gap = try #require(found.gap)
    #expect(gap.worst == "dark" && gap.isDistinguishable && abs(gap.value - 0.4) < 1e-12)
    #expect(try #require(gap.bounds).contains(0.4) && found.groups.allSatisfy { $0.subjects == 20 })
  }

  /// Both begin above 0 where a gap was found, and only there.
  @Test func theShrunkenGapIsNoSurerThanTheGap() throws {
    let labels = Labels(names: ["a", "b"], codes: (0..<400).map { $0 % 2 })
    let answers = labels.codes.enumerated().map { row, code in row / 2 % 5 < (row < 200 ? 1 : 3) ? 1 - code : code }
    let found = try GroupAudit(
      .accuracy, truth: labels, predicted: answers, attributes: [Grouping((0..<400).map { "g\($0 / 50)" })],
      context: .plain)
    let gap = try #require(found.gap)
    try #require(gap.isDistinguishable)
    #expect(
      try #require(gap.bounds).lowerBound > 0
        && (try #require(found.shrunkenGapBounds)).contains(found.shrunkenGap ?? .nan))
    let none = try audit(.accuracy)
    #expect(none.shrunkenGapBounds?.lowerBound == 0 && none.gap?.bounds?.lowerBound == 0)
  }

  /// All frames of a group are of one person: it has a value, no interval and no part in a verdict.
  @Test func aGroupOfOnePersonIsNotJudged() throws {
    let one = Grouping((0..<60).map { $0 < 20 ? "one" : "many" })
    let subjects = Grouping((0..<60).map { $0 < 20 ? "S0" : "S\($0)" })
    let found = try audit(.accuracy, [one], subjects: subjects)
    #expect(found.groups.first { $0.name == "one" }?.bounds == nil)
    #expect(found.gap?.bounds == nil && found.gap?.probability == nil && found.gap?.isDistinguishable == false)
  }

  @Test func badInputIsRefused() {
    #expect(throws: EvaluationError.noGroup) { try audit(.accuracy, []) }
    #expect(throws: EvaluationError.noGroup) { try audit(.accuracy, [Grouping([String?](repeating: nil, count: 60))]) }
    #expect(throws: EvaluationError.differentLengths(of: "groups", found: 1, rows: 60)) {
      try audit(.accuracy, [group, Grouping(["x"])])
    }
  }
}
