import Learning
import Plans
import Samples

/// `bayes`, `bayes weights=balanced`
struct BayesStage: ModelStage {
  static let declaration = Declaration(
    "bayes", "Naive Bayes: each column of a class follows a normal distribution of its own.", takes: .features,
    gives: .result,
    discussion: """
      For each class and column the mean and the variance are learnt, and a row goes to the class under which its \
      numbers are likeliest, all columns counted as independent. They seldom are, so its probabilities are too sure of \
      themselves, but the class is often right, and nothing is faster. After `pca`, whose columns are uncorrelated, \
      the assumption does least harm. `weights=balanced` takes every class to be as common as any other.
      """,
    searchTerms: ["naive", "gaussian", "probability"],
    reference: "sklearn.naive_bayes.GaussianNB",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | bayes", shows: "macro-F1"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | bayes weights=balanced", shows: "macro-F1"),
    ])

  @Parameter("part of the largest variance that is added to all", in: .from(0), aliases: ["var_smoothing"])
  var smoothing = 1e-9
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none

  var weightsClasses: Bool { weights == .balanced }

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureModel<FittedGaussianBayes> {
    let model = try GaussianBayes(smoothing: smoothing, classWeights: weights.engineWeighting)
    return try model.fitted(to: training, name: "bayes", context)
  }
}
