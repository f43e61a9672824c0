import Learning
import Plans
import Samples

/// `undersample`, `undersample 50%`, `undersample above=20%`
struct UndersampleStage: ResamplerStage {
  static let declaration = Declaration(
    "undersample", "Keeps training rows of large classes at random, as many as the smallest class has.",
    takes: .features, gives: .features,
    discussion: """
      Throws rows of the large classes away until classes are level: quick to train, and no row is invented or \
      repeated, but what the dropped rows could teach is lost. With a smallest class of few rows that is nearly \
      everything; `undersample 50%` keeps up to twice its rows, `undersample median` only lowers classes above the \
      median, `above=20%` only those with more than a fifth of all rows.
      """,
    searchTerms: ["random", "under", "imbalance", "balance", "downsample"],
    reference: "imblearn.under_sampling.RandomUnderSampler",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | undersample", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | undersample 50%", shows: "for training"),
    ])

  @Parameter(ReductionTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = ReductionTarget.auto
  @Parameter(ReductionTarget.limitHelp, in: .inside(0, 1))
  var above: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: above) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    try training.resampled(by: RandomUndersampling(target: target.target(limit: above)), name: "undersample", context)
  }
}
