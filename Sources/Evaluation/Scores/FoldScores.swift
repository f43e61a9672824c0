/// The test results of every split of a protocol.
///
/// Two summaries answer two questions: `pooled` scores the counts of all folds together, which is what small classes
/// and leave-one-subject-out need; `mean` and `deviation` say how the score varies from fold to fold.
public struct FoldScores: Sendable, Equatable, Codable {
  public struct Fold: Sendable, Equatable, Codable {
    /// As in `RowSplit.name`.
    public let name: String
    public let repetition: Int
    public let trainRows: Int
    public let confusion: ConfusionMatrix

    public init(name: String, repetition: Int, trainRows: Int, confusion: ConfusionMatrix) {
      self.name = name
      self.repetition = repetition
      self.trainRows = trainRows
      self.confusion = confusion
    }
  }

  public let folds: [Fold]
  /// The counts of all folds added up, repetitions too.
  public let pooled: ConfusionMatrix

  /// - Throws: `EvaluationError.tooFewScores` without folds, `.differentClasses`.
  public init(_ folds: [Fold]) throws {
    guard let first = folds.first else {
      throw EvaluationError.tooFewScores(found: 0, needed: 1, purpose: "a result over folds")
    }
    self.folds = folds
    pooled = try folds.dropFirst().reduce(first.confusion) { try $0.adding($1.confusion) }
  }

  /// The score of each fold, in order.
  public func values(of metric: Metric) -> [Double] { folds.map { metric.value($0.confusion) } }

  /// Mean over the folds, each counting alike.
  public func mean(of metric: Metric) -> Double {
    let values = values(of: metric)
    return values.reduce(0, +) / Double(values.count)
  }

  /// Standard deviation over the folds (n − 1); nil for one fold. Not a standard error: folds share training rows.
  public func deviation(of metric: Metric) -> Double? {
    let values = values(of: metric)
    guard values.count > 1 else { return nil }
    let mean = mean(of: metric)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }

  /// For each repetition, the counts of its folds added up: each row is counted once.
  public var pooledByRepetition: [ConfusionMatrix] {
    var pooled = [Int: [Int]]()
    for fold in folds {
      pooled[fold.repetition] =
        pooled[fold.repetition].map { zip($0, fold.confusion.counts).map(+) }
        ?? fold.confusion.counts
    }
    return pooled.sorted { $0.key < $1.key }.map { ConfusionMatrix(unchecked: self.pooled.names, $0.value) }
  }
}
