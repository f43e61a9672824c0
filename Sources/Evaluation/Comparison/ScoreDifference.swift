import Numerics

/// How much higher a classifier scores than another in the same test, with its interval and verdict, which always agree.
public struct ScoreDifference: Sendable, Equatable, Codable {
  public enum Test: String, Sendable, Codable {
    /// The corrected resampled t test over folds (Nadeau & Bengio 2003).
    case resampledT
    /// The jackknife over subjects, or over rows where no subject is known.
    case jackknife
    /// The jackknife over independent rows, and McNemar's exact test; both must find the difference.
    case mcNemar
  }

  public enum Verdict: Sendable, Equatable {
    case better, worse
    /// Chance alone could bring as much.
    case notTold
    /// One subject, or one row, cannot tell.
    case unknown(ScoreInterval.Basis)
  }

  /// The name of the metric.
  public let metric: String
  public let isHigherBetter: Bool
  public let test: Test
  /// The classifier's score less that of the other.
  public let value: Double
  /// nil where one subject, or one row, tells nothing.
  public private(set) var bounds: ClosedRange<Double>?
  /// Of the interval: 0.95 where this is the only comparison, otherwise what the correction for others leaves
  /// (`holmLevels`, `BestOfSeveral`).
  public private(set) var level: Double
  /// Of this test alone; nil as for `bounds`.
  public let rawProbability: Double?
  /// After correction for all comparisons.
  public private(set) var probability: Double?
  /// How many subjects, rows or folds it rests on.
  public let unitCount: Int
  /// Whether those are subjects.
  public let isBySubject: Bool
  let evidence: DifferenceEvidence

  /// The chance of finding a difference where there is none that verdicts allow.
  public static let significance = 0.05

  /// - Parameter best: that the other is of several, chosen by its score; nil of a comparison by itself.
  init(
    _ metric: Metric, _ test: Test, _ evidence: DifferenceEvidence, unitCount: Int, isBySubject: Bool,
    beside best: BestOfSeveral? = nil
  ) {
    self.metric = metric.name
    isHigherBetter = metric.isHigherBetter
    self.test = test
    var evidence = evidence
    evidence.greatest = metric.range.upperBound - metric.range.lowerBound
    self.evidence = evidence
    self.unitCount = unitCount
    self.isBySubject = isBySubject
    value = evidence.value
    let raw = evidence.probability
    rawProbability = raw
    (level, bounds, probability) = Self.judged(evidence, raw, beside: best)
  }

  /// Level, interval and probability: of a comparison by itself, or with the best of several.
  private static func judged(
    _ evidence: DifferenceEvidence, _ raw: Double?, beside best: BestOfSeveral?
  ) -> (level: Double, bounds: ClosedRange<Double>?, probability: Double?) {
    let level = best?.level ?? 1 - significance
    return (level, evidence.bounds(level: level), best.map { raw.map($0.probability) } ?? raw)
  }

  public var lower: Double? { bounds?.lowerBound }
  public var upper: Double? { bounds?.upperBound }

  /// All comparisons taken together.
  public var isDistinguishable: Bool { (probability ?? 1) < Self.significance }

  public var verdict: Verdict {
    guard probability != nil else { return .unknown(isBySubject ? .oneSubject : .oneRow) }
    guard isDistinguishable else { return .notTold }
    return (value > 0) == isHigherBetter ? .better : .worse
  }

  /// The least true difference that this comparison would find in four of five tests like it: where it finds none, a
  /// smaller one is not ruled out; greater than any can be where it `missesAll`. nil where nothing varies, or nothing can be
  /// told.
  public func smallestDetectable(power: Double = 0.8) -> Double? {
    evidence.smallestDetectable(level: level, power: power)
  }

  /// Whether even the greatest difference that the metric allows would be missed in more than one test of five, as of two
  /// subjects it is.
  /// - Parameter size: `smallestDetectable` of this difference.
  public func missesAll(_ size: Double?) -> Bool {
    guard let size, let greatest = evidence.greatest else { return false }
    return size > greatest
  }

  /// The same difference as that from the best of several, which was chosen by its score.
  func beside(_ best: BestOfSeveral) -> ScoreDifference {
    var corrected = self
    (corrected.level, corrected.bounds, corrected.probability) = Self.judged(evidence, rawProbability, beside: best)
    return corrected
  }

  /// The same differences as one family: probabilities raised by Holm's correction, intervals widened with them.
  /// - Parameter among: how many comparisons there were to choose from, where these are some of them: whoever compares the
  ///   best of eight with another has looked at all eight.
  public static func family(_ differences: [ScoreDifference], among tests: Int = 0) -> [ScoreDifference] {
    // What is not a number counts as a test.
    let unseen = [Double](repeating: .nan, count: max(0, tests - differences.count))
    let probabilities = differences.map { $0.rawProbability ?? .nan } + unseen
    let adjusted = holmAdjusted(probabilities)
    let levels = holmLevels(probabilities, level: 1 - significance)
    return differences.enumerated().map { index, difference in
      var corrected = difference
      corrected.probability = difference.rawProbability.map { _ in adjusted[index] }
      // A family of one has its bounds.
      if levels[index] != difference.level {
        corrected.level = levels[index]
        corrected.bounds = difference.evidence.bounds(level: levels[index])
      }
      return corrected
    }
  }
}

