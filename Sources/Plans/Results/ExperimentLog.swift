import Basics
import Synchronization

/// A plan that was scored, as the experiment log remembers it: enough to run it again and to see whether anything differs.
public struct RunRecord: Sendable, Equatable {
  /// As much of a score as tells whether it came out the same.
  public struct Score: Sendable, Equatable {
    public var name: String
    public var value: Double
    public var perFold: [Double]

    public init(name: String, value: Double, perFold: [Double]) {
      self.name = name
      self.value = value
      self.perFold = perFold
    }
  }

  /// Names the run: plan, data, seed, version and everything that was predicted.
  public var id: Digest
  /// As written.
  public var planText: String
  /// The plan as `PlanRecord` writes it, so that it runs without the variables of its session.
  public var program: String
  /// Plan and seed.
  public var plan: Digest
  public var testRows: Digest
  /// Names what is looked at when it is scored: a data set and a rule of splitting it, whatever the seed.
  public var test: Digest
  /// All predictions on all splits.
  public var predictions: Digest
  public var data: String
  public var dataFingerprint: String
  public var synthetic: String?
  public var seed: UInt64
  public var version: String
  public var evaluation: String
  public var metrics: [Score]
  public var seconds: Double
  /// When it was first scored, in seconds since 1970; 0 before it has been entered.
  public var time: Int
  /// The how-manieth plan it was on its test; 0 before it has been entered.
  public var ordinal: Int

  /// - Parameter test: nil takes the test rows for it.
  public init(
    id: Digest, planText: String, program: String, plan: Digest, testRows: Digest, test: Digest? = nil,
    predictions: Digest, data: String,
    dataFingerprint: String, synthetic: String?, seed: UInt64, version: String, evaluation: String, metrics: [Score],
    seconds: Double, time: Int = 0, ordinal: Int = 0
  ) {
    self.id = id
    self.planText = planText
    self.program = program
    self.plan = plan
    self.testRows = testRows
    self.test = test ?? testRows
    self.predictions = predictions
    self.data = data
    self.dataFingerprint = dataFingerprint
    self.synthetic = synthetic
    self.seed = seed
    self.version = version
    self.evaluation = evaluation
    self.metrics = metrics
    self.seconds = seconds
    self.time = time
    self.ordinal = ordinal
  }

  /// What a person calls it by: the first eight digits.
  public var shortID: String { String(id.hexadecimal.prefix(8)) }
}

extension RunRecord {
  public init(_ result: EvaluationResult) {
    let provenance = result.provenance
    var testRows = Digest("test rows", provenance.dataFingerprint)
    for outcome in result.outcomes { testRows.combine(outcome.split.testDigest) }
    let plan = Digest(result.plan.steps.map(\.canonicalText).joined(separator: "|"), String(provenance.seed))
    let predictions = result.predictionsDigest
    var id = Digest("run", provenance.dataFingerprint, provenance.version)
    for part in [plan, testRows, predictions] { id.combine(part) }
    self.init(
      id: id, planText: result.plan.text, program: PlanRecord(result.plan).text, plan: plan, testRows: testRows,
      test: result.lookedAt, predictions: predictions, data: provenance.data,
      dataFingerprint: provenance.dataFingerprint,
      synthetic: provenance.synthetic, seed: provenance.seed, version: provenance.version,
      evaluation: result.evaluation,
      metrics: result.scores.metrics.map { Score(name: $0.name, value: $0.value, perFold: $0.perFold) },
      seconds: result.seconds)
  }
}

extension EvaluationResult {
  /// Names everything that was predicted: which rows of which split, as what.
  public var predictionsDigest: Digest {
    var digest = Digest("predictions")
    for outcome in outcomes {
      digest.combine(outcome.split.trainingDigest)
      digest.combine(outcome.split.testDigest)
      digest.combine(outcome.predictions.codes)
    }
    return digest
  }
}

/// Remembers every plan that was scored, and on which test: the more often a test has been looked at, the less its best
/// score means. New seeds deal the same rows anew, which makes no new test of them: plans are counted for each data set
/// and rule of splitting it.
public protocol ExperimentLog: Sendable {
  /// Writes a run down; one that stands there already is not written twice.
  /// - Returns: the how-manieth plan this was on its test, itself included; the same plan with another seed is another.
  func enter(_ run: RunRecord) -> Int
  /// All runs, the oldest first.
  func runs() -> [RunRecord]
  /// How many plans have been scored on this test by now.
  func looks(at test: Digest) -> Int
  /// Whether it knows of sessions before this one.
  var isLasting: Bool { get }
}

/// An experiment log for one session.
public final class SessionExperimentLog: ExperimentLog {
  private let entered = Mutex<[RunRecord]>([])

  public let isLasting = false

  public init() {}

  public func enter(_ run: RunRecord) -> Int {
    entered.withLock { entered in
      if let known = entered.first(where: { $0.id == run.id }) { return known.ordinal }
      let others = entered.filter { $0.test == run.test }
      var run = run
      run.ordinal =
        others.first { $0.plan == run.plan }?.ordinal ?? (others.map(\.ordinal).max() ?? 0) + 1
      entered.append(run)
      return run.ordinal
    }
  }

  public func runs() -> [RunRecord] { entered.withLock { $0 } }

  public func looks(at test: Digest) -> Int {
    entered.withLock { runs in runs.filter { $0.test == test }.map(\.ordinal).max() ?? 0 }
  }
}
