import Learning
import Numerics
import Plans
import Samples

/// `thresholds logreg`, `thresholds (svm rbf probability=yes) balanced_accuracy`
struct ThresholdsStage: ModelStage {
  enum ScoreName: String, WordParameter {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case macro_f1
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case balanced_accuracy
    static let placeholder = ScoreName.macro_f1

    var engineScore: DecisionOffsets.Score { self == .macro_f1 ? .macroF1 : .balancedAccuracy }
  }

  static let declaration = Declaration(
    "thresholds", "A model whose answers are shifted so that a score counts all classes alike.", takes: .features,
    gives: .result,
    discussion: """
      A model answers the likeliest class, which serves accuracy: a rare class is seldom the likeliest. Here each class \
      gets an offset that is added to the logarithm of its probability, tuned so that macro-F1 or balanced accuracy is \
      as large as can be. The offsets are tuned on folds of the training rows that the model had not seen, subjects kept \
      whole; test rows play no part. Another cure for imbalance beside resampling and class weights, and the one that \
      leaves the model itself as it is. Works with models that give probabilities.
      """,
    searchTerms: ["threshold", "offset", "cutoff", "decision", "imbalance", "calibrate"],
    reference: "Collell, Prelec & Patil 2018; sklearn.model_selection.TunedThresholdClassifierCV",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | thresholds logreg", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | thresholds (knn 9) balanced_accuracy", shows: "macro-F1"),
    ])

  @Parameter("the model, in parentheses where it has arguments", positional: true) var model: ModelParameter
  @Parameter("what the offsets make as large as they can", positional: true, aliases: ["metric", "scoring"])
  var score = ScoreName.macro_f1
  @Parameter("folds that the training rows are cut into", in: .between(2, 100), aliases: ["cv"]) var folds = 5

  func check(in environment: RunEnvironment) throws {
    guard model.givesProbabilities else { throw StageError.noProbabilities(model: model.text) }
  }

  /// Offsets level the classes as weights do.
  var weightsClasses: Bool { true }
  var takesMissingValues: Bool { model.takesMissingValues }

  func fit(_ training: Samples, _ context: StageContext) throws -> FittedThresholds {
    let member = try model.fitted(to: training, context.part(-2))
    guard try member.model.probabilities(training.content.gatheringRows([0]), context: context.execution) != nil else {
      throw StageError.noProbabilities(model: model.text)
    }
    let inner = try OutOfFold(of: [model], training, folds: folds, context)
    let offsets = try DecisionOffsets.tuned(
      on: inner.scores[0], codes: inner.codes, for: score.engineScore, context: context.execution)
    return FittedThresholds(member: member, offsets: offsets)
  }
}

/// A model and the offsets of its answers.
struct FittedThresholds: FittedModel {
  let member: FittedMember
  let offsets: DecisionOffsets

  var classNames: [String] { member.model.classNames }
  var byteCount: Int { member.model.byteCount }

  /// The probabilities are those of the model, as they are.
  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    guard let probabilities = try member.model.probabilities(content, context: context) else {
      throw LearningError.damagedModel
    }
    return Predictions(codes: try offsets.decide(probabilities), probabilities: probabilities)
  }
}
