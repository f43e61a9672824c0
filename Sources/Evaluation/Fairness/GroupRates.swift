import Numerics

/// What each group is taken for, class by class: demographic parity, equal opportunity and equalised odds for several
/// classes, each class against the rest (as fairlearn has them for two).
///
/// Where a group has no row of a class, its true positive rate is unknown and takes no part; fairlearn counts it as 0.
public struct GroupRates: Sendable, Equatable, Codable {
  public struct Rates: Sendable, Equatable, Codable {
    public let group: String
    /// The part of the group's rows that is predicted as the class.
    public let selection: Double
    /// Of its rows of the class, the part predicted so; nil where it has none.
    public let truePositive: Double?
    /// Of its rows of other classes, the part predicted as the class; nil where it has none.
    public let falsePositive: Double?
    /// Of its rows predicted as the class, the part that is of it; nil where it has none.
    public let precision: Double?
    /// Its rows of the class.
    public let positives: Int
  }

  /// How far apart the groups are.
  public struct Gap: Sendable, Equatable, Codable {
    /// Greatest rate less least: 0 is equal.
    public let difference: Double
    /// Least rate as a part of the greatest: 1 is equal, as are rates that are all 0.
    public let ratio: Double

    init(_ rates: [Double]) {
      difference = (rates.max() ?? 0) - (rates.min() ?? 0)
      ratio = smallestRatio(rates) ?? 1
    }

    init(worseOf a: Gap, _ b: Gap) {
      difference = max(a.difference, b.difference)
      ratio = min(a.ratio, b.ratio)
    }
  }

  public struct OfClass: Sendable, Equatable, Codable {
    public let name: String
    public let groups: [Rates]

    /// Are all groups taken for this class equally often?
    public var demographicParity: Gap { Gap(groups.map(\.selection)) }
    /// Is the class found equally often in all groups?
    public var equalOpportunity: Gap { Gap(groups.compactMap(\.truePositive)) }
    /// Is it found, and wrongly seen, equally often in all groups? The worse of the two.
    public var equalizedOdds: Gap { Gap(worseOf: equalOpportunity, Gap(groups.compactMap(\.falsePositive))) }
    /// Is what is taken for it equally often right?
    public var predictiveParity: Gap { Gap(groups.compactMap(\.precision)) }
    /// Is it missed, and wrongly seen, equally often? Differences are those of equalised odds, ratios are not.
    public var errorRateBalance: Gap {
      Gap(worseOf: Gap(groups.compactMap { $0.truePositive.map { 1 - $0 } }), Gap(groups.compactMap(\.falsePositive)))
    }
  }

  /// The classes that are in the truth or were predicted.
  public let classes: [OfClass]

  /// Cost: O(rows).
  /// - Parameter fewest: a rate of fewer rows is taken as unknown: of one row it is 0 or 1, and always an extreme.
  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`.
  public init(truth: Labels, predicted: [Int], groups: Grouping, fewest: Int = 1) throws {
    let tables = try GroupTables(truth: truth, predicted: predicted, groups: groups)
    let present = tables.overall.classScores.map(\.isPresent)
    classes = truth.names.indices.filter { present[$0] }.map { code in
      OfClass(name: truth.names[code], groups: tables.groups.map { Self.rates(of: code, $0.name, $0.table, fewest) })
    }
  }

  private static func rates(of code: Int, _ group: String, _ table: ConfusionMatrix, _ fewest: Int) -> Rates {
    func share(_ part: Int, of whole: Int) -> Double? {
      whole >= max(fewest, 1) ? Double(part) / Double(whole) : nil
    }
    let positives = table.truthTotals[code]
    let selected = table.predictedTotals[code]
    let hits = table[code, code]
    return Rates(
      group: group, selection: Double(selected) / Double(table.total), truePositive: share(hits, of: positives),
      falsePositive: share(selected - hits, of: table.total - positives), precision: share(hits, of: selected),
      positives: positives)
  }

  /// The class whose groups are furthest apart: by `\.demographicParity`, `\.equalOpportunity` or `\.equalizedOdds`.
  public func worst(_ gap: (OfClass) -> Gap) -> (name: String, gap: Gap)? {
    classes.map { ($0.name, gap($0)) }.max { $0.1.difference < $1.1.difference }
  }

  /// The mean over classes of the differences between groups.
  public func meanDifference(_ gap: (OfClass) -> Gap) -> Double {
    classes.isEmpty ? 0 : classes.reduce(0) { $0 + gap($1).difference } / Double(classes.count)
  }
}
