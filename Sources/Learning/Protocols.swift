import Numerics

/// What learns classes from rows. The conforming value holds options that were checked when it was made.
public protocol Classifier: Sendable {
  associatedtype Fitted: FittedClassifier
  /// Whether NaN in the features stands for a missing number, rather than being refused.
  static var takesMissingValues: Bool { get }

  /// Learns from every row given.
  /// - Parameters:
  ///   - features: n×d, finite; NaN too where it takes missing numbers.
  ///   - labels: n of them; a class without rows is allowed and never predicted.
  ///   - weights: n row weights, or nil for ones.
  ///   - seed: where its randomness comes from; unused by deterministic methods.
  /// - Throws: `LearningError`, `Interrupted`.
  func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]?, seed: UInt64, context: ExecutionContext
  ) throws -> Fitted
}

extension Classifier {
  public static var takesMissingValues: Bool { false }
}

/// A classifier after learning.
public protocol FittedClassifier: Sendable, Codable {
  /// All classes it was told of, in the order of the codes it predicts.
  var classNames: [String] { get }
  /// What it takes in memory, in bytes: its arrays; a few words more or less do not matter.
  var byteCount: Int { get }
  /// The class code of each row.
  func predict(_ features: Matrix, context: ExecutionContext) throws -> [Int]
  /// Class probabilities, n×classes, rows adding to 1; nil where the model has none.
  func probabilities(_ features: Matrix, context: ExecutionContext) throws -> Matrix?
}

/// What learns a transformation of the columns from training rows.
public protocol Transformer: Sendable {
  associatedtype Fitted: FittedTransformer
  func fit(_ features: Matrix, seed: UInt64, context: ExecutionContext) throws -> Fitted
}

/// A transformation after learning; applies to any row by itself.
public protocol FittedTransformer: Sendable, Codable {
  /// What it takes in memory, in bytes: its arrays; a few words more or less do not matter.
  var byteCount: Int { get }
  /// Whether a copy that was encoded and decoded transforms rows to the same numbers, to the last digit.
  var isCopiedExactly: Bool { get }
  func transform(_ features: Matrix, context: ExecutionContext) throws -> Matrix
  /// The same of rows that need not be a matrix; makes one of them unless the method does without.
  func transform(rows: any ReadableRows, context: ExecutionContext) throws -> Matrix
}

extension FittedTransformer {
  public var isCopiedExactly: Bool { true }

  public func transform(rows: any ReadableRows, context: ExecutionContext) throws -> Matrix {
    try transform(rows.expanded(context: context), context: context)
  }
}

/// What changes the training rows so that classes are better balanced.
public protocol Resampler: Sendable {
  /// - Returns: the new training rows, see `Resampled`.
  func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext
  ) throws -> Resampled
}

/// Training rows after resampling: some or all of the original rows, in their order, then synthetic ones.
public struct Resampled: Sendable {
  /// Which original rows were kept (or repeated), in order.
  public let keptRows: [Int]
  /// The kept rows and, below them, the new ones.
  public let features: Matrix
  /// Class codes of the new rows.
  public let syntheticCodes: [Int]
  /// The original rows that each new row was made from; one row twice where it was made from one alone.
  public let parents: [(first: Int, second: Int)]
  /// What a person should know, such as "no row of class 'fear' is in danger; nothing was added".
  public let notes: [String]

  /// - Precondition: as many rows as are kept and new, and as many parents as new rows.
  public init(
    keptRows: [Int], features: Matrix, syntheticCodes: [Int], parents: [(first: Int, second: Int)],
    notes: [String] = []
  ) {
    precondition(features.rows == keptRows.count + syntheticCodes.count, "each row is kept or new")
    precondition(parents.count == syntheticCodes.count, "each new row has parents")
    self.parents = parents
    self.keptRows = keptRows
    self.features = features
    self.syntheticCodes = syntheticCodes
    self.notes = notes
  }

  /// Some of the rows, or some of them again, and nothing new.
  init(keeping rows: [Int], of features: Matrix, notes: [String] = [], context: ExecutionContext) {
    let isUntouched = rows.count == features.rows && rows.elementsEqual(0..<features.rows)
    self.init(
      keptRows: rows, features: isUntouched ? features : features.gathering(rows, context: context),
      syntheticCodes: [], parents: [], notes: notes)
  }

  /// The classes of all rows, from those of the original ones.
  public func labels(from original: Labels) -> Labels {
    Labels(names: original.names, codes: keptRows.map { original.codes[$0] } + syntheticCodes)
  }
}
