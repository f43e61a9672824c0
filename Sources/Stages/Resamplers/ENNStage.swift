import Learning
import Plans
import Samples

/// `enn`, `enn all kind=mode k=5`
struct ENNStage: ResamplerStage {
  static let balancesClasses = false

  static let declaration = Declaration(
    "enn", "Removes training rows that their nearest neighbours disagree with.", takes: .features, gives: .features,
    discussion: """
      A row whose k nearest neighbours are of another class is a mistake or hopeless; without it the border is \
      smoother. `kind=all` keeps a row only when all its neighbours are of its class, which takes many rows where \
      classes overlap; `kind=mode` when its class is the commonest among them. By default the smallest class loses no \
      rows.
      """,
    searchTerms: ["under", "clean", "noise", "edited", "neighbours"],
    reference: "Wilson 1972; imblearn.under_sampling.EditedNearestNeighbours",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | enn kind=mode", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | enn all kind=mode k=5", shows: "for training"),
    ])

  @Parameter("which classes lose rows: larger (all but the smallest), largest, or all", positional: true)
  var classes = CleanedClassesName.larger
  @Parameter("nearest neighbours", in: .from(1), aliases: ["n_neighbors"]) var k = 3
  @Parameter("whose agreement keeps a row: all neighbours, or the mode, their commonest class", aliases: ["kind_sel"])
  var kind = ENNKindName.all

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let cleaner = try EditedNearestNeighbours(
      neighbours: k, kind: kind.engineKind, classes: classes.engineClasses)
    return try training.resampled(by: cleaner, name: "enn", context)
  }
}
