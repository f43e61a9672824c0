import Learning

extension Learner {
  /// Every learner there is, in the order in which a search meets them where nothing else decides.
  public static let all: [Learner] = [
    .gradientBoosting, .extraTrees, .forest, .gradientDescent, .supportVectorMachine, .neighbours,
    .linearDiscriminant, .gaussianBayes, .logisticRegression, .sparseLogisticRegression,
  ]

  /// - Throws: `AutoMLError.unknownLearner`.
  public static func named(_ name: String) throws -> Learner {
    guard let learner = all.first(where: { $0.name == name }) else {
      throw AutoMLError.unknownLearner(name: name, known: all.map(\.name))
    }
    return learner
  }
}

extension SearchDimension {
  /// How much rows count against a penalty.
  static func cost(_ range: ClosedRange<Double>) -> SearchDimension {
    SearchDimension("C", .number(range, logarithmic: true), start: .number(1))
  }
}
