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
  /// Which row of the data each is, where folds repeat and rows are tested again; nil where that is not told.
  public let rowNumbers: [Int]?
  /// Whether each fold is a data set of its own, as leaving one out makes them: what is asked is how data sets differ.
  public let foldsAreSources: Bool

  /// - Parameters:
  ///   - subjects: taken as unknown where not one is known.
  ///   - rowNumbers: which row of the data each is; needed only where folds repeat.
  ///   - foldsAreSources: whether each fold is a data set of its own.
  public init(
    truth: Labels, predicted: [Int], subjects: Grouping?, folds: FoldScores, isPooled: Bool = false,
    rowNumbers: [Int]? = nil, foldsAreSources: Bool = false
  ) {
    self.foldsAreSources = foldsAreSources
    self.rowNumbers = rowNumbers
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

  /// Whether its folds say how sure a score is, too. Where subjects are known, or each row is tested once, those do: five
  /// folds are but five numbers, which find half as much as forty subjects, and folds that repeat test the same subjects
  /// again, so that their spread is too small even as corrected (`Tests/EvaluationTests/Simulation`).
  public var isJudgedByFolds: Bool { isAveraged && (foldsAreSources || (repetitions > 1 && subjects == nil)) }

  /// Whether folds say how sure this score is.
  func isJudgedByFolds(_ metric: Metric) -> Bool { isJudgedByFolds && isMean(of: metric) }

  public func value(of metric: Metric) -> Double {
    isMean(of: metric) ? folds.mean(of: metric) : metric.value(folds.pooled)
  }

  /// The same of several at once, for which each table is summed up once.
  func values(of metrics: [Metric]) -> [Double] {
    let counts = isAveraged ? folds.folds.map { ClassCounts($0.confusion) } : []
    let pooled = ClassCounts(folds.pooled)
    return metrics.map { metric in
      guard isMean(of: metric) else { return metric.score(pooled) }
      return counts.reduce(0) { $0 + metric.score($1) } / Double(counts.count)
    }
  }

  /// How often the procedure was repeated.
  var repetitions: Int { Set(folds.folds.map(\.repetition)).count }

  /// Which rows are one and the same; nil where each is tested once, or nobody told.
  var repeatedRows: [Int]? { repetitions > 1 ? rowNumbers : nil }

  /// Rows that were tested, each counting once however often folds repeat.
  var distinctRows: Int {
    repeatedRows.map { Set($0).count } ?? max(1, truth.count / max(repetitions, 1))
  }

  /// By how much the error of rows is too small: repetitions test the same rows again, which adds nothing.
  var rowFactor: Double { repeatedRows == nil ? Double(repetitions).squareRoot() : 1 }

  /// The metrics without one unit at a time: subjects where known, otherwise rows.
  func leftOut(_ metrics: [Metric], context: ExecutionContext) throws -> LeaveOneOut {
    try subjectRows().map { try leftOut($0, metrics, context) } ?? leftOutRows(metrics, context: context)
  }

  /// The means over folds of the metrics without one subject at a time; nil where no score is one, or no subject is known.
  func leftOutOfFolds(_ metrics: [Metric], context: ExecutionContext) throws -> LeaveOneOut? {
    try checkPredictions(predicted, of: truth)
    return try foldedUnits(subjectRows()).map {
      try LeaveOneOut(truth: truth, predicted: predicted, folded: $0, by: metrics, context: context)
    }
  }

  /// The metrics without one row at a time.
  func leftOutRows(_ metrics: [Metric], context: ExecutionContext) throws -> LeaveOneOut {
    if let rows = try repeatedUnitRows() { return try leftOut(rows, metrics, context) }
    try checkPredictions(predicted, of: truth)
    return try LeftOutCells(truth: truth, predicted: predicted, by: metrics, context: context).leaveOneOut
  }

  private func leftOut(_ units: UnitRows, _ metrics: [Metric], _ context: ExecutionContext) throws -> LeaveOneOut {
    try checkPredictions(predicted, of: truth)
    return try LeaveOneOut(truth: truth, predicted: predicted, units: units, by: metrics, context: context)
  }

  /// The rows of each subject; nil where none is known.
  func subjectRows() throws -> UnitRows? { try subjects.map { try unitRows($0.unitOfRow.unitOfRow) } }

  /// The tests of each row; nil where each is tested once, or nobody told.
  func repeatedUnitRows() throws -> UnitRows? { try repeatedRows.map(unitRows) }

  /// Fold by fold; nil where no score is a mean over folds.
  func foldedUnits(_ units: UnitRows?) throws -> FoldedUnits? {
    guard isAveraged else { return nil }
    return try units.map { try FoldedUnits($0, foldSizes: folds.folds.map(\.confusion.total)) }
  }

  private func unitRows(_ units: [Int]) throws -> UnitRows {
    guard units.count == truth.count else {
      throw EvaluationError.differentLengths(of: "subjects", found: units.count, rows: truth.count)
    }
    return UnitRows(units)
  }
}
