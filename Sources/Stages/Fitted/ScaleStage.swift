import Learning
import Numerics
import Plans
import Samples

/// `scale`, `scale range`
struct ScaleStage: FittedStage {
  static let declaration = Declaration(
    "scale", "Brings every column to one scale, such as mean 0 and deviation 1 over the training rows.",
    takes: .features, gives: .features,
    discussion: """
      Methods that measure distances, such as an SVM or nearest neighbours, listen most to the columns with the largest \
      numbers. Scaling gives every column the same say. `standard` makes mean 0 and deviation 1, `range` makes the \
      values run from 0 to 1, `symmetric` from -1 to 1. All is learnt from training rows alone, so a test row may lie \
      outside; a column that does not vary becomes 0.
      """,
    searchTerms: ["standardize", "standardise", "normalize", "zscore", "standardscaler", "minmax"],
    reference: "sklearn.preprocessing.StandardScaler, MinMaxScaler",
    examples: [
      Example("faces n=40 subjects=8 | pixels | scale", shows: "40 × 6,400 features"),
      Example("faces n=40 subjects=8 | pixels | scale symmetric | svm rbf", shows: "macro-F1"),
    ])

  @Parameter("what is made equal for all columns", positional: true) var method = ScalingMethod.standard

  var keepsColumns: Bool { true }

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureTransform<FittedScaler> {
    FeatureTransform(
      name: "scale",
      fitted: try StandardScaler(method.engineMethod).fit(
        training.content.require(Matrix.self, for: "scale"), seed: context.seed, context: context.execution))
  }
}

/// What `scale` makes equal.
enum ScalingMethod: String, WordParameter {
  case standard, range, symmetric
  static let placeholder = ScalingMethod.standard

  var engineMethod: StandardScaler.Method {
    switch self {
    case .standard: .standard
    case .range: .range
    case .symmetric: .symmetric
    }
  }
}
