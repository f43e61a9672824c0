import Learning
import Plans
import Samples

/// `kmeanssmote`, `kmeanssmote clusters=4 share=10%`
struct KMeansSMOTEStage: ResamplerStage {
  static let declaration = Declaration(
    "kmeanssmote", "Adds training rows to small classes, within clusters where they are at home.", takes: .features,
    gives: .features,
    discussion: """
      Rows are first put into clusters. A class grows only in clusters where it makes up a good share of the rows, so \
      that no line is drawn across another class, and more where its rows lie far apart. By default the share is half \
      of the class's part of all new rows. Where a class is at home in no cluster you are told: use fewer clusters, or \
      a smaller share.
      """,
    searchTerms: ["oversample", "imbalance", "cluster", "means", "synthetic"],
    reference: "Douzas, Bacao & Last 2018; imblearn.over_sampling.KMeansSMOTE",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | kmeanssmote clusters=2 share=1%", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | kmeanssmote median clusters=1", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours to draw from", in: .from(1), aliases: ["k_neighbors"]) var k = 2
  @Parameter("clusters of rows", in: .from(1), aliases: ["kmeans_estimator"]) var clusters = 8
  @Parameter("least share of a class in a cluster where it grows; none for the rule", in: .between(0, 1))
  var share: Share? = nil
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let sampler = try KMeansSMOTE(
      neighbours: k, clusters: clusters, leastShare: share?.value, target: target.target(limit: below))
    return try training.resampled(by: sampler, name: "kmeanssmote", context)
  }
}
