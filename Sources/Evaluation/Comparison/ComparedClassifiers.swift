import Numerics

/// Classifiers tested on the same rows in the same folds, with all that differences between any two of them are made of.
///
/// Without a unit, the difference of two scores is that of what each scores without it, so that each classifier is scored
/// once, however many it is compared with: pairs only subtract.
/// Cost: O(classifiers × (rows + (subjects + classes²) scores)), shared over the threads.
public struct ComparedClassifiers: Sendable {
  public let classifiers: [ComparedClassifier]
  public let metrics: [Metric]
  let units: ComparedUnits
  let leftOut: [LeftOutScores]

  /// - Throws: `EvaluationError.noRows`, `.differentLengths`, `.unknownCode`, `Interrupted`.
  public init(
    _ classifiers: [ComparedClassifier], by metrics: [Metric], context: ExecutionContext
  ) throws {
    self.classifiers = classifiers
    self.metrics = metrics
    guard let last = classifiers.last else { throw EvaluationError.noRows }
    let units = try ComparedUnits(last)
    let found = OrderedAssembly<[LeftOutScores], LeftOutScores>([]) { $0.append($1) }
    try context.forEachPiece(of: classifiers.count, size: 1) { piece in
      let index = piece.lowerBound
      let scores = try LeftOutScores(
        last.truth, classifiers[index], units, by: metrics, context: context.singleThreaded)
      try found.add(scores, at: index)
    }
    self.units = units
    leftOut = found.whole
  }

  /// The score of a classifier by the metric of that index.
  public func value(of classifier: Int, by metric: Int) -> Double { leftOut[classifier].values[metric] }

  /// The best by the metric of that index; the first of those that are equally good.
  public func best(by metric: Int) -> Int? {
    ComparedClassifier.best(of: leftOut.map { $0.values[metric] }, by: metrics[metric])
  }

  /// How much higher the second of each pair scores than the first, by the metrics of those indices, each a comparison of
  /// its own. Shared over the threads.
  /// - Throws: `EvaluationError`, `Interrupted`.
  public func differences(
    of pairs: [(first: Int, second: Int)], by metrics: [Int], context: ExecutionContext
  ) throws -> [[ScoreDifference]] {
    try differences(of: pairs, by: metrics, beside: nil, context: context)
  }

  /// - Parameter best: where the first of each pair was chosen by its score.
  func differences(
    of pairs: [(first: Int, second: Int)], by metrics: [Int], beside best: BestOfSeveral?, context: ExecutionContext
  ) throws -> [[ScoreDifference]] {
    let found = OrderedAssembly<[[ScoreDifference]], [[ScoreDifference]]>([]) { $0 += $1 }
    // Several in a piece, because a difference takes less time than to wake a thread.
    let size = max(1, 16 / max(metrics.count, 1))
    try context.forEachPiece(of: pairs.count, size: size) { piece in
      let differences = try piece.map {
        try ScoreDifference.between(pairs[$0].first, pairs[$0].second, of: self, by: metrics, beside: best)
      }
      try found.add(differences, at: piece.lowerBound / size)
    }
    return found.whole
  }
}

/// What is known of a test before anybody answers: which rows are left out together, and how much wider errors are for
/// the folds.
struct ComparedUnits: Sendable {
  /// Of each subject; nil where none is known.
  let subjects: UnitRows?
  /// Tests of one and the same row; nil where each is tested once, or nobody told.
  let repeatedRows: UnitRows?
  /// Subjects fold by fold; nil where no score is a mean over folds, or no subject is known.
  let folded: FoldedUnits?
  let foldFactor: Double
  let rowFactor: Double
  /// How many subjects, or rows.
  let unitCount: Int
  /// Rows of a person are not independent, nor is a row that folds repeat.
  let areIndependent: Bool

  /// Cost: O(rows).
  /// - Throws: `EvaluationError.differentLengths`.
  init(_ tested: ComparedClassifier) throws {
    subjects = try tested.subjectRows()
    repeatedRows = try tested.repeatedUnitRows()
    folded = try tested.foldedUnits(subjects)
    foldFactor = tested.foldFactor
    rowFactor = tested.rowFactor
    unitCount = subjects?.count ?? tested.distinctRows
    areIndependent = subjects == nil && tested.repetitions == 1
  }
}

/// What one classifier scores, and what it scores without each unit.
struct LeftOutScores: Sendable {
  /// By each metric.
  let values: [Double]
  private let subjects: LeaveOneOut?
  private let repeatedRows: LeaveOneOut?
  /// Where rows are not repeated.
  private let cells: LeftOutCells?
  private let folded: LeaveOneOut?

  /// - Parameter truth: of the rows of `units`.
  /// - Throws: `EvaluationError.noRows`, `.differentLengths`, `.unknownCode`, `Interrupted`.
  init(
    _ truth: Labels, _ tested: ComparedClassifier, _ units: ComparedUnits, by metrics: [Metric],
    context: ExecutionContext
  ) throws {
    let predicted = tested.predicted
    try checkPredictions(predicted, of: truth)
    func leftOut(_ units: UnitRows) throws -> LeaveOneOut {
      try LeaveOneOut(truth: truth, predicted: predicted, units: units, by: metrics, context: context)
    }
    values = tested.values(of: metrics)
    subjects = try units.subjects.map(leftOut)
    repeatedRows = try units.repeatedRows.map(leftOut)
    cells =
      repeatedRows == nil
      ? try LeftOutCells(truth: truth, predicted: predicted, by: metrics, context: context) : nil
    folded = try units.folded.map {
      try LeaveOneOut(truth: truth, predicted: predicted, folded: $0, by: metrics, context: context)
    }
  }

  /// How much more than another's these scores are, without the same unit at a time; nil only of another test.
  /// - Parameters:
  ///   - scores: which of them.
  ///   - truth: the class of each row.
  ///   - first: what the other took it for.
  ///   - second: what this one took it for.
  func less(
    _ other: LeftOutScores, scores: [Int], truth: [Int], first: [Int], second: [Int]
  ) -> (units: LeaveOneOut, rows: LeaveOneOut, folded: LeaveOneOut?)? {
    func difference(_ own: LeaveOneOut?, _ others: LeaveOneOut?) -> LeaveOneOut? {
      own.flatMap { own in others.map { own.less($0, scores: scores) } }
    }
    let byCell = cells.flatMap { cells in
      other.cells.map { cells.less($0, scores: scores, truth: truth, first: first, second: second) }
    }
    guard let rows = byCell ?? difference(repeatedRows, other.repeatedRows) else { return nil }
    return (difference(subjects, other.subjects) ?? rows, rows, difference(folded, other.folded))
  }
}
