import Learning
import Plans
import Samples

/// `nearmiss`, `nearmiss version=3`
struct NearMissStage: ResamplerStage {
  static let declaration = Declaration(
    "nearmiss", "Keeps the training rows of large classes that lie near the smallest class.", takes: .features,
    gives: .features,
    discussion: """
      Where random undersampling drops any rows, NearMiss keeps those at the border, which decide it. Version 1 keeps \
      rows whose k nearest rows of the smallest class are near, version 2 rows whose k farthest are; version 3 first \
      lets each row of the smallest class pick its nearest rows, then keeps of these the ones that lie farthest. \
      Versions 1 and 2 are drawn to outliers of the smallest class, so look at recall of every class.
      """,
    searchTerms: ["under", "imbalance", "downsample", "distance"],
    reference: "Mani & Zhang 2003; imblearn.under_sampling.NearMiss",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | nearmiss", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | nearmiss version=3 k=2", shows: "for training"),
    ])

  @Parameter(ReductionTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = ReductionTarget.auto
  @Parameter("1: near the nearest, 2: near the farthest, 3: around every row", in: .between(1, 3)) var version = 1
  @Parameter("rows of the smallest class to measure to", in: .from(1), aliases: ["n_neighbors"]) var k = 3
  @Parameter(
    "for version 3: rows that each row of the smallest class picks", in: .from(1), aliases: ["n_neighbors_ver3"])
  var picked = 3
  @Parameter(ReductionTarget.limitHelp, in: .inside(0, 1))
  var above: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: above) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let sampler = try NearMiss(
      version: NearMiss.Version(rawValue: version) ?? .nearest, neighbours: k, picked: picked,
      target: target.target(limit: above))
    return try training.resampled(by: sampler, name: "nearmiss", context)
  }
}
