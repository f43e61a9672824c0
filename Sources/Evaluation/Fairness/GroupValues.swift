import Numerics

/// A metric of each group with its interval, without comparing any: for a table of many metrics.
public struct GroupValues: Sendable, Equatable, Codable {
  public let metric: String
  public let names: [String]
  /// Each counts once, however often folds repeat.
  public let rows: [Int]
  public let values: [Double]
  /// nil where one subject, or one row, tells nothing about others of the group.
  public let bounds: [ClosedRange<Double>?]
  public let overall: Double

  /// - Throws: as `GroupAudit`.
  public static func of(
    _ metrics: [Metric], _ tested: ComparedClassifier, groups: Grouping, context: ExecutionContext
  ) throws -> [GroupValues] {
    let test = try GroupedTest(tested, groups: groups)
    let rows = test.rowCounts
    return try metrics.map { metric in
      let spreads = try GroupSpreads(metric, test, context: context)
      return GroupValues(
        metric: metric.name, names: test.names, rows: rows, values: spreads.values,
        bounds: test.names.indices.map { spreads.bounds(of: $0) }, overall: metric.value(test.overall))
    }
  }

  /// The worst value of the groups that have rows enough; nil where none has.
  public func worst(isHigherBetter: Bool) -> Double? {
    let large = zip(values, rows).filter { $0.isFinite && $1 >= GroupAudit.fewRows }.map(\.0)
    return isHigherBetter ? large.min() : large.max()
  }
}
