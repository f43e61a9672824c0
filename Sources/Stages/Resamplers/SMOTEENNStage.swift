import Learning
import Plans
import Samples

/// `smoteenn`, `smoteenn kind=mode`
struct SMOTEENNStage: ResamplerStage {
  static let declaration = Declaration(
    "smoteenn", "SMOTE, and then removes rows, old or new, that their neighbours disagree with.", takes: .features,
    gives: .features,
    discussion: """
      SMOTE draws lines between rows, and some of them run through other classes. Here all rows are cleaned \
      afterwards: a row, old or new, whose nearest neighbours are not of its class goes. Classes end near their \
      target, not at it. With `kind=all` much may go where classes overlap.
      """,
    searchTerms: ["oversample", "clean", "combine", "hybrid"],
    reference: "Batista, Prati & Monard 2004; imblearn.combine.SMOTEENN",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smoteenn kind=mode", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smoteenn median k=3 kind=mode", shows: "for training"),
    ])

  @Parameter(BalanceTarget.help, positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours that SMOTE draws from", in: .from(1), aliases: ["k_neighbors"]) var k = 5
  @Parameter("nearest neighbours that a row must agree with", in: .from(1)) var cleaning = 3
  @Parameter("whose agreement keeps a row: all neighbours, or the mode, their commonest class", aliases: ["kind_sel"])
  var kind = ENNKindName.all
  @Parameter(BalanceTarget.limitHelp, in: .inside(0, 1))
  var below: Share? = nil

  func check(in environment: RunEnvironment) throws { _ = try target.target(limit: below) }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let smote = try SMOTE(neighbours: k, target: target.target(limit: below))
    let cleaner = try EditedNearestNeighbours(neighbours: cleaning, kind: kind.engineKind, classes: .all)
    return try training.resampled(by: CleanedSMOTE(smote, then: cleaner), name: "smoteenn", context)
  }
}
