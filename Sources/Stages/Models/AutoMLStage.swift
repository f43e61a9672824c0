import AutoML
import Learning
import Numerics
import Plans
import Samples

/// `automl`, `automl 60s metric=macro_f1`, `automl trials=50`
struct AutoMLStage: ModelStage {
  static let declaration = Declaration(
    "automl", "Searches models and their options for the best plan within a budget.", takes: .features,
    gives: .result,
    discussion: """
      Trying models by hand takes long, and it is tempting to look at the test rows while doing so. This search sees \
      training rows alone: it judges each configuration on rows that it held back from them, whole subjects at a time. \
      It begins with what is cheap and gives each model as much of the budget as its next improvement seems to be worth. \
      At the end the best configuration learns from all training rows. The note says which it was, as a line that gives \
      the same model, and `trials` shows every trial. A search by the clock may end elsewhere each time; with `trials=50` \
      it is repeatable. Where numbers are missing it searches over the models that take them. Ctrl-C ends the search and \
      keeps the best so far, learnt from the rows of its trial where all would take longer than a moment; once more, and \
      it is given up. A script then goes on, and has exit status 130 at its end. The \
      search's own score is the best of many, so it is too good; the report's is not.
      """,
    searchTerms: ["search", "tune", "hyperparameter", "flaml", "optimise", "optimize", "best"],
    reference: "Wang, Wu, Weimer & Zhu 2021 (FLAML); Wu, Wang & Huang 2021 (FLOW2)",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 10 | automl trials=10", shows: "found: "),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 10 | automl 1s metric=accuracy learners=[svm, logreg]",
        shows: "macro-F1"),
    ])

  @Parameter(
    "how long to search, the last fit included", in: .greaterThan(0, atMost: 31_536_000), positional: true,
    aliases: ["time_budget"])
  var budget = Duration(seconds: 60)
  @Parameter("what to make best on the rows held back") var metric = SearchMetric.macroF1
  @Parameter(
    "how many configurations to try, in place of a time: repeatable", in: .from(1), aliases: ["max_iter", "n_trials"])
  var trials: Int? = nil
  @Parameter("which models to search over; all where none is named", aliases: ["estimator_list"])
  var learners: [LearnerName] = []
  @Parameter("how to judge a configuration: auto (by size and time), cv (5 folds) or holdout (a tenth)")
  var validation = SearchValidation.auto
  @Parameter("whether to search over class weights and resamplers too, for rare classes") var balance = false

  /// Where none of its learners does, it refuses them as they do.
  var takesMissingValues: Bool { (try? chosenLearners())?.contains(where: \.takesMissingValues) ?? false }
  var endsByTheClock: Bool { trials == nil }
  /// What was found predicts classes; not every model it may be tells how likely they are.
  var givesProbabilities: Bool { false }

  func fit(_ training: Samples, _ context: StageContext) throws -> AutoMLModel {
    guard training.metadata.rowWeights == nil else { throw MitigationError.weightsNotUsed(model: "automl") }
    let matrix = try training.content.require(Matrix.self, for: Self.declaration.name)
    let budget: SearchBudget = trials.map { .trials($0) } ?? .seconds(budget.seconds)
    let search = try AutoML(
      budget: budget, objective: metric.objective, learners: try chosenLearners(), corrects: balance)
    let labels = try training.metadata.labels
    try search.check(matrix, labels, context: context.execution)
    let splits = try SearchSplits(
      of: training, columns: matrix.columns, seconds: trials == nil ? self.budget.seconds : nil,
      method: validation.method, seed: context.seed)
    let found = try search.fit(
      matrix, labels, splits: splits.splits, confirmations: splits.confirmations, seed: context.seed,
      finalSeeds: { context.seed(ofStage: $0) }, context: context.execution)
    let model = AutoMLModel(search: found, validation: splits.description, metric: metric.rawValue)
    let narrowed = try Self.notes(on: search, narrowedTo: search.suited(to: matrix, context: context.execution))
    for note in model.notes + splits.notes + narrowed { context.note(note) }
    return model
  }

  /// What missing numbers kept the search from.
  private static func notes(on search: AutoML, narrowedTo suited: AutoML) -> [String] {
    guard suited.learners.count < search.learners.count || suited.corrects != search.corrects else { return [] }
    let names = suited.learners.map(\.name).joined(separator: ", ")
    return [
      "numbers are missing, so the search was over \(names) alone"
        + (search.corrects ? ", without `balance`" : "") + "; `impute` before it lets all models take part"
    ]
  }

  private func chosenLearners() throws -> [Learner] {
    learners.isEmpty ? Learner.all : try learners.map { try Learner.named($0.name) }
  }
}

/// What a search makes best, as it is called in a script.
enum SearchMetric: String, WordParameter {
  case macroF1 = "macro_f1"
  case accuracy
  case weightedF1 = "weighted_f1"
  case uar
  case balancedAccuracy = "balanced_accuracy"
  case logLoss = "log_loss"

  static let placeholder = SearchMetric.macroF1

  var objective: SearchObjective {
    switch self {
    case .macroF1: .macroF1
    case .accuracy: .accuracy
    case .weightedF1: .weightedF1
    case .uar, .balancedAccuracy: .balancedAccuracy
    case .logLoss: .logLoss
    }
  }
}

enum SearchValidation: String, WordParameter {
  case auto, cv, holdout
  static let placeholder = SearchValidation.auto

  /// nil for what suits.
  var method: ValidationMethod? {
    switch self {
    case .auto: nil
    case .cv: .crossValidation
    case .holdout: .holdout
    }
  }
}

/// One of the learners of the engine, as a bare word.
struct LearnerName: ParameterValue, Hashable {
  static let type = ParameterType.words(Learner.all.map(\.name))
  static let placeholder = LearnerName(name: "")
  let name: String
  var canonicalText: String { name }

  init(name: String) {
    self.name = name
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    let names = Learner.all.map(\.name)
    switch argument {
    case .word(let word), .text(let word):
      guard names.contains(word) else { throw .word(word, expected: names) }
      name = word
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }
}
