import Learning
import Plans
import Samples

/// `svmsmote`, `svmsmote median m=15`
struct SVMSMOTEStage: ResamplerStage {
  static let declaration = Declaration(
    "svmsmote", "Adds training rows to small classes, around the support vectors of an SVM.", takes: .features,
    gives: .features,
    discussion: """
      An SVM with the rbf kernel is fitted first: its support vectors are the rows that the border rests on. Those \
      with many neighbours of other classes grow inwards, towards their own class; those safe among their own grow \
      outwards, and push the border away. Support vectors with none but other classes around them are left out. Costs \
      a fit of the SVM; put `scale` or `pca` before it, as for `svm`.
      """,
    searchTerms: ["oversample", "imbalance", "support", "border", "synthetic"],
    reference: "Nguyen, Cooper & Kamei 2009; imblearn.over_sampling.SVMSMOTE",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | svmsmote", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | svmsmote median m=15", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours to draw from", in: .from(1), aliases: ["k_neighbors"]) var k = 5
  @Parameter("neighbours that tell whether a row is in danger", in: .from(1), aliases: ["m_neighbors"]) var m = 10
  @Parameter("how far outwards, as a part of the way to a neighbour", in: .between(0, 1), aliases: ["out_step"])
  var step = 0.5
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let sampler = try SVMSMOTE(
      neighbours: k, dangerNeighbours: m, outwardStep: step, target: target.target(limit: below))
    return try training.resampled(by: sampler, name: "svmsmote", context)
  }
}
