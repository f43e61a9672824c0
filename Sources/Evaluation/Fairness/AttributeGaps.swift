import Numerics

/// How far apart the groups of each of several attributes are, each attribute by itself.
///
/// Crossing six attributes leaves groups of a few rows; each attribute by itself still has all rows to speak by. The pairs
/// of all attributes are one family, because whoever looks at six attributes has six chances of a false alarm.
public struct AttributeGaps: Sendable, Equatable, Codable {
  public struct Attribute: Sendable, Equatable, Codable {
    public let name: String
    /// Groups that have rows enough.
    public let groups: Int
    /// nil where fewer than two groups have rows enough.
    public let gap: GroupAudit.Gap?
  }

  public let attributes: [Attribute]

  /// - Throws: as `GroupAudit`.
  public init(
    _ metric: Metric, of tested: ComparedClassifier, attributes: [(name: String, groups: Grouping)],
    context: ExecutionContext
  ) throws {
    let looked = try attributes.map { _, grouping in
      let test = try GroupedTest(tested, groups: grouping)
      let spreads = try GroupSpreads(metric, test, context: context)
      let counts = test.rowCounts
      let large = counts.indices.filter { counts[$0] >= GroupAudit.fewRows && spreads.values[$0].isFinite }
      return (
        groups: Array(zip(test.names, spreads.values)), large: large.count,
        pairs: try GroupPairs(spreads, metric, large: large, context: context)
      )
    }
    var corrected = ScoreDifference.family(looked.flatMap(\.pairs.differences))[...]
    self.attributes = zip(attributes, looked).map { attribute, found in
      defer { corrected = corrected.dropFirst(found.pairs.pairs.count) }
      return Attribute(
        name: attribute.name, groups: found.large,
        gap: found.pairs.gap(
          of: found.groups.map { ($0.0, $0.1) }, corrected: Array(corrected.prefix(found.pairs.pairs.count)), metric))
    }
  }
}