extension ScoreDifference {
  /// How much higher the second scores than the first by each metric, as comparisons of their own.
  ///
  /// By the jackknife, subjects where known, and never surer than independent rows would be; over folds that are
  /// data sets of their own, or repeat without known subjects, the corrected resampled t test too: all of them must find a difference. Nothing is drawn.
  /// Cost: O(rows), and O(subjects + classes²) scores of either. Of several, `ComparedClassifiers` scores each but once.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public static func between(
    _ first: ComparedClassifier, _ second: ComparedClassifier, by metrics: [Metric], context: ExecutionContext
  ) throws -> [ScoreDifference] {
    // Two are sooner done than a thread is woken.
    let compared = try ComparedClassifiers([first, second], by: metrics, context: context.singleThreaded)
    return try between(0, 1, of: compared, by: Array(metrics.indices))
  }

  /// The same of two of several, by the metrics of those indices.
  /// - Parameter best: where the first was chosen by its score.
  /// - Throws: `EvaluationError`.
  static func between(
    _ first: Int, _ second: Int, of compared: ComparedClassifiers, by metrics: [Int], beside best: BestOfSeveral? = nil
  ) throws -> [ScoreDifference] {
    let spreads = try PairedSpreads(first, second, of: compared, by: metrics)
    return try metrics.enumerated().map { index, number in
      let metric = compared.metrics[number]
      return spreads.second.isJudgedByFolds(metric)
        ? try overFolds(spreads.first, spreads.second, by: metric, spreads.parts(index, metric), best)
        : spreads.difference(index, metric, best)
    }
  }

  /// - Parameter others: what subjects and rows say, who must agree: folds that repeat may be few in truth, as ten
  ///   holdouts of eight rows are.
  private static func overFolds(
    _ first: ComparedClassifier, _ second: ComparedClassifier, by metric: Metric, _ others: [DifferenceEvidence.Part],
    _ best: BestOfSeveral?
  ) throws -> ScoreDifference {
    let test = try CorrectedResampledTTest(first.folds, second.folds, metric: metric)
    let folds = test.degreesOfFreedom + 1
    // Scores are counts, so a few small folds can agree on a difference to the last digit, which is no certainty. Where
    // they agree that there is none, their subjects and rows, who are more, say how sure that is.
    let part: DifferenceEvidence.Part? =
      test.standardError > abs(test.difference) * 1e-6
      ? .student(error: test.standardError, freedom: Double(test.degreesOfFreedom))
      : test.difference == 0 ? nil : .agreement(units: folds)
    return ScoreDifference(
      metric, .resampledT,
      DifferenceEvidence(value: test.difference, parts: others.isEmpty ? [] : [part].compactMap(\.self) + others),
      unitCount: folds, isBySubject: others.isEmpty && second.subjects != nil, beside: best)
  }
}

/// Two classifiers without one unit at a time.
private struct PairedSpreads {
  let units: LeaveOneOut
  let rows: LeaveOneOut
  /// Of means over folds.
  let folded: LeaveOneOut?
  let first: ComparedClassifier
  let second: ComparedClassifier
  /// How much more the second scores, by each metric.
  let values: [Double]
  let foldFactor: Double
  let rowFactor: Double
  let unitCount: Int
  let mcNemar: McNemarTest?

  /// - Parameter metrics: those of these indices.
  init(_ first: Int, _ second: Int, of compared: ComparedClassifiers, by metrics: [Int]) throws {
    self.first = compared.classifiers[first]
    self.second = compared.classifiers[second]
    let (units, truth) = (compared.units, self.second.truth)
    let predictions = (first: self.first.predicted, second: self.second.predicted)
    let (one, other) = (compared.leftOut[first], compared.leftOut[second])
    guard
      let leftOut = other.less(
        one, scores: metrics, truth: truth.codes, first: predictions.first, second: predictions.second)
    else { throw EvaluationError.noRows }
    (self.units, rows, folded) = leftOut
    values = metrics.map { other.values[$0] - one.values[$0] }
    foldFactor = units.foldFactor
    rowFactor = units.rowFactor
    unitCount = units.unitCount
    mcNemar =
      units.areIndependent
      ? try McNemarTest(truth: truth, first: predictions.first, second: predictions.second) : nil
  }

  func difference(_ index: Int, _ metric: Metric, _ best: BestOfSeveral?) -> ScoreDifference {
    let isMcNemar = mcNemar != nil && metric.name == Metric.accuracy.name
    return ScoreDifference(
      metric, isMcNemar ? .mcNemar : .jackknife,
      DifferenceEvidence(value: values[index], parts: parts(index, metric, isMcNemar: isMcNemar)),
      unitCount: unitCount, isBySubject: second.subjects != nil, beside: best)
  }

  /// Empty where one unit tells nothing.
  func parts(_ index: Int, _ metric: Metric, isMcNemar: Bool = false) -> [DifferenceEvidence.Part] {
    let count = unitCount
    guard count > 1 else { return [] }
    let folded = second.isMean(of: metric) ? folded?.spread(of: index) : nil
    let usesUnits = second.subjects != nil && (folded == nil || second.foldsAreSources)
    let spreads = [
      usesUnits ? units.spread(of: index) : nil, folded, rows.spread(of: index)?.widened(rowFactor),
    ]
    var parts = spreads.compactMap { $0 }.filter { $0.error > 0 }.map { spread in
      DifferenceEvidence.Part.student(error: spread.error * foldFactor, freedom: spread.freedom)
    }
    if units.spread(of: index).map({ $0.error == 0 }) ?? true { parts.append(.agreement(units: count)) }
    if isMcNemar, let mcNemar {
      parts.append(
        .discordance(
          onlyFirst: mcNemar.onlyFirstRight, onlySecond: mcNemar.onlySecondRight, rows: second.truth.count))
    }
    return parts
  }
}

extension JackknifeSpread {
  func widened(_ factor: Double) -> JackknifeSpread { JackknifeSpread(error: error * factor, freedom: freedom) }
}
