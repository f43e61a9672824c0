import Numerics

/// One metric by group of people: who is it worse for, and by how much (as fairlearn's `MetricFrame`)?
public struct GroupScores: Sendable, Equatable, Codable {
  public struct Group: Sendable, Equatable, Codable {
    public let name: String
    /// Test rows of this group; a score of few rows says little.
    public let rows: Int
    public let value: Double
  }

  /// The groups that have rows, in the order of their names.
  public let groups: [Group]
  /// The metric over all rows of known group together.
  public let overall: Double
  /// Rows of no known group, which take no part.
  public let unknownRows: Int

  /// Cost: O(rows).
  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`.
  public init(_ metric: Metric, truth: Labels, predicted: [Int], groups grouping: Grouping) throws {
    let tables = try GroupTables(truth: truth, predicted: predicted, groups: grouping)
    groups = tables.groups.map { Group(name: $0.name, rows: $0.table.total, value: metric.value($0.table)) }
    overall = metric.value(tables.overall)
    unknownRows = grouping.unknownCount
  }

  /// The least value of a group.
  public var minimum: Double { groups.map(\.value).min() ?? 0 }
  /// The greatest value of a group.
  public var maximum: Double { groups.map(\.value).max() ?? 0 }
  /// The greatest value of a group less the least.
  public var difference: Double { maximum - minimum }
  /// The greatest distance of a group from all rows together.
  public var differenceToOverall: Double { groups.map { abs($0.value - overall) }.max() ?? 0 }
  /// The least value as a part of the greatest; nil where that makes no sense, because a value is below 0 or all are 0.
  public var ratio: Double? { smallestRatio(groups.map(\.value)) }
  /// The least ratio between a group and all rows together, the smaller above the greater; nil as for `ratio`.
  public var ratioToOverall: Double? {
    guard overall > 0, minimum >= 0 else { return nil }
    return groups.map { min($0.value / overall, $0.value > 0 ? overall / $0.value : 0) }.min()
  }
}

/// Least above greatest; nil without values, with negative ones, or where all are 0.
func smallestRatio(_ values: [Double]) -> Double? {
  guard let least = values.min(), let greatest = values.max(), least >= 0, greatest > 0 else { return nil }
  return least / greatest
}

/// The confusion matrix of each group that has rows, and of all together.
struct GroupTables {
  let groups: [(name: String, table: ConfusionMatrix)]
  let overall: ConfusionMatrix

  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`.
  init(truth: Labels, predicted: [Int], groups grouping: Grouping) throws {
    try checkPredictions(predicted, of: truth)
    guard grouping.count == truth.count else {
      throw EvaluationError.differentLengths(of: "groups", found: grouping.count, rows: truth.count)
    }
    let cells = truth.names.count * truth.names.count
    var counts = [Int](repeating: 0, count: grouping.names.count * cells)
    for (row, group) in grouping.codes.enumerated() {
      if let group { counts[group * cells + truth.codes[row] * truth.names.count + predicted[row]] += 1 }
    }
    self.init(names: truth.names, groupNames: grouping.names, counts: counts)
    if groups.isEmpty { throw EvaluationError.noGroup }
  }

  /// - Parameter counts: group × truth × predicted, flat.
  init(names: [String], groupNames: [String], counts: [Int]) {
    let cells = names.count * names.count
    let tables = groupNames.enumerated().map { group, name in
      (name: name, table: ConfusionMatrix(unchecked: names, Array(counts[group * cells..<(group + 1) * cells])))
    }
    groups = tables.filter { $0.table.total > 0 }
    overall = ConfusionMatrix(
      unchecked: names,
      tables.reduce([Int](repeating: 0, count: cells)) { zip($0, $1.table.counts).map(+) })
  }
}
