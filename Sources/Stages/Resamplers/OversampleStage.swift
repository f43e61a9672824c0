import Learning
import Plans
import Samples

/// `oversample`, `oversample 50% shrinkage=1`
struct OversampleStage: ResamplerStage {
  static let declaration = Declaration(
    "oversample", "Repeats training rows of small classes, drawn at random.", takes: .features, gives: .features,
    discussion: """
      The plainest way to balance classes: rows of the small ones count several times. Nothing new is invented, so a \
      flexible model may learn the repeated rows by heart. With a shrinkage each repeat is blurred by normal noise in \
      proportion to the spread of its class, the smoothed bootstrap: 1 is the width that suits normal data, 0 no \
      noise. Compare anything more elaborate with this first.
      """,
    searchTerms: ["random", "over", "imbalance", "balance", "bootstrap", "rose"],
    reference: "Menardi & Torelli 2014; imblearn.over_sampling.RandomOverSampler",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | oversample", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | oversample median shrinkage=1", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("width of the noise around repeated rows; none repeats them as they are", in: .between(0, 1_000_000))
  var shrinkage: Double? = nil
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let sampler = try RandomOversampling(target: target.target(limit: below), shrinkage: shrinkage)
    return try training.resampled(by: sampler, name: "oversample", context)
  }
}
