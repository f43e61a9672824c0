import Numerics

/// Whether a model is as often right as it says, group by group.
public struct GroupCalibration: Sendable, Equatable, Codable {
  public struct Group: Sendable, Equatable, Codable {
    public let name: String
    public let rows: Int
    /// Mean probability of the answers given.
    public let confidence: Double
    /// The part of them that is right.
    public let accuracy: Double
    /// How much surer it is than right: above 0 too sure.
    public var overconfidence: Double { confidence - accuracy }
    /// 95% of the overconfidence, over subjects where known; nil where one unit is all there is.
    public let bounds: ClosedRange<Double>?
    /// Expected calibration error: the mean distance between confidence and accuracy in ten bins of equal width (Guo et
    /// al. 2017). Of few rows it is large by chance alone.
    public let calibrationError: Double
    /// Mean over rows of the squared distance between probabilities and truth, over all classes (Brier 1950): 0 to 2.
    public let brier: Double
  }

  public let groups: [Group]

  /// - Parameter probabilities: rows × classes, in the order of `tested`.
  /// - Throws: `EvaluationError.noGroup`, `.noRows`, `.differentLengths`, `.unknownCode`.
  public init(_ probabilities: Matrix, of tested: ComparedClassifier, groups grouping: Grouping) throws {
    guard probabilities.rows == tested.truth.count, probabilities.columns == tested.truth.names.count else {
      throw EvaluationError.differentLengths(of: "probabilities", found: probabilities.rows, rows: tested.truth.count)
    }
    _ = try GroupedTest(tested, groups: grouping)
    let units = tested.subjects?.unitOfRow.unitOfRow ?? tested.repeatedRows ?? Array(0..<tested.truth.count)
    groups = zip(grouping.names, grouping.rows).filter { !$1.isEmpty }.map { name, rows in
      Self.group(name, rows, probabilities, tested, units)
    }
  }

  private static func group(
    _ name: String, _ rows: [Int], _ probabilities: Matrix, _ tested: ComparedClassifier, _ units: [Int]
  ) -> Group {
    var bins = [(confidence: Double, right: Double)](repeating: (0, 0), count: 10)
    var excess: [Int: (sum: Double, count: Double)] = [:]
    var (confidence, right, brier) = (0.0, 0.0, 0.0)
    for row in rows {
      let (truth, answer) = (tested.truth.codes[row], tested.predicted[row])
      let sure = Double(probabilities[row, answer])
      let isRight = truth == answer ? 1.0 : 0
      let bin = min(9, max(0, Int(sure * 10)))
      bins[bin].confidence += sure
      bins[bin].right += isRight
      confidence += sure
      right += isRight
      excess[units[row], default: (0, 0)].sum += sure - isRight
      excess[units[row], default: (0, 0)].count += 1
      brier += (0..<probabilities.columns).reduce(0) { sum, code in
        let distance = Double(probabilities[row, code]) - (code == truth ? 1 : 0)
        return sum + distance * distance
      }
    }
    let count = Double(rows.count)
    return Group(
      name: name, rows: rows.count, confidence: confidence / count, accuracy: right / count,
      bounds: bounds((confidence - right) / count, excess, count),
      calibrationError: bins.reduce(0) { $0 + abs($1.confidence - $1.right) } / count, brier: brier / count)
  }

  /// Without each unit in turn.
  private static func bounds(
    _ value: Double, _ excess: [Int: (sum: Double, count: Double)], _ count: Double
  ) -> ClosedRange<Double>? {
    let units = excess.sorted { $0.key < $1.key }.map(\.value)
    guard units.count > 1 else { return nil }
    let spread = JackknifeSpread(
      values: units.map { (value * count - $0.sum) / (count - $0.count) }, weights: units.map { _ in 1 })
    let reach = spread.reach(level: 0.95)
    return max(-1, value - reach)...min(1, value + reach)
  }
}
