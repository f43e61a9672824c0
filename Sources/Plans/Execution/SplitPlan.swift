import Basics

/// Which rows train and which test, once.
public struct RowSplit: Sendable {
  /// Ascending row numbers.
  public let train: [Int]
  public let test: [Int]
  public let repetition: Int
  public let fold: Int
  /// For a person: "fold 2 of 5", "subject S010".
  public let name: String
  /// Names the training rows in cache keys.
  public let trainingDigest: Digest
  public let testDigest: Digest

  public init(train: [Int], test: [Int], repetition: Int = 0, fold: Int = 0, name: String) {
    self.train = train
    self.test = test
    self.repetition = repetition
    self.fold = fold
    self.name = name
    var digest = Digest("train")
    digest.combine(train)
    trainingDigest = digest
    digest = Digest("test")
    digest.combine(test)
    testDigest = digest
  }
}

/// What an evaluator decides.
public struct SplitPlan: Sendable {
  public var splits: [RowSplit]
  /// For a report: "5-fold cross-validation, subjects kept on one side".
  public var description: String
  public var notes: [String]
  /// Whether the predictions of all splits are put together before scores are taken, rather than averaged over splits.
  public var isPooled: Bool

  public init(splits: [RowSplit], description: String, notes: [String] = [], isPooled: Bool = false) {
    self.splits = splits
    self.description = description
    self.notes = notes
    self.isPooled = isPooled
  }
}
