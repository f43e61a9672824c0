import Learning
import Plans

/// `scale`
struct ScaleStage: FittedStage {
  static let declaration = Declaration(
    "scale", "Brings every column to mean 0 and deviation 1, as the training rows have them.", takes: .features,
    gives: .features,
    discussion: """
      Methods that measure distances, such as an SVM or nearest neighbours, listen most to the columns with the largest \
      numbers. Scaling gives every column the same say. Mean and deviation are learnt from training rows alone; a \
      column that does not vary becomes 0.
      """,
    searchTerms: ["standardize", "standardise", "normalize", "zscore", "standardscaler"],
    reference: "sklearn.preprocessing.StandardScaler",
    examples: [Example("faces n=40 subjects=8 | pixels | scale", shows: "40 × 6,400 features")])

  func fit(_ training: Samples, _ work: StageWork) throws -> FeatureTransform<FittedScaler> {
    FeatureTransform(
      name: "scale",
      fitted: try StandardScaler().fit(
        features(of: training.content, for: "scale"), seed: work.seed, context: work.context))
  }
}
