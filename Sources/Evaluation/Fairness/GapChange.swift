import Numerics

/// How the difference between two groups changes from one classifier to another on the same rows: before and after a
/// mitigation, paired, so that what is difficult about a group is difficult for both.
public struct GapChange: Sendable, Equatable, Codable {
  /// Of the first classifier and of the second, the better group of the first less the worse.
  public let before: Double
  public let after: Double
  public var change: Double { after - before }
  /// Of the change, 95%; nil where one subject, or one row, cannot tell.
  public let bounds: ClosedRange<Double>?
  /// That nothing changed; nil as for `bounds`.
  public let probability: Double?

  /// - Parameters:
  ///   - first, second: tested on the same rows, in the same order.
  ///   - groups: of these rows.
  ///   - better, worse: names of groups that have rows.
  /// - Throws: `EvaluationError.noGroup` where one of them has no rows, `.differentLengths`; `Interrupted`.
  ///   Cost: O(subjects or rows) scores.
  public init(
    _ metric: Metric, from first: ComparedClassifier, to second: ComparedClassifier, groups: Grouping, better: String,
    worse: String, context: ExecutionContext
  ) throws {
    guard first.truth == second.truth, groups.count == first.truth.count else {
      throw EvaluationError.differentLengths(of: "groups", found: groups.count, rows: second.truth.count)
    }
    let rows = [better, worse].map { name in
      groups.names.firstIndex(of: name).map { code in groups.codes.indices.filter { groups.codes[$0] == code } } ?? []
    }
    guard rows.allSatisfy({ !$0.isEmpty }) else { throw EvaluationError.noGroup }
    let sides = rows.map { PairedGroup(metric, first, second, rows: $0) }
    before = sides[0].values[0] - sides[1].values[0]
    after = sides[0].values[1] - sides[1].values[1]
    var spreads: [JackknifeSpread] = []
    let byRow = first.repeatedRows ?? Array(first.truth.codes.indices)
    for units in [first.subjects?.unitOfRow.unitOfRow ?? byRow, byRow] {
      try context.checkInterruption()
      guard let spread = Self.spread(sides, units) else {
        (bounds, probability) = (nil, nil)
        return
      }
      spreads.append(spread)
    }
    let factor = first.rowFactor * first.foldFactor
    var parts = spreads.filter { $0.error > 0 }.map { spread in
      DifferenceEvidence.Part.student(error: spread.error * factor, freedom: spread.freedom)
    }
    // Where nobody varies, the smaller group is as many coins as it has rows.
    if parts.isEmpty { parts = [.agreement(units: rows.map(\.count).min() ?? 1)] }
    let evidence = DifferenceEvidence(value: after - before, parts: parts)
    bounds = evidence.bounds(level: 1 - ScoreDifference.significance)
    probability = evidence.probability
  }

  /// Groups that share no unit are independent, as for `GroupSpreads`.
  private static func spread(_ sides: [PairedGroup], _ units: [Int]) -> JackknifeSpread? {
    let changes = sides.map { $0.leavingOut(units) }
    guard changes.allSatisfy({ $0.count > 1 && $0.values.allSatisfy(\.isFinite) }) else { return nil }
    func spread(_ values: some Collection<Double>) -> JackknifeSpread {
      JackknifeSpread(values: Array(values), weights: values.map { _ in 1 })
    }
    let (best, worst) = (changes[0], changes[1])
    if best.keys.allSatisfy({ worst[$0] == nil }) {
      return spread(best.sorted { $0.key < $1.key }.map(\.value))
        .adding(spread(worst.sorted { $0.key < $1.key }.map(\.value)))
    }
    let whole = sides.map { $0.values[1] - $0.values[0] }
    let joint = Set(best.keys).union(worst.keys).sorted().map { (best[$0] ?? whole[0]) - (worst[$0] ?? whole[1]) }
    return spread(joint)
  }
}

/// The rows of a group as two classifiers answered them.
private struct PairedGroup {
  let metric: Metric
  let truth: Labels
  let rows: [Int]
  let predictions: [[Int]]
  private let counts: [[Int]]

  init(_ metric: Metric, _ first: ComparedClassifier, _ second: ComparedClassifier, rows: [Int]) {
    self.metric = metric
    self.rows = rows
    truth = first.truth
    predictions = [first.predicted, second.predicted]
    let classes = truth.names.count
    counts = predictions.map { predicted in
      rows.reduce(into: [Int](repeating: 0, count: classes * classes)) { counts, row in
        counts[first.truth.codes[row] * classes + predicted[row]] += 1
      }
    }
  }

  /// Of each classifier.
  var values: [Double] { counts.map { metric.value(ConfusionMatrix(unchecked: truth.names, $0)) } }

  /// The second's score less the first's without each unit that has rows here.
  func leavingOut(_ units: [Int]) -> [Int: Double] {
    let classes = truth.names.count
    return Dictionary(grouping: rows) { units[$0] }.mapValues { left in
      guard left.count < rows.count else { return .nan }
      let values = zip(counts, predictions).map { counts, predicted in
        var counts = counts
        for row in left { counts[truth.codes[row] * classes + predicted[row]] -= 1 }
        return metric.value(ConfusionMatrix(unchecked: truth.names, counts))
      }
      return values[1] - values[0]
    }
  }
}
