import Basics
import Learning
import Numerics
import Plans
import Samples

/// `forest`, `forest extra trees=300 weights=balanced`
struct ForestStage: ModelStage {
  enum Kind: String, WordParameter {
    case random, extra
    static let placeholder = Kind.random
  }

  enum ClassWeights: String, WordParameter {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case none, balanced, balanced_per_tree
    static let placeholder = ClassWeights.none
  }

  static let declaration = Declaration(
    "forest", "Random forest: many deep trees on random rows and columns, averaged.", takes: .features, gives: .result,
    version: 2,
    discussion: """
      A single deep tree learns its rows by heart. A forest grows many, each on rows drawn with repetition and with \
      only some columns to choose from at every split, so that their mistakes differ and the average is steady. Columns \
      need no scaling and little needs tuning: more trees never hurt, they only take time. `extra` draws the cuts as \
      well and lets every tree see all rows: quicker to split, smoother. `oob=yes` scores each row by the trees that \
      had not drawn it, an estimate that needs no test part. Rows of one person, or a row and what `oversample` and `smote` \
      made of it, would tell each other's class: where there are such, the estimate is that of a second forest, which learns \
      from the rows that nobody made, weighted as the classes are with those made, and in whose bags people are in or out \
      as a whole; that takes as long again, and the model is the same with or without it.
      """,
    searchTerms: ["random", "trees", "bagging", "extratrees", "ensemble"],
    reference:
      "Breiman 2001; Geurts, Ernst & Wehenkel 2006; sklearn.ensemble.RandomForestClassifier, ExtraTreesClassifier",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | forest", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | forest extra trees=200 weights=balanced",
        shows: "macro-F1"),
    ])

  @Parameter("random (best cuts, drawn rows) or extra (drawn cuts, all rows)", positional: true) var kind = Kind.random
  @Parameter("how many trees", in: .between(1, 1_000_000), aliases: ["n_estimators"]) var trees = 100
  @Parameter("what splits make small: gini or entropy") var criterion = CriterionChoice.gini
  @Parameter("questions from the root to a leaf at most", in: .from(1), aliases: ["max_depth"]) var depth: Int? = nil
  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("rows in each leaf at least", in: .from(1), aliases: ["min_samples_leaf"]) var min_leaf = 1
  @Parameter("columns looked at for each split: sqrt, or a share", in: .between(0.0001, 1), aliases: ["max_features"])
  var columns = ColumnsChoice.sqrt
  @Parameter(
    "how much classes count: none, balanced, or balanced_per_tree (among the rows a tree drew)",
    aliases: ["class_weight"])
  var weights = ClassWeights.none
  @Parameter("tell the accuracy on rows that trees had not drawn", aliases: ["oob_score"]) var oob = false

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureModel<FittedForest> {
    let kin = oob ? OutOfBagKin(training.metadata) : nil
    let forest = try RandomForest(
      trees: trees, extra: kind == .extra, criterion: criterion.engineCriterion, maxDepth: depth, minLeaf: min_leaf,
      candidates: columns.engineCandidates, classWeights: engineWeights, scoresOutOfBag: oob && kin == nil)
    let features = try training.content.require(Matrix.self, for: "forest")
    let fitted = try forest.fit(
      features, training.metadata.labels, weights: training.metadata.rowWeights, seed: context.seed,
      context: context.execution)
    let accuracy =
      try kin.map { kin in
        try forest.outOfBagAccuracy(
          features.gathering(kin.rows, context: context.execution), training.metadata.labels.gathering(kin.rows),
          weights: kin.weights, unitOfRow: kin.unitOfRow, seed: context.seed, context: context.execution)
      } ?? fitted.outOfBagAccuracy
    if let accuracy {
      context.note(
        "out-of-bag accuracy \((accuracy * 1000).rounded() / 1000)" + (kin.map { ", \($0.description)" } ?? ""))
    }
    return FeatureModel(name: "forest", fitted: fitted)
  }

  private var engineWeights: TreeClassWeights {
    switch weights {
    case .none: .none
    case .balanced: .balanced
    case .balanced_per_tree: .balancedPerTree
    }
  }
}

/// `gini` or `entropy`.
enum CriterionChoice: String, WordParameter {
  case gini, entropy
  static let placeholder = CriterionChoice.gini

  var engineCriterion: SplitCriterion { self == .gini ? .gini : .entropy }
}

/// `sqrt` or a share of the columns.
enum ColumnsChoice: ParameterValue, Hashable {
  case sqrt
  case share(Double)

  static let type = ParameterType.either([.words(["sqrt"]), .share])
  static let placeholder = ColumnsChoice.sqrt

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word("sqrt"): self = .sqrt
    case .word(let word): throw .word(word, expected: Self.type.words)
    case .number(let value, .percent): self = .share(value / 100)
    case .number(let value, .plain): self = .share(value)
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }

  var canonicalText: String {
    switch self {
    case .sqrt: "sqrt"
    case .share(let share): NumberFormat.shortest(share * 100) + "%"
    }
  }

  var boundedNumbers: [Double] {
    if case .share(let share) = self { [share] } else { [] }
  }

  var engineCandidates: RandomForest.Candidates {
    switch self {
    case .sqrt: .squareRoot
    case .share(let share): .share(share)
    }
  }
}
