import Datasets
import Evaluation
import Numerics
import Plans
import Samples

/// `test_on "ck48"`
struct TestOnStage: EvaluatorStage {
  static let declaration = Declaration(
    "test_on", "Tests on one data set and trains on the others.", takes: .result, gives: .result,
    discussion: """
      Does what was learnt from one collection hold on another? Faces, cameras and labels differ from set to set, and \
      scores fall. Where the set is not among the sources yet, it is loaded beside them.
      """,
    searchTerms: ["cross", "dataset", "domain"], reference: "leave-one-dataset-out",
    examples: [
      Example(
        "load [\"kmirfan\", \"kori\"] | resize 48 | lbp grid=4 | pca 20 | logreg | test_on \"kori\"",
        shows: "test on kori")
    ])

  @Parameter("the data set to test on", positional: true) var source: String

  var neededSource: String? { source }

  func readPaths(in environment: RunEnvironment) -> [String] {
    DataPlace(source, environment).path.map { [$0] } ?? []
  }

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    // Rows read from a path are called like its last part.
    let name = metadata.sources.contains(source) ? source : DatasetLoader.sourceName(ofPath: source)
    return try TestOnSource(name).splits(of: metadata.evaluationRows(), seed: context.seed).plan(
      "trained on the rest, test on \(name)")
  }
}
