import Learning
import Plans
import Samples

/// `majority`
struct MajorityStage: ModelStage {
  static let declaration = Declaration(
    "majority", "Predicts the commonest class for every row: what any model must beat.", takes: .features,
    gives: .result,
    discussion: """
      Looks at no feature at all. Where one class makes up most rows its accuracy is high, while its macro-F1 and its \
      recall of every other class are poor: a warning about accuracy, and the floor that a model has to stand on.
      """,
    searchTerms: ["baseline", "dummy", "chance", "zero"],
    reference: "sklearn.dummy.DummyClassifier",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | majority", shows: "macro-F1"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | {majority, logreg}", shows: "majority"),
    ])

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureModel<FittedMajorityClassifier> {
    try MajorityClassifier().fitted(to: training, name: "majority", context)
  }
}
