import Learning
import Numerics
import Plans
import Samples

/// `stack [logreg, bayes, (knn 9)]`
struct StackStage: ModelStage {
  static let declaration = Declaration(
    "stack", "Several models, and a logistic regression that learns whom to believe.", takes: .features, gives: .result,
    discussion: """
      Voting counts all models alike; stacking learns how much each is worth, and for which class. The training rows are \
      cut into folds, subjects kept whole; each fold is predicted by models that had not seen it, and a logistic \
      regression learns the truth from these predictions. Then all models learn from all training rows. Rows that a \
      resampler made up take part in that last step alone. Costs folds + 1 times the models.
      """,
    searchTerms: ["ensemble", "stacking", "blend", "combine", "meta"],
    reference: "Wolpert 1992; sklearn.ensemble.StackingClassifier",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | stack [logreg, bayes, (knn 9)]", shows: "macro-F1"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | stack [lda, (svm rbf)] folds=3", shows: "macro-F1"),
    ])

  @Parameter("the models, those with arguments in parentheses", positional: true) var models: [ModelParameter]
  @Parameter("folds that the training rows are cut into", in: .between(2, 100), aliases: ["cv"]) var folds = 5
  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("how much the rows count against the penalty of the logistic regression", in: .between(1e-20, 1e20))
  var C = 1.0

  func check(in environment: RunEnvironment) throws {
    guard !models.isEmpty else { throw StageError.noMembers(stage: Self.declaration.name) }
    for model in models { try model.checkShift(in: Self.declaration.name) }
  }

  var weightsClasses: Bool { models.contains(where: \.weightsClasses) }
  var takesMissingValues: Bool { !models.isEmpty && models.allSatisfy(\.takesMissingValues) }

  func fit(_ training: Samples, _ context: StageContext) throws -> FittedStack {
    try check(in: context.environment)
    let inner = try OutOfFold(of: models, training, folds: folds, context)
    let labels = try training.metadata.labels.gathering(inner.rows)
    let judge = try LogisticRegression(c: C).fit(
      FittedStack.sideBySide(inner.scores), labels, weights: nil, seed: context.seed, context: context.execution)
    return FittedStack(
      classNames: labels.names,
      members: try models.enumerated().map { try $1.fitted(to: training, context.part(-2, $0)) }, judge: judge)
  }
}

/// Models and the one that judges them.
struct FittedStack: FittedModel {
  let classNames: [String]
  let members: [FittedMember]
  let judge: FittedLogisticRegression

  var byteCount: Int { members.reduce(judge.byteCount) { $0 + $1.model.byteCount } }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    let scores = Self.sideBySide(try members.map { try $0.scores(of: content, context: context) })
    return Predictions(
      codes: try judge.predict(scores, context: context),
      probabilities: try judge.probabilities(scores, context: context))
  }

  /// - Precondition: as many rows in all.
  static func sideBySide(_ parts: [Matrix]) -> Matrix {
    let rows = parts.first?.rows ?? 0
    return Matrix(
      rows: rows, columns: parts.reduce(0) { $0 + $1.columns },
      storage: (0..<rows).flatMap { row in parts.flatMap { $0.row(row) } })
  }
}
