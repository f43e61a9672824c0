import Diagnostics
import Numerics
import Samples
import Synchronization

@testable import Plans

/// Stages that are small enough to be right by looking, and tell how often they ran and on which rows.
final class Runs: Sendable {
  private let all = Mutex<[String]>([])

  func add(_ what: String) { all.withLock { $0.append(what) } }
  var list: [String] { all.withLock { $0 } }
  func clear() { all.withLock { $0 = [] } }
}

/// 12 rows of one column, 0 to 11; the class is whether the number is above 5.
struct ToySource: SourceStage {
  static let declaration = Declaration("toy", "Gives twelve rows.", takes: .nothing, gives: .rows, examples: [])
  var runs = Runs()
  var identityText = ""
  var fingerprint = "toy"

  func identity(in environment: RunEnvironment) throws -> String { identityText }

  func load(_ context: StageContext) throws -> Samples {
    runs.add("toy")
    let codes = (0..<12).map { $0 > 5 ? 1 : 0 }
    return Samples(
      content: Matrix(rows: 12, columns: 1, storage: (0..<12).map { Float($0) }),
      metadata: RowMetadata(
        labels: Labels(names: ["low", "high"], codes: codes), sources: [String](repeating: "toy", count: 12),
        rowNames: (0..<12).map { "\($0)" }, origin: DataProvenance(name: "toy", fingerprint: fingerprint)))
  }
}

/// Keeps the rows of even names.
struct EvenStage: SelectorStage {
  static let declaration = Declaration("even", "Keeps every other row.", takes: .rows, gives: .rows, examples: [])
  var runs = Runs()

  func rows(of metadata: RowMetadata, _ context: StageContext) throws -> [Int] {
    runs.add("even")
    context.note("every other row")
    return metadata.rowNames.indices.filter { (Int(metadata.rowNames[$0]) ?? 1) % 2 == 0 }
  }
}

/// Adds a number to each row.
struct AddStage: RowwiseStage {
  static let declaration = Declaration("add", "Adds.", takes: .features, gives: .features, examples: [])
  var runs = Runs()
  @Parameter("what to add", positional: true) var amount = 1.0
  @Parameter("what to multiply by before") var factor = 1.0

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    runs.add("add")
    var matrix = try content.require(Matrix.self, for: "toy")
    matrix.storage = matrix.storage.map { $0 * Float(factor) + Float(amount) }
    return matrix
  }
}

/// Takes the mean of the training rows from every row.
struct CentreStage: FittedStage {
  static let declaration = Declaration("centre", "Centres.", takes: .features, gives: .features, examples: [])
  var runs = Runs()

  struct Fitted: FittedTransform {
    var mean: Float
    var byteCount: Int { 4 }

    func apply(to content: any RowContent, context: ExecutionContext) throws -> any RowContent {
      var matrix = try content.require(Matrix.self, for: "toy")
      matrix.storage = matrix.storage.map { $0 - mean }
      return matrix
    }
  }

  func fit(_ training: Samples, _ context: StageContext) throws -> Fitted {
    runs.add("centre on " + training.metadata.rowNames.joined(separator: " "))
    let matrix = try training.content.require(Matrix.self, for: "toy")
    return Fitted(mean: matrix.storage.reduce(0, +) / Float(max(1, matrix.rows)))
  }
}

/// The training rows twice.
struct TwiceStage: ResamplerStage {
  static let declaration = Declaration("twice", "Repeats.", takes: .features, gives: .features, examples: [])
  var runs = Runs()

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    runs.add("twice, seed \(context.seed)")
    let rows = Array(0..<training.metadata.count)
    return training.gathering(rows + rows)
  }
}

/// Predicts by a threshold halfway between the means of the classes.
struct ThresholdStage: ModelStage {
  static let declaration = Declaration("threshold", "Splits.", takes: .features, gives: .result, examples: [])
  var runs = Runs()
  /// Predicts the first class for every row.
  @Parameter("whether to answer the same always") var constant = false

  struct Fitted: FittedModel {
    var classNames: [String]
    var threshold: Float
    var isConstant: Bool
    var byteCount: Int { 8 }

