import Learning
import Plans
import Samples

/// `smote`, `smote median k=3`, `smote ["fear", 200]`, `smote below=20%`
struct SMOTEStage: ResamplerStage {
  static let declaration = Declaration(
    "smote", "Adds training rows to small classes, between a row and one of its neighbours.", takes: .features,
    gives: .features,
    discussion: """
      A learner that sees few rows of a class pays little for ignoring it. SMOTE makes new rows of the small classes: \
      each lies somewhere on the line from a row to one of its k nearest neighbours of the same class. Only training \
      rows are touched; a test row is always a real one. Class weights correct the same imbalance another way: using \
      both corrects it twice. A class needs at least k + 1 training rows.
      """,
    searchTerms: ["oversample", "imbalance", "balance", "synthetic", "resample"],
    reference: "Chawla, Bowyer, Hall & Kegelmeyer 2002; imblearn.over_sampling.SMOTE",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smote", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smote median k=3", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours to draw from", in: .from(1), aliases: ["k_neighbors"]) var k = 5
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    try training.resampled(by: SMOTE(neighbours: k, target: target.target(limit: below)), name: "smote", context)
  }
}
