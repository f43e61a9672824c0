import Numerics

/// One metric by group of people with how sure it is, how far apart the groups are, and for whom it is worst.
///
/// Values are those of fairlearn's `MetricFrame`; intervals and tests follow the one rule of this module: each subject is
/// left out in turn, wherever they stand, so that subjects who are in two groups count once. Every pair of groups is a
/// comparison, and all are taken together (`GapSimulation`).
public struct GroupAudit: Sendable, Equatable, Codable {
  /// Below so many rows a group is shown, and neither named nor compared.
  public static let fewRows = 10

  public struct Group: Sendable, Equatable, Codable {
    public let name: String
    /// Each counts once, however often folds repeat.
    public let rows: Int
    /// nil where no subject is known.
    public let subjects: Int?
    public let value: Double
    /// nil where one subject, or one row, tells nothing about others of the group.
    public let bounds: ClosedRange<Double>?
    /// Drawn towards what the attributes together make one expect, the more the less is known of the group itself.
    public let shrunken: Double
    /// 95% of where the shrunken value may lie; nil as for `bounds` where no group has any.
    public let shrunkenBounds: ClosedRange<Double>?

    /// Too few rows for its value to mean much.
    public var isSmall: Bool { rows < GroupAudit.fewRows }
  }

  public let metric: String
  public let groups: [Group]
  public let overall: Double
  /// Rows of no known group, which take no part.
  public let unknownRows: Int
  /// nil where fewer than two groups have rows enough.
  public let gap: Gap?
  /// The gap between the shrunken groups: without the part that luck adds to every extreme. nil as for `gap`, and where
  /// no group's error is known.
  public let shrunkenGap: Double?
  public let shrunkenGapBounds: ClosedRange<Double>?

  /// The worst of the groups that have rows enough.
  public var worst: String? { gap?.worst }

  /// Over all test rows of all folds together.
  /// - Parameters:
  ///   - tested: its subjects are left out whole where known; a row of no known subject is one by itself.
  ///   - attributes: one or several, such as sex and age; several are crossed ("woman · 20-29").
  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`, `Interrupted`.
  ///   Cost: O(subjects + kinds of row) scores, and O(groups²) comparisons.
  public init(_ metric: Metric, of tested: ComparedClassifier, attributes: [Grouping], context: ExecutionContext) throws
  {
    let crossed = try Grouping.crossed(attributes)
    let test = try GroupedTest(tested, groups: crossed)
    let spreads = try GroupSpreads(metric, test, context: context)
    let rowCounts = test.rowCounts
    let large = test.names.indices.filter { rowCounts[$0] >= Self.fewRows && spreads.values[$0].isFinite }
    let pairs = try GroupPairs(spreads, metric, large: large, context: context)
    let levels = crossed.levels(of: test.names, among: attributes)
    let shrunken = try ShrunkenGroups(
      values: spreads.values, errors: spreads.moderatedErrors ?? [], levels: levels, range: metric.range,
      compared: large, context: context)
    self.metric = metric.name
    overall = metric.value(test.overall)
    unknownRows = test.unknownRows
    let subjectCounts = test.subjectCounts
    groups = test.names.indices.map { index in
      Group(
        name: test.names[index], rows: rowCounts[index], subjects: subjectCounts?[index], value: spreads.values[index],
        bounds: spreads.bounds(of: index), shrunken: shrunken.values[index], shrunkenBounds: shrunken.bounds?[index])
    }
    let judged = large.filter(spreads.canBeJudged)
    let simulations = try GapSimulation.simulations(
      spreads, judged: judged, levels: attributes.count > 1 ? levels : [], shrunken.variances, metric, context: context)
    let gap = pairs.gap(of: groups.map { ($0.name, $0.value) }, judged: judged, simulations?.raw)
    self.gap = gap
    shrunkenGap = shrunken.gap
    shrunkenGapBounds = shrunken.gap.flatMap { value in
      guard let simulation = simulations?.together, let together = simulation.drawnTogether else { return nil }
      let bounds = simulation.bounds(of: together)
      // No surer than the gap itself: from 0 where none was found.
      let low = gap?.isDistinguishable ?? false ? bounds.lowerBound : 0
      return min(low, value)...max(bounds.upperBound, value)
    }
  }

  /// The same for one test without folds.
  public init(
    _ metric: Metric, truth: Labels, predicted: [Int], attributes: [Grouping], subjects: Grouping? = nil,
    context: ExecutionContext
  ) throws {
    try self.init(
      metric, of: ComparedClassifier(truth: truth, predicted: predicted, subjects: subjects), attributes: attributes,
      context: context)
  }
}
