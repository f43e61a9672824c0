import Learning
import Numerics
import Plans
import Samples

/// `knn`, `knn 15 votes=distance`
struct NeighboursStage: PrecomputingModelStage {
  enum VoteName: String, WordParameter {
    case uniform, distance
    static let placeholder = VoteName.uniform
  }

  static let declaration = Declaration(
    "knn", "The k nearest training rows vote on the class of a row.", takes: .features, gives: .result,
    discussion: """
      Learns nothing but the rows themselves: a new row gets the class that most of its k nearest training rows have. \
      Small k follows every detail, large k is smoother and favours common classes. With `votes=distance` near rows \
      count for more. Distances listen to large columns and drown in many: put `scale` or `pca` before it. Prediction \
      takes as long as there are training rows.
      """,
    searchTerms: ["neighbours", "neighbors", "nearest", "lazy"],
    reference: "Cover & Hart 1967; sklearn.neighbors.KNeighborsClassifier",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | knn", shows: "macro-F1"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | knn 15 votes=distance", shows: "macro-F1"),
    ])

  @Parameter("rows that vote", in: .from(1), positional: true, aliases: ["n_neighbors"]) var k = 5
  @Parameter("whether near rows count for more") var votes = VoteName.uniform
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none

  var weightsClasses: Bool { weights == .balanced }

  typealias Fitted = FeatureModel<FittedNeighbourClassifier>

  static let preparationName = "neighbours"
  var preparationArguments: String { "" }
  var preparationUse: Int { k }

  func prepare(_ training: Samples, _ context: StageContext) throws -> SharedNeighbours {
    SharedNeighbours(references: try training.content.require(Matrix.self, for: "knn"))
  }

  func byteCount(of preparation: SharedNeighbours) -> Int { preparation.byteCount }

  func fit(_ training: Samples, prepared: SharedNeighbours, _ context: StageContext) throws -> Fitted {
    let model = try NeighbourClassifier(
      neighbours: k, voting: votes == .distance ? .distance : .uniform, classWeights: weights.engineWeighting)
    return FeatureModel(
      name: "knn",
      fitted: try model.fit(
        training.content.require(Matrix.self, for: "knn"), training.metadata.labels,
        weights: training.metadata.rowWeights, shared: prepared, context: context.execution))
  }
}
