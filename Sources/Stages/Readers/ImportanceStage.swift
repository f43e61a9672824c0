import Basics
import Evaluation
import Learning
import Numerics
import Plans
import Samples

/// `base | importance`, `base | importance gain top=50`, `base | importance permutation metric=macro_f1`
struct ImportanceStage: ReaderStage {
  static let declaration = Declaration(
    "importance", "Shows which columns a model goes by.", takes: [.result, .fittedModel], gives: .table,
    discussion: """
      `shap` takes every answer for a test row apart into what each column adds to it or takes from it (Shapley values: \
      together they are the answer), and shows the mean size of that for each class and over all of them. The others read \
      the trees alone: `gain` is what a column's splits brought in training, `cover` the rows that they parted, `weight` \
      how many there are. `gain` flatters columns with many different numbers, even of noise. With several folds it is the \
      model of the first. A column that the model goes by is no cause of anything, and of columns that say the same one \
      may get all the credit. For trees and for `logreg` the values are exact; of every other model they are sampled, with \
      their error in the note, beside an average over test rows; `rows=` and `pairs=` say how many. In every case they are \
      checked to add up to the model's answer. `row=3` takes one row apart and, where its columns are cells of `lbp` or \
      `pixels`, also through `scale` and `pca`, shows on its face which places add to the answer and which take from it. `gain`, `cover` and `weight` read `xgboost`, \
      `forest`, `tree` and what `automl` makes of them. `permutation` asks any \
      model: how much a metric falls on test rows where the numbers of one column are dealt anew among the rows, with the \
      deviation over the repeats. `block=59` deals neighbouring columns together, such as the bins of a cell of `lbp`.
      """,
    searchTerms: ["shap", "shapley", "explain", "feature", "contribution", "treeshap", "feature_importances"],
    reference:
      "Lundberg et al. 2020 (TreeSHAP, path-dependent); Štrumbelj & Kononenko 2014 (sampled); xgboost get_score",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 10 | xgboost trees=10 | importance", shows: "happy"),
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 10 | forest trees=10 | importance gain", shows: "gain"),
      Example(
        "faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | importance permutation repeats=3", shows: "fall"),
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 4 | knn | importance rows=5 pairs=4", shows: "sampled"),
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 4 | logreg | importance row=2", shows: "adds"),
    ])

  @Parameter(
    "shap (of test rows), permutation (of test rows, any model), or gain, cover, weight (of the trees)",
    positional: true,
    aliases: ["by"]) var kind = Measure.shap
  @Parameter("how many columns to show, the most important first", in: .from(1)) var top = 20
  @Parameter("how many test rows to take apart at most, taken evenly", in: .from(1)) var rows = 200

  @Parameter("permutation: the metric whose fall is shown") var metric = MetricName.placeholder
  @Parameter("permutation: how often each column is dealt anew", in: .between(1, 10_000), aliases: ["n_repeats"])
  var repeats = 5
  @Parameter(
    "how many neighbouring columns are taken together, in permutation and in shap of other models", in: .from(1))
  var block = 1

  /// What importance counts.
  enum Measure: String, WordParameter {
    case shap, permutation, gain, cover, weight
    static let placeholder = Measure.shap

    /// nil for what is asked of rows.
    var ofTrees: ColumnImportance? {
      switch self {
      case .shap, .permutation: nil
      case .gain: .gain
      case .cover: .cover
      case .weight: .weight
      }
    }
  }

  @Parameter("shap: one test row of the first split, from 1, taken apart by itself", in: .from(1)) var row: Int? = nil
  @Parameter("shap of other models: how many pairs of orders are drawn", in: .between(2, 10_000)) var pairs = 20

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    var table = try found(input, context)
    table.provenance = input.as(EvaluationResult.self)?.provenanceLines ?? table.provenance
    return table
  }

  private func found(_ input: PlanValue, _ context: ReaderContext) throws -> Table {
    if let ofTrees = kind.ofTrees {
      let pipeline = try fittedPipeline(of: input, context)
      guard let last = pipeline.steps.last, case .model(let model) = last.learnt else { throw StageError.noModel }
      guard let trees = (model as? any ModelOfTrees)?.trees else {
        throw ImportanceError.noTrees(model: last.step.declaration.name)
      }
      return try table(of: trees, ofTrees, pipeline, last.step)
    }
    let work = try ModelAtWork(input, for: "importance", context)
    guard kind == .shap else { return try permutationTable(of: work, context.stage) }
    let shapley = ShapleyImportance(
      work: work, top: top, rows: rows, block: block, pairs: pairs, context: context.stage)
    guard let row else { return try shapley.table() }
    var (table, columns) = try shapley.row(row)
    if let result = input.as(EvaluationResult.self),
      let faces = try FaceContributions(columns, of: work, row: row - 1, result, context)
    {
      table.pictures = faces.pictures(captioned: "test row \(row)")
      table.notes.append(faces.note)
    }
    return table
  }

  private func table(
    of trees: any ContributingClassifier, _ counted: ColumnImportance, _ pipeline: FittedPipeline, _ step: PlanStep
  ) throws -> Table {
    guard let numbers = trees.columnImportance(counted) else {
      throw ImportanceError.notCounted(measure: kind.rawValue, model: step.declaration.name)
    }
    let names = pipeline.columnNames(count: numbers.count)
    let order = numbers.indices.sorted { (numbers[$1], $0) < (numbers[$0], $1) }
    return Table(
      columns: ["feature", kind.rawValue],
      rows: order.prefix(top).map { .init([.text(names[$0]), .number(numbers[$0])]) },
      synthetic: pipeline.origin.synthetic, notes: notes(shown: order.count))
  }

  private func permutationTable(of work: ModelAtWork, _ context: StageContext) throws -> Table {
    let metric = try metric.metric
    let found = try PermutationImportance(
      of: work.model, work.test, by: metric, repeats: repeats, block: block, seed: context.seed,
      context: context.execution)
    let titles = ColumnBlocks(count: work.features.columns, size: block).titles(work.columnNames)
    let order = found.falls.indices.sorted { (found.falls[$1].mean, $0) < (found.falls[$0].mean, $1) }
    return Table(
      columns: ["feature", "fall", "sd"],
      rows: order.prefix(top).map {
        .init([.text(titles[$0]), .number(found.falls[$0].mean), .number(found.falls[$0].deviation)])
      }, synthetic: work.pipeline.origin.synthetic,
      notes: [
        "fall of \(metric.title), which is \(NumberFormat.decimal(found.baseline, digits: 3, missing: "–")) on the "
          + "\(grouped(work.features.rows)) test rows, over \(repeats) deals; near 0 or below: nothing that can be told"
      ] + notes(shown: order.count))
  }

  private func notes(shown columns: Int) -> [String] {
    columns > top ? ["the first \(grouped(top)) of \(grouped(columns)) columns; `top=\(columns)` shows all"] : []
  }
}

