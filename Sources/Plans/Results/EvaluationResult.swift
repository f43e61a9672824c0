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
  public private(set) var notes: [String]
  /// What fitting and predicting took, whenever that was.
  public let seconds: Double
  /// Whether scores are those of all test rows together rather than means over folds.
  public let isPooled: Bool
  /// How many results it was chosen from by its score; 1 where it was not.
  public private(set) var chosenAmong = 1
  /// What stages that were told to work less exactly changed; nil where there are none.
  public internal(set) var exactContrast: ExactContrast?

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
    var result = self
    result.notes = more + notes
    return result
  }

  /// The same as one that was chosen from several by its score, whether or not it was chosen from others before.
  public func chosen(among count: Int) -> EvaluationResult {
    var result = self
    result.chosenAmong = max(chosenAmong, count)
    return result
  }

  /// The same, with the plans that have been scored on its test counted by now.
  public func recounted(by log: any ExperimentLog) -> EvaluationResult {
    var result = self
    result.provenance.testSplitScored = max(
      provenance.testSplitScored, provenance.looksBeforeSaving + log.looks(at: lookedAt))
    result.provenance.isLookCountLasting = log.isLasting
    return result
  }

  /// Names what was looked at when it was scored: a data set and a rule of splitting it, whatever the seed.
  var lookedAt: Digest { Digest("looks", provenance.dataFingerprint, evaluation) }

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
  /// How many plans have been scored on this data set by this rule of splitting it, with any seed, over all sessions that
  /// share an experiment log: a number of now, not of when the result was made. 0 where nobody counted, as of predictions
  /// that come from a file.
  public var testSplitScored: Int
  /// How many of them had been when the rows were saved, which made a data set of their own of them.
  public var looksBeforeSaving: Int
  /// Whether sessions before this one were counted.
  public var isLookCountLasting: Bool
  public var version: String

  public init(
    data: String, dataFingerprint: String, synthetic: String?, seed: UInt64, testSplitScored: Int, version: String,
    isLookCountLasting: Bool = true, looksBeforeSaving: Int = 0
  ) {
    self.looksBeforeSaving = looksBeforeSaving
    self.isLookCountLasting = isLookCountLasting
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
