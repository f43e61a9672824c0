import Basics
import Samples

/// The predictions of one split.
public struct FoldOutcome: Sendable {
  public let split: RowSplit
  /// What is known of each test row.
  public let test: RowMetadata
  public let predictions: Predictions
  /// Rows that the model learnt from, after resampling.
  public let trainingRows: Int
  public let notes: [Note]
  /// What fitting the model and predicting took when it was done; the same when it comes from the cache.
  public let seconds: Double

  public init(
    split: RowSplit, test: RowMetadata, predictions: Predictions, trainingRows: Int, notes: [Note],
    seconds: Double = 0
  ) {
    self.seconds = seconds
    self.split = split
    self.test = test
    self.predictions = predictions
    self.trainingRows = trainingRows
    self.notes = notes
  }

  /// Class codes of the test rows.
  public var truth: [Int] { test.knownLabels?.codes ?? [] }
}

/// A plan that ended in a model, scored on rows it had not learnt from.
public struct EvaluationResult: Sendable {
  public let plan: Plan
  /// What decided the splits, for a report.
  public let evaluation: String
  public let classNames: [String]
  public let outcomes: [FoldOutcome]
  public let scores: ScoreCard
  public internal(set) var provenance: Provenance
  public let notes: [String]
  /// What fitting and predicting took, whenever that was.
  public let seconds: Double
  /// Whether scores are those of all test rows together rather than means over folds.
  public let isPooled: Bool

  public init(
    plan: Plan, evaluation: String, classNames: [String], outcomes: [FoldOutcome], scores: ScoreCard,
    provenance: Provenance, notes: [String], seconds: Double, isPooled: Bool = false
  ) {
    self.plan = plan
    self.evaluation = evaluation
    self.classNames = classNames
    self.outcomes = outcomes
    self.scores = scores
    self.provenance = provenance
    self.notes = notes
    self.seconds = seconds
    self.isPooled = isPooled
  }

  /// The same with more said about it.
  public func noting(_ more: [String]) -> EvaluationResult {
    EvaluationResult(
      plan: plan, evaluation: evaluation, classNames: classNames, outcomes: outcomes, scores: scores,
      provenance: provenance, notes: more + notes, seconds: seconds, isPooled: isPooled)
  }

  /// Names the rows it was tested on, fold by fold: results with one name can be paired.
  public var testName: Digest {
    var name = Digest("test", provenance.dataFingerprint, classNames.joined(separator: "\n"), isPooled ? "pooled" : "")
    for outcome in outcomes { name.combine(outcome.split.testDigest) }
    return name
  }

  /// Mean over folds of the rows learnt from, before resampling.
  public var trainingRows: Int {
    outcomes.isEmpty ? 0 : outcomes.reduce(0) { $0 + $1.split.train.count } / outcomes.count
  }

  /// All test rows of all folds.
  public var testRows: Int { outcomes.reduce(0) { $0 + $1.truth.count } }
}

/// How a number was made.
public struct Provenance: Sendable, Equatable {
  public var data: String
  public var dataFingerprint: String
  public var synthetic: String?
  public var seed: UInt64
  /// The how-manieth plan this was to be scored on these test rows, over all sessions that share a experiment log. It stays
  /// what it is when more plans follow, so that a result is the same whenever it is made again.
  public var testSplitScored: Int
  public var version: String

  public init(
    data: String, dataFingerprint: String, synthetic: String?, seed: UInt64, testSplitScored: Int, version: String
  ) {
    self.data = data
    self.dataFingerprint = dataFingerprint
    self.synthetic = synthetic
    self.seed = seed
    self.testSplitScored = testSplitScored
    self.version = version
  }
}

/// The version of Mien, for provenance and `--version`.
public let mienVersion = "0.1.0"
