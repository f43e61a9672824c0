import Learning
import Plans
import Samples

/// `tomek`, `tomek all`
struct TomekStage: ResamplerStage {
  static let balancesClasses = false

  static let declaration = Declaration(
    "tomek", "Removes training rows whose nearest neighbour is of another class, and they its.", takes: .features,
    gives: .features,
    discussion: """
      Two rows of different classes that are each other's nearest form a Tomek link: one of them is noise, or both lie \
      right at the border. Removing them widens the gap between classes a little. It cleans, it does not balance: few \
      rows go. By default the smallest class loses none.
      """,
    searchTerms: ["under", "clean", "noise", "links"],
    reference: "Tomek 1976; imblearn.under_sampling.TomekLinks",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | tomek", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | tomek all", shows: "for training"),
    ])

  @Parameter("which classes lose rows: larger (all but the smallest), largest, or all", positional: true)
  var classes = CleanedClassesName.larger

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    try training.resampled(by: TomekLinks(classes: classes.engineClasses), name: "tomek", context)
  }
}