    func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
      let matrix = try content.require(Matrix.self, for: "toy")
      return Predictions(codes: matrix.storage.map { $0 > threshold && !isConstant ? 1 : 0 })
    }
  }

  func fit(_ training: Samples, _ context: StageContext) throws -> Fitted {
    runs.add("threshold on \(training.metadata.count)")
    try context.execution.checkInterruption()
    let matrix = try training.content.require(Matrix.self, for: "toy")
    let labels = try training.metadata.labels
    let means = (0...1).map { code -> Float in
      let rows = labels.codes.indices.filter { labels.codes[$0] == code }
      return rows.reduce(0) { $0 + matrix[$1, 0] } / Float(max(1, rows.count))
    }
    return Fitted(classNames: labels.names, threshold: (means[0] + means[1]) / 2, isConstant: constant)
  }
}

/// Every `folds`-th row tests.
struct DealStage: EvaluatorStage {
  static let declaration = Declaration("deal", "Deals.", takes: .result, gives: .result, examples: [])
  @Parameter("how many folds", in: .between(2, 12), positional: true, aliases: ["k"]) var folds = 3

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    SplitPlan(
      splits: (0..<folds).map { fold in
        RowSplit(
          train: (0..<metadata.count).filter { $0 % folds != fold },
          test: (0..<metadata.count).filter { $0 % folds == fold },
          fold: fold, name: "fold \(fold + 1)")
      }, description: "\(folds) folds")
  }
}

/// Fails where it is asked to.
struct FailStage: RowwiseStage {
  static let declaration = Declaration("fail", "Fails.", takes: .features, gives: .features, examples: [])

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent { throw ToyError() }
}

struct ToyError: ExplainableError {
  static let samples = [ToyError()]
  var entry: ErrorEntry {
    ErrorEntry("E0999", "the toy 'x.csv' broke", remedy: "mend it", explanation: "Toys break.")
  }
}

/// Accuracy alone.
struct ToyScorer: Scorer {
  var metricNames: [String] { ["accuracy"] }

  func score(
    _ outcomes: [FoldOutcome], classNames: [String], isPooled: Bool, context: ExecutionContext
  ) throws -> ScoreCard {
    let right = outcomes.map { outcome in zip(outcome.truth, outcome.predictions.codes).count(where: ==) }
    let count = outcomes.reduce(0) { $0 + $1.truth.count }
    return ScoreCard(
      metrics: [
        .init(
          name: "accuracy", title: "accuracy", value: Double(right.reduce(0, +)) / Double(count),
          perFold: zip(right, outcomes).map { Double($0) / Double($1.truth.count) })
      ], classes: [], confusion: [])
  }
}

let toyCatalogue = Catalogue(
  stages: [
    ToySource.self, AddStage.self, CentreStage.self, TwiceStage.self, ThresholdStage.self, DealStage.self,
  ],
  defaultEvaluator: DealStage(), scorer: ToyScorer())

/// An executor over toys, with one cache and one experiment log.
struct ToyShop {
  let cache: MatrixCache
  let experimentLog = SessionExperimentLog()
  var settings = RunSettings(seed: 1, threads: 1)

  init(budget: Int = 1 << 20) {
    cache = MatrixCache(budget: budget)
  }

  func executor(isInterrupted: @escaping @Sendable () -> Bool = { false }) -> Executor {
    Executor(
      catalogue: toyCatalogue, cache: cache, experimentLog: experimentLog, settings: settings,
      isInterrupted: isInterrupted)
  }

  func result(_ stages: any Stage..., isInterrupted: @escaping @Sendable () -> Bool = { false }) throws
    -> EvaluationResult
  {
    guard let result = try executor(isInterrupted: isInterrupted).run(plan(stages)).payload.as(EvaluationResult.self)
    else {
      throw ToyError()
    }
    return result
  }

  func rows(_ stages: any Stage...) throws -> PreparedRows {
    guard let set = try executor().run(plan(stages)).payload.as(PreparedRows.self) else { throw ToyError() }
    return set
  }
}

let toyPlace = Location(SourceText(name: "toy.mien", text: "toy | fail"), Span(6, 10))

func plan(_ stages: [any Stage]) -> Plan {
  Plan(stages.map { PlanStep(stage: $0, text: type(of: $0).declaration.name, location: toyPlace) })
}

/// A stage with arguments, as a script would bind them.
func bound<S: Stage>(_ type: S.Type, _ arguments: [(String?, ArgumentValue)]) -> S {
  let given = arguments.map { label, value in
    GivenArgument(label: label.map { ($0, toyPlace) }, value: value, location: toyPlace)
  }
  return type.bound(to: given, at: toyPlace).value
}
