import Numerics

/// One metric by group of people with how sure it is, how far apart the groups are, and for whom it is worst.
///
/// Values are those of fairlearn's `MetricFrame`; intervals and tests follow the one rule of this module: each subject is
/// left out in turn, wherever they stand, so that subjects who are in two groups count once. Every pair of groups is a
/// comparison, and Holm's correction covers them all.
public struct GroupAudit: Sendable, Equatable, Codable {
  /// Below so many rows a group is shown, and neither named nor compared.
  public static let fewRows = 10

  public struct Group: Sendable, Equatable, Codable {
    public let name: String
    public let rows: Int
    /// nil where no subject is known.
    public let subjects: Int?
    public let value: Double
    /// nil where one subject, or one row, tells nothing about others of the group.
    public let bounds: ClosedRange<Double>?
    /// Drawn towards what the attributes together make one expect, the more the less is known of the group itself.
    public let shrunken: Double

    /// Too few rows for its value to mean much.
    public var isSmall: Bool { rows < GroupAudit.fewRows }
  }

  /// The two groups that are furthest apart.
  public struct Gap: Sendable, Equatable, Codable {
    public let best: String
    public let worst: String
    /// How much better the best is, never below 0.
    public let value: Double
    /// Holds the greatest true gap, all pairs taken together; nil where no pair can be judged.
    public let bounds: ClosedRange<Double>?
    /// After Holm's correction over all pairs.
    public let probability: Double?
    /// The least true gap between these two that would be found in four of five tests like this.
    public let smallestDetectable: Double?
    /// The lower of the two values above the higher; nil where that makes no sense.
    public let ratio: Double?

    public var isDistinguishable: Bool { (probability ?? 1) < ScoreDifference.significance }
  }

  public let metric: String
  public let groups: [Group]
  public let overall: Double
  /// Rows of no known group, which take no part.
  public let unknownRows: Int
  /// nil where fewer than two groups have rows enough.
  public let gap: Gap?

  /// The worst of the groups that have rows enough.
  public var worst: String? { gap?.worst }

  /// - Parameters:
  ///   - attributes: one or several, such as sex and age; several are crossed ("woman · 20-29").
  ///   - subjects: left out whole where known; a row of no known subject is one by itself.
  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`, `Interrupted`.
  ///   Cost: O(subjects + kinds of row) scores of every group.
  public init(
    _ metric: Metric, truth: Labels, predicted: [Int], attributes: [Grouping], subjects: Grouping? = nil,
    context: ExecutionContext
  ) throws {
    let crossed = try Grouping.crossed(attributes)
    let scores = try GroupScores(metric, truth: truth, predicted: predicted, groups: crossed)
    let known = crossed.codes.indices.filter { crossed.codes[$0] != nil }
    let present = scores.groups.map(\.name)
    let spreads = try GroupSpreads(
      metric, truth: truth.gathering(known), predicted: known.map { predicted[$0] },
      groups: Grouping(known.map { row in crossed.codes[row].map { crossed.names[$0] } }),
      subjects: subjects?.gathering(known), context: context)
    self.metric = metric.name
    overall = scores.overall
    unknownRows = scores.unknownRows
    let shrunken = ShrunkenGroups(
      values: scores.groups.map(\.value), errors: present.indices.map { spreads.error(of: $0) },
      levels: crossed.levels(of: present, among: attributes)
    ).values
    groups = scores.groups.enumerated().map { index, group in
      Group(
        name: group.name, rows: group.rows, subjects: spreads.subjectCounts?[index], value: group.value,
        bounds: spreads.bounds(of: index, metric), shrunken: shrunken[index])
    }
    gap = Self.gap(groups, spreads, metric)
  }

  private static func gap(_ groups: [Group], _ spreads: GroupSpreads, _ metric: Metric) -> Gap? {
    let large = groups.indices.filter { !groups[$0].isSmall && groups[$0].value.isFinite }
    guard large.count > 1 else { return nil }
    var pairs: [(worse: Int, better: Int)] = []
    var differences: [ScoreDifference] = []
    for (position, first) in large.enumerated() {
      for second in large[(position + 1)...] {
        let isFirstBetter = metric.isBetter(groups[first].value, than: groups[second].value)
        let pair = isFirstBetter ? (worse: second, better: first) : (worse: first, better: second)
        pairs.append(pair)
        differences.append(spreads.difference(from: pair.worse, to: pair.better, metric))
      }
    }
    differences = ScoreDifference.family(differences)
    guard let widest = pairs.indices.max(by: { abs(differences[$0].value) < abs(differences[$1].value) }) else {
      return nil
    }
    let sides = differences.compactMap(\.bounds).map { bounds in
      (
        low: max(0, max(bounds.lowerBound, -bounds.upperBound)),
        high: max(abs(bounds.lowerBound), abs(bounds.upperBound))
      )
    }
    let low = sides.map(\.low).max()
    let (best, worst) = (groups[pairs[widest].better], groups[pairs[widest].worse])
    return Gap(
      best: best.name, worst: worst.name, value: abs(differences[widest].value),
      bounds: low.map { $0...max($0, sides.map(\.high).max() ?? $0) }, probability: differences[widest].probability,
      smallestDetectable: differences[widest].smallestDetectable(), ratio: smallestRatio([best.value, worst.value]))
  }
}

extension Grouping {
  /// Every combination of values that occurs, "woman · 20-29"; unknown where one of them is.
  /// - Throws: `EvaluationError.noGroup` without attributes, `.differentLengths`.
  public static func crossed(_ attributes: [Grouping]) throws -> Grouping {
    guard let first = attributes.first else { throw EvaluationError.noGroup }
    for other in attributes where other.count != first.count {
      throw EvaluationError.differentLengths(of: "groups", found: other.count, rows: first.count)
    }
    guard attributes.count > 1 else { return first }
    return Grouping(
      (0..<first.count).map { row in
        let names = attributes.map { attribute in attribute.codes[row].map { attribute.names[$0] } }
        return names.contains(nil) ? nil : names.compactMap { $0 }.joined(separator: " · ")
      })
  }

  /// For each of the crossed groups named, its value of each attribute.
  func levels(of names: [String], among attributes: [Grouping]) -> [[Int]] {
    names.map { name in
      let row = self.names.firstIndex(of: name).flatMap { code in codes.firstIndex { $0 == code } }
      return attributes.map { attribute in row.flatMap { attribute.codes[$0] } ?? 0 }
    }
  }
}
