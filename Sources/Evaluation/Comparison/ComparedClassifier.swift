import Numerics

/// What one classifier answered in a test, as comparisons need it.
public struct ComparedClassifier: Sendable {
  /// The class of each test row, fold after fold.
  public let truth: Labels
  /// What each row was taken for, in the same order.
  public let predicted: [Int]
  /// nil where no subject is known.
  public let subjects: Grouping?
  public let folds: FoldScores
  /// Whether a score is that of all test rows together, as leaving one subject out asks for, rather than the mean over
  /// the folds.
  public let isPooled: Bool

  /// - Parameter subjects: taken as unknown where not one is known.
  public init(truth: Labels, predicted: [Int], subjects: Grouping?, folds: FoldScores, isPooled: Bool = false) {
    self.truth = truth
    self.predicted = predicted
    self.subjects = subjects.flatMap { $0.unknownCount < $0.count ? $0 : nil }
    self.folds = folds
    self.isPooled = isPooled
  }

  /// One test, without folds.
  /// - Throws: `EvaluationError.noRows`, `.differentLengths`, `.unknownCode`.
  public init(truth: Labels, predicted: [Int], subjects: Grouping? = nil) throws {
    let confusion = try ConfusionMatrix(truth: truth, predicted: predicted)
    let fold = FoldScores.Fold(name: "test", repetition: 0, trainRows: 0, confusion: confusion)
    self.init(truth: truth, predicted: predicted, subjects: subjects, folds: try FoldScores([fold]), isPooled: true)
  }

  /// Whether its score is a mean over folds, which have a spread.
  public var isAveraged: Bool { folds.folds.count > 1 && !isPooled }

  /// Whether this score of it is a mean over folds.
  public func isMean(of metric: Metric) -> Bool { isAveraged && !metric.isPooled }

  public func value(of metric: Metric) -> Double {
    isMean(of: metric) ? folds.mean(of: metric) : metric.value(folds.pooled)
  }

  /// How often each row was tested, where folds repeat.
  var repetitions: Int { Set(folds.folds.map(\.repetition)).count }

  /// Rows that were tested, each counting once however often folds repeat.
  var distinctRows: Int { max(1, truth.count / max(repetitions, 1)) }

  /// The metrics without one unit at a time: subjects where known, otherwise rows.
  func leftOut(_ metrics: [Metric], context: ExecutionContext) throws -> LeaveOneOut {
    try LeaveOneOut(
      truth: truth, predictions: [predicted], unitOfRow: subjects?.unitOfRow.unitOfRow, context: context,
      scores: { matrices in metrics.map { $0.value(matrices[0]) } })
  }

  /// Half the width of an interval of independent rows, of which repetitions add none.
  func rowReach(_ spread: JackknifeSpread?, level: Double) -> Double {
    (spread?.reach(level: level) ?? 0) * Double(repetitions).squareRoot()
  }
}
