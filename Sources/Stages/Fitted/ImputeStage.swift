import Basics
import Learning
import Numerics
import Plans
import Samples

/// `impute`, `impute median indicators=yes`
struct ImputeStage: FittedStage {
  static let declaration = Declaration(
    "impute", "Fills missing numbers by the mean, median or commonest number of their column.",
    takes: .features, gives: .features,
    discussion: """
      Most methods cannot context with a number that is not there. Here each column's missing numbers become the mean of \
      its others, the median, which a few extreme numbers do not move, or the number that is there most often. All is \
      learnt from training rows alone: a mean over all rows would tell the model of test rows. That a number is missing \
      may itself say something, which filling hides: `indicators=yes` adds a column of 0 and 1 for each column with \
      holes in the training rows. A column without any training number is left out, and a note says so. `xgboost` takes \
      missing numbers as they are.
      """,
    searchTerms: ["missing", "nan", "fill", "fillna", "simpleimputer", "imputation", "mean", "median"],
    reference: "Little & Rubin 2002; sklearn.impute.SimpleImputer",
    examples: [
      Example("faces n=40 subjects=8 | pixels | impute", shows: "40 × 6,400 features"),
      Example("faces n=40 subjects=8 | lbp grid=2 | impute median indicators=yes | svm rbf", shows: "macro-F1"),
      Example("load \"patients.csv\" | impute | logreg | cv 5", notRunBecause: "it needs a file of your own"),
    ])

  @Parameter("what stands for the missing numbers of a column", positional: true, aliases: ["strategy"])
  var method = ImputationMethod.mean
  @Parameter("add a column for each that has holes: 1 where a number was missing", aliases: ["add_indicator"])
  var indicators = false

  var takesMissingValues: Bool { true }
  var keepsColumns: Bool { !indicators }

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureTransform<FittedImputer> {
    let matrix = try training.content.require(Matrix.self, for: "impute")
    let fitted = try Imputer(method.strategy, addingIndicators: indicators)
      .fit(matrix, seed: context.seed, context: context.execution)
    let lost = matrix.columns - fitted.columns.count
    if lost > 0 {
      context.note(
        lost == 1
          ? "1 column has no number in the training rows and is left out"
          : "\(grouped(lost)) columns have no number in the training rows and are left out")
    }
    return FeatureTransform(name: "impute", fitted: fitted)
  }
}

/// What `impute` fills in.
enum ImputationMethod: String, WordParameter {
  case mean, median
  case mostFrequent = "most_frequent"
  static let placeholder = ImputationMethod.mean

  var strategy: Imputer.Strategy {
    switch self {
    case .mean: .mean
    case .median: .median
    case .mostFrequent: .mostFrequent
    }
  }
}
