import Basics

/// Which rows train and which test, once.
public struct RowSplit: Sendable, Equatable {
  /// Ascending row numbers; no row is in both.
  public let train: [Int]
  /// Ascending.
  public let test: [Int]
  /// Which repetition of the whole procedure this belongs to, from 0.
  public let repetition: Int
  /// Which fold of its repetition, from 0.
  public let fold: Int
  /// For a person: "fold 2 of 5", "subject S010", "test on ck48".
  public let name: String
  /// Names the training rows in cache keys.
  public let trainingDigest: Digest
  public let testDigest: Digest
  /// Whether its evaluation has no other split, so that there is nobody to share work on all rows with.
  public var isAlone = false

  /// Cost: linear in the rows, for the digests.
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
