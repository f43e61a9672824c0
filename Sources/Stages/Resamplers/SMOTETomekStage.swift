import Learning
import Plans
import Samples

/// `smotetomek`, `smotetomek median`
struct SMOTETomekStage: ResamplerStage {
  static let declaration = Declaration(
    "smotetomek", "SMOTE, and then removes pairs of rows of different classes that are each other's nearest.",
    takes: .features, gives: .features,
    discussion: """
      As `smoteenn`, with a lighter hand: after SMOTE only Tomek links go, pairs of rows of different classes that are \
      each other's nearest neighbours, old or new. Classes end near their target, not at it.
      """,
    searchTerms: ["oversample", "clean", "combine", "hybrid", "links"],
    reference: "Batista, Bazzan & Monard 2003; imblearn.combine.SMOTETomek",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smotetomek", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smotetomek median k=3", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours that SMOTE draws from", in: .from(1), aliases: ["k_neighbors"]) var k = 5
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let smote = try SMOTE(neighbours: k, target: target.target(limit: below))
    return try training.resampled(by: CleanedSMOTE(smote, then: TomekLinks(classes: .all)), name: "smotetomek", context)
  }
}
