import Learning
import Plans
import Samples

/// `adasyn`, `adasyn median k=3`
struct ADASYNStage: ResamplerStage {
  static let declaration = Declaration(
    "adasyn", "Adds training rows to small classes, most where they are hardest to tell.", takes: .features,
    gives: .features,
    discussion: """
      Each row of a small class makes as many new rows as the share of other classes among its k nearest neighbours \
      asks for: a row in the thick of another class makes many, one among its own none. So the model sees more of what \
      is hard, and also more of what may be a mistake. Each share is rounded by itself, so the total may miss the \
      target by a few rows; you are told by how many.
      """,
    searchTerms: ["oversample", "imbalance", "adaptive", "synthetic"],
    reference: "He, Bai, Garcia & Li 2008; imblearn.over_sampling.ADASYN",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | adasyn", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | adasyn median k=3", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours", in: .from(1), aliases: ["n_neighbors"]) var k = 5
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    try training.resampled(by: ADASYN(neighbours: k, target: target.target(limit: below)), name: "adasyn", context)
  }
}
