import Numerics

/// Five criteria of fairness for any number of classes, each class against the rest: how far apart the groups are in the
/// worst class and on average over the classes, with an interval and a test for the worst.
///
/// Groups of fewer than `GroupAudit.fewRows` rows, and rates of fewer than `fewest`, take no part. No classifier can meet
/// all criteria at once where classes are not equally common in the groups (Chouldechova 2017).
public struct ParityAudit: Sendable, Equatable, Codable {
  public enum Criterion: String, Sendable, Codable, CaseIterable {
    case demographicParity = "demographic parity"
    case equalOpportunity = "equal opportunity"
    case equalizedOdds = "equalised odds"
    case predictiveParity = "predictive parity"
    case errorRateBalance = "error-rate balance"

    /// As a field is called.
    public var name: String { rawValue.replacing("-", with: "_").replacing(" ", with: "_") }

    /// What must be equal.
    public var meaning: String {
      switch self {
      case .demographicParity: "how often the class is answered"
      case .equalOpportunity: "how often it is found"
      case .equalizedOdds: "how often it is found, and wrongly seen"
      case .predictiveParity: "how often the answer is right"
      case .errorRateBalance: "how often it is missed, and wrongly seen"
      }
    }

    fileprivate var rates: [Rate] {
      switch self {
      case .demographicParity: [.selection]
      case .equalOpportunity: [.truePositive]
      case .equalizedOdds: [.truePositive, .falsePositive]
      case .predictiveParity: [.precision]
      case .errorRateBalance: [.falseNegative, .falsePositive]
      }
    }

    fileprivate func gap(_ rates: GroupRates.OfClass) -> GroupRates.Gap {
      switch self {
      case .demographicParity: rates.demographicParity
      case .equalOpportunity: rates.equalOpportunity
      case .equalizedOdds: rates.equalizedOdds
      case .predictiveParity: rates.predictiveParity
      case .errorRateBalance: rates.errorRateBalance
      }
    }
  }

  public struct Finding: Sendable, Equatable, Codable {
    public let criterion: Criterion
    /// Mean over classes of the differences between groups.
    public let meanDifference: Double
    /// The class whose groups are furthest apart.
    public let worstClass: String
    public let difference: Double
    /// Least rate above greatest, in the class where that is least.
    public let ratio: Double
    /// The group with the greatest rate, and the one with the least.
    public let highest: String
    public let lowest: String
    /// Of the difference in the worst class, corrected for all classes and pairs of groups; nil where it cannot be told.
    public let bounds: ClosedRange<Double>?
    public let probability: Double?
  }

  /// Rates of fewer rows take no part.
  public static let fewest = 5

  /// Those for which two groups at least have a rate in some class.
  public let findings: [Finding]

  /// - Throws: as `GroupAudit`. Cost: that of five audits of one metric.
  public init(of tested: ComparedClassifier, groups grouping: Grouping, context: ExecutionContext) throws {
    let all = try GroupedTest(tested, groups: grouping)
    let large = Set(zip(all.names, all.rowCounts).filter { $0.1 >= GroupAudit.fewRows }.map(\.0))
    guard large.count > 1 else {
      findings = []
      return
    }
    let kept = Grouping(
      grouping.codes.map { $0.flatMap { large.contains(grouping.names[$0]) ? grouping.names[$0] : nil } })
    let test = try GroupedTest(tested, groups: kept)
    let rates = try GroupRates(
      truth: test.truth, predicted: test.predicted, groups: test.groups, fewest: Self.fewest)
    findings = try Criterion.allCases.compactMap { try Self.finding($0, test, rates, context) }
  }

  private static func finding(
    _ criterion: Criterion, _ test: GroupedTest, _ rates: GroupRates, _ context: ExecutionContext
  ) throws -> Finding? {
    var widest: (ofClass: Int, rate: Rate, highest: Int, lowest: Int, difference: Double)?
    var comparisons = 0
    var differences: [Double] = []
    for (place, ofClass) in rates.classes.enumerated() {
      var ofThis: Double?
      for rate in criterion.rates {
        let known = ofClass.groups.indices.compactMap { group in rate.value(ofClass.groups[group]).map { (group, $0) } }
        guard known.count > 1, let highest = known.max(by: { $0.1 < $1.1 }), let lowest = known.min(by: { $0.1 < $1.1 })
        else { continue }
        comparisons += known.count * (known.count - 1) / 2
        let difference = highest.1 - lowest.1
        ofThis = max(ofThis ?? 0, difference)
        if difference > widest?.difference ?? -1 { widest = (place, rate, highest.0, lowest.0, difference) }
      }
      differences += [ofThis].compactMap { $0 }
    }
    guard let widest, let code = test.truth.names.firstIndex(of: rates.classes[widest.ofClass].name) else { return nil }
    let spreads = try GroupSpreads(widest.rate.metric(ofClass: code), test, context: context)
    let found = ScoreDifference.family(
      [spreads.difference(from: widest.lowest, to: widest.highest)], among: comparisons)[0]
    return Finding(
      criterion: criterion, meanDifference: differences.reduce(0, +) / Double(differences.count),
      worstClass: rates.classes[widest.ofClass].name, difference: widest.difference,
      ratio: rates.classes.map { criterion.gap($0).ratio }.min() ?? 1, highest: test.names[widest.highest],
      lowest: test.names[widest.lowest],
      bounds: found.bounds.map { max(0, $0.lowerBound)...max(0, min(1, $0.upperBound)) },
      probability: found.probability)
  }
}

/// A rate of one class against the rest.
private enum Rate {
  case selection, truePositive, falsePositive, falseNegative, precision

  func value(_ rates: GroupRates.Rates) -> Double? {
    switch self {
    case .selection: rates.selection
    case .truePositive: rates.truePositive
    case .falsePositive: rates.falsePositive
    case .falseNegative: rates.truePositive.map { 1 - $0 }
    case .precision: rates.precision
    }
  }

  /// NaN where it has no value.
  func metric(ofClass code: Int) -> Metric {
    Metric("rate", title: "rate", "A rate of one class.") { counts in
      let hits = counts.hits[code]
      let (positives, selected) = (counts.support[code], counts.predicted[code])
      return switch self {
      case .selection: Double(selected) / Double(counts.total)
      case .truePositive: Double(hits) / Double(positives)
      case .falseNegative: 1 - Double(hits) / Double(positives)
      case .falsePositive: Double(selected - hits) / Double(counts.total - positives)
      case .precision: Double(hits) / Double(selected)
      }
    }
  }
}
