import Learning
import Plans
import Samples

/// `borderline`, `borderline kind=2 m=15`
struct BorderlineStage: ResamplerStage {
  static let declaration = Declaration(
    "borderline", "Adds training rows to small classes, at their border with the others.", takes: .features,
    gives: .features,
    discussion: """
      Rows deep inside a class are told apart anyway, and rows alone among other classes may be mistakes. Borderline \
      SMOTE grows a class only from rows in danger: at least half, but not all, of their m nearest neighbours are of \
      other classes. Kind 1 draws towards neighbours of the same class, kind 2 towards neighbours of any class, half \
      as far where it is another. A class without rows in danger stays as it is, and you are told.
      """,
    searchTerms: ["oversample", "imbalance", "danger", "border", "synthetic"],
    reference: "Han, Wang & Mao 2005; imblearn.over_sampling.BorderlineSMOTE",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | borderline", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | borderline kind=2 m=15", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours to draw from", in: .from(1), aliases: ["k_neighbors"]) var k = 5
  @Parameter("neighbours that tell whether a row is in danger", in: .from(1), aliases: ["m_neighbors"]) var m = 10
  @Parameter("1: towards the same class; 2: towards any class", in: .between(1, 2)) var kind = 1
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let sampler = try BorderlineSMOTE(
      kind: kind == 1 ? .one : .two, neighbours: k, dangerNeighbours: m, target: target.target(limit: below))
    return try training.resampled(by: sampler, name: "borderline", context)
  }
}
