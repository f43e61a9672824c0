import Learning
import Numerics
import Plans
import Samples

/// `vote [logreg, bayes, (knn 9)]`
struct VoteStage: ModelStage {
  static let declaration = Declaration(
    "vote", "Several models vote on the class of a row.", takes: .features, gives: .result,
    discussion: """
      Models that are wrong in different places correct each other. Where all of them give probabilities these are \
      averaged, so that a sure model counts for more than one that wavers; where one has none, such as `svm` without \
      `probability=yes`, each model has one vote. Models with arguments stand in parentheses. Their differences help, not \
      their number: a model of another kind adds more than the same one again.
      """,
    searchTerms: ["ensemble", "average", "combine", "committee", "majority"],
    reference: "sklearn.ensemble.VotingClassifier",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | vote [logreg, bayes, (knn 9)]", shows: "macro-F1"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | vote [(svm rbf), lda, logreg]", shows: "macro-F1"),
    ])

  @Parameter("the models, those with arguments in parentheses", positional: true) var models: [ModelParameter]

  func check(in environment: RunEnvironment) throws {
    guard !models.isEmpty else { throw StageError.noMembers(stage: Self.declaration.name) }
    guard givesProbabilities else { return }
    for model in models { try model.checkShift(in: Self.declaration.name) }
  }

  var weightsClasses: Bool { models.contains(where: \.weightsClasses) }
  var takesMissingValues: Bool { !models.isEmpty && models.allSatisfy(\.takesMissingValues) }

  /// Without probabilities of all, votes are counted.
  var givesProbabilities: Bool { models.allSatisfy(\.givesProbabilities) }

  func fit(_ training: Samples, _ context: StageContext) throws -> FittedVote {
    try check(in: context.environment)
    return FittedVote(
      classNames: try training.metadata.labels.names,
      members: try models.enumerated().map { try $1.fitted(to: training, context.part($0)) })
  }
}

/// Models that vote.
struct FittedVote: FittedModel {
  let classNames: [String]
  let members: [FittedMember]

  var byteCount: Int { members.reduce(0) { $0 + $1.model.byteCount } }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    try predict(content, context) { try $0.model.predict(content, context: context).codes }
  }

  /// Where votes are counted, each member knows of whom a row is, as offsets of groups ask.
  func predict(rows: Samples, context: ExecutionContext) throws -> Predictions {
    try predict(rows.content, context) { try $0.model.predict(rows: rows, context: context).codes }
  }

  /// The class with most votes, or the greatest mean probability; the first of several.
  private func predict(
    _ content: any RowContent, _ context: ExecutionContext, answers: (FittedMember) throws -> [Int]
  ) throws -> Predictions {
    let soft = try members.map { try $0.model.probabilities(content, context: context) }
    let isSoft = soft.allSatisfy { $0 != nil }
    let votes = isSoft ? soft.compactMap { $0 } : try members.map { $0.votes(for: try answers($0)) }
    guard var mean = votes.first, mean.columns == classNames.count else { throw LearningError.damagedModel }
    for vote in votes.dropFirst() {
      guard vote.columns == mean.columns else { throw LearningError.damagedModel }
      VectorKernels.axpy(1, vote.storage, into: &mean.storage, count: mean.storage.count)
    }
    for place in mean.storage.indices { mean.storage[place] /= Float(votes.count) }
    return Predictions(codes: greatestColumns(of: mean), probabilities: isSoft ? mean : nil)
  }
}

extension FittedMember {
  /// 1 for the class that is answered.
  func votes(for codes: [Int]) -> Matrix {
    var votes = Matrix(rows: codes.count, columns: model.classNames.count)
    for (row, code) in codes.enumerated() { votes[row, code] = 1 }
    return votes
  }
}

/// The column of the greatest number of each row, the first of several.
func greatestColumns(of matrix: Matrix) -> [Int] {
  (0..<matrix.rows).map { row in
    let numbers = matrix.row(row)
    var best = numbers.startIndex
    for place in numbers.indices where numbers[place] > numbers[best] { best = place }
    return best - numbers.startIndex
  }
}
