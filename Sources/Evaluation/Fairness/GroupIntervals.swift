import Numerics

/// A metric by group with how sure it is.
public struct GroupIntervals: Sendable, Equatable, Codable {
  public struct Group: Sendable, Equatable, Codable {
    public let name: String
    public let interval: BootstrapInterval
  }

  public let groups: [Group]
  /// Greatest less least value. Never below 0, so its interval does not reach 0 either: to ask whether two groups
  /// differ at all, look at whether their own intervals overlap.
  public let difference: BootstrapInterval
}

extension Bootstrap {
  /// Intervals for a metric of each group, and for the difference between the best and the worst.
  ///
  /// Rows of no known group take no part. A resample without rows of a group scores it as a matrix without rows, 0,
  /// but leaves it out of the difference.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public func groupIntervals(
    of metric: Metric, truth: Labels, predicted: [Int], groups grouping: Grouping, subjects: Grouping? = nil,
    seed: UInt64, context: ExecutionContext
  ) throws -> GroupIntervals {
    let tables = try GroupTables(truth: truth, predicted: predicted, groups: grouping)
    let names = truth.names
    let classes = names.count
    let rows = grouping.codes.indices.filter { grouping.codes[$0] != nil }
    let cells = rows.map { ((grouping.codes[$0] ?? 0) * classes + truth.codes[$0]) * classes + predicted[$0] }
    let units = try units(
      cells: cells, cellCount: grouping.names.count * classes * classes, subjects: subjects?.gathering(rows))
    let groupNames = tables.groups.map(\.name)
    let intervals = try intervals(of: units, seed: seed, context: context) { counts in
      let drawn = GroupTables(names: names, groupNames: grouping.names, counts: counts).groups
      let valueOfGroup = Dictionary(uniqueKeysWithValues: drawn.map { ($0.name, metric.value($0.table)) })
      let difference = (valueOfGroup.values.max() ?? 0) - (valueOfGroup.values.min() ?? 0)
      return groupNames.map { valueOfGroup[$0] ?? 0 } + [difference]
    }
    return GroupIntervals(
      groups: zip(groupNames, intervals).map { .init(name: $0, interval: $1) },
      difference: intervals[groupNames.count])
  }
}