/// A fitted model that may be one of trees.
protocol ModelOfTrees {
  var trees: (any ContributingClassifier)? { get }
}

extension FeatureModel: ModelOfTrees {
  var trees: (any ContributingClassifier)? { fitted as? any ContributingClassifier }
}

extension AutoMLModel: ModelOfTrees {
  var trees: (any ContributingClassifier)? { search.model as? any ContributingClassifier }
}

/// A fitted model whose answers may be sums over the columns.
protocol ModelOfColumns {
  var linear: (any LinearClassifier)? { get }
}

extension FeatureModel: ModelOfColumns {
  var linear: (any LinearClassifier)? { fitted as? any LinearClassifier }
}

/// What can be wrong with asking a model for what it goes by.
enum ImportanceError: ExplainableError {
  case noTrees(model: String)
  case notCounted(measure: String, model: String)
  case noRows
  case doesNotAdd(model: String, residual: Double)

  static let samples: [Self] = [
    .noTrees(model: "svm"), .notCounted(measure: "cover", model: "forest"), .noRows,
    .doesNotAdd(model: "xgboost", residual: 0.1),
  ]

  var entry: ErrorEntry {
    switch self {
    case .noTrees(let model):
      ErrorEntry(
        "E0323", "this model ends in '\(model)', which is not made of trees",
        remedy:
          "end the plan in `xgboost`, `forest` or `tree`, or ask `importance` or `importance permutation`, which any model answers",
        explanation: "Gain, cover and the number of splits are counts of trees; other models have none."
      )
    case .notCounted(let measure, let model):
      ErrorEntry(
        "E0324", "'\(model)' does not count '\(measure)'", remedy: "use `importance gain` or `importance`",
        explanation: "Cover and the number of splits are kept by boosted trees alone; a forest keeps the purity "
          + "gained.")
    case .noRows:
      ErrorEntry(
        "E0325", "a model from a file comes without test rows to take apart",
        remedy: "use `importance gain`, or the plan itself: `base | importance`",
        explanation: "Shapley values take answers for rows apart; a saved model holds what was learnt, and no rows.")
    case .doesNotAdd(let model, let residual):
      ErrorEntry(
        "E0355", "the contributions to '\(model)' do not add up to its answers; they are \(residual) off",
        remedy: "this is a fault of Mien; please report the plan. `importance permutation` does not depend on it",
        explanation: "Shapley values and the mean answer add up to the answer; where they do not, none is shown.")
    }
  }
}
