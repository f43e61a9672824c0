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
      may get all the credit. `shap` reads `logreg` too, beside the average test row. These read `xgboost`, `forest`, `tree` and what `automl` makes of them. `permutation` asks any \
      model: how much a metric falls on test rows where the numbers of one column are dealt anew among the rows, with the \
      deviation over the repeats. `block=59` deals neighbouring columns together, such as the bins of a cell of `lbp`.
      """,
    searchTerms: ["shap", "shapley", "explain", "feature", "contribution", "treeshap", "feature_importances"],
    reference: "Lundberg et al. 2020 (TreeSHAP, path-dependent); xgboost get_score",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 10 | xgboost trees=10 | importance", shows: "happy"),
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 10 | forest trees=10 | importance gain", shows: "gain"),
      Example(
        "faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | importance permutation repeats=3", shows: "fall"),
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
  @Parameter("permutation: how many neighbouring columns are dealt together", in: .from(1)) var block = 1

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

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let plan = input.as(EvaluationResult.self)?.plan
    let pipeline = try fittedPipeline(of: input, context)
    guard let last = pipeline.steps.last, case .model(let model) = last.learnt else { throw StageError.noModel }
    if kind == .permutation {
      guard let plan else { throw ImportanceError.noRows }
      return try permutationTable(of: model, try context.modelInput(plan), pipeline, context.stage)
    }
    if kind == .shap, let linear = (model as? any ModelOfColumns)?.linear {
      guard let plan else { throw ImportanceError.noRows }
      let test = try context.modelInput(plan)
      let means = try test.content.require(Matrix.self, for: "importance").columnMeans(context: context.stage.execution)
      return try shapTable(
        (linear.outputNames, linear.outputMeaning), test, pipeline,
        note: "beside the average test row, columns taken one by one"
      ) { try linear.contributions($0, around: means, context: context.stage.execution) }
    }
    guard let trees = (model as? any ModelOfTrees)?.trees else {
      throw ImportanceError.noTrees(model: last.step.declaration.name)
    }
    if let ofTrees = kind.ofTrees { return try table(of: trees, ofTrees, pipeline, last.step) }
    guard let plan else { throw ImportanceError.noRows }
    return try shapTable((trees.outputNames, trees.outputMeaning), try context.modelInput(plan), pipeline, note: nil) {
      try trees.contributions($0, context: context.stage.execution)
    }
  }

  private func table(
    of trees: any ContributingClassifier, _ counted: ColumnImportance, _ pipeline: FittedPipeline, _ step: PlanStep
  ) throws -> Table {
    guard let numbers = trees.columnImportance(counted) else {
      throw ImportanceError.notCounted(measure: kind.rawValue, model: step.declaration.name)
    }
    let names = columnNames(pipeline, count: numbers.count)
    let order = numbers.indices.sorted { (numbers[$1], $0) < (numbers[$0], $1) }
    return Table(
      columns: ["feature", kind.rawValue],
      rows: order.prefix(top).map { .init([.text(names[$0]), .number(numbers[$0])]) },
      synthetic: pipeline.origin.synthetic, notes: notes(shown: order.count))
  }

  private func shapTable(
    _ output: (names: [String], meaning: String), _ test: Samples, _ pipeline: FittedPipeline, note: String?,
    _ contributions: (Matrix) throws -> Contributions
  ) throws -> Table {
    let count = min(rows, test.metadata.count)
    let some = test.gathering((0..<count).map { $0 * test.metadata.count / max(1, count) })
    let found = try contributions(some.content.require(Matrix.self, for: "importance"))
    let means = found.meanAbsolute()
    let names = columnNames(pipeline, count: found.columns)
    let totals = (0..<found.columns).map { column in means.reduce(0) { $0 + $1[column] } }
    let order = totals.indices.sorted { (totals[$1], $0) < (totals[$0], $1) }
    let classes = found.outputs > 1 ? output.names : []
    let of = classes.isEmpty ? "the \(output.meaning) of '\(output.names[0])'" : "each class's \(output.meaning)"
    return Table(
      columns: ["feature", "all"] + classes,
      rows: order.prefix(top).map { column in
        .init(
          [.text(names[column]), .number(totals[column])]
            + (classes.isEmpty ? [] : means.map { .number($0[column]) }))
      }, synthetic: pipeline.origin.synthetic,
      notes: [
        "mean absolute contribution to \(of), over \(grouped(count)) of \(grouped(test.metadata.count)) test rows"
          + (note.map { ", \($0)" } ?? "")
      ] + notes(shown: order.count))
  }

  private func permutationTable(
    of model: any FittedModel, _ test: Samples, _ pipeline: FittedPipeline, _ context: StageContext
  ) throws -> Table {
    let metric = try metric.metric
    let found = try PermutationImportance(
      of: model, test, by: metric, repeats: repeats, block: block, seed: context.seed, context: context.execution)
    let columns = try test.content.require(Matrix.self, for: "importance").columns
    let names = columnNames(pipeline, count: columns)
    let titles = found.falls.indices.map { number in
      let (first, last) = (number * block, min(columns, (number + 1) * block) - 1)
      return first == last ? names[first] : "\(names[first])–\(names[last])"
    }
    let order = found.falls.indices.sorted { (found.falls[$1].mean, $0) < (found.falls[$0].mean, $1) }
    return Table(
      columns: ["feature", "fall", "sd"],
      rows: order.prefix(top).map {
        .init([.text(titles[$0]), .number(found.falls[$0].mean), .number(found.falls[$0].deviation)])
      }, synthetic: pipeline.origin.synthetic,
      notes: [
        "fall of \(metric.title), which is \(NumberFormat.decimal(found.baseline, digits: 3, missing: "–")) on the "
          + "\(grouped(test.metadata.count)) test rows, over \(repeats) deals; near 0 or below: nothing that can be told"
      ] + notes(shown: order.count))
  }

  private func notes(shown columns: Int) -> [String] {
    columns > top ? ["the first \(grouped(top)) of \(grouped(columns)) columns; `top=\(columns)` shows all"] : []
  }

  /// The columns' own names where every stage on the way kept the columns; otherwise their numbers.
  private func columnNames(_ pipeline: FittedPipeline, count: Int) -> [String] {
    let isKept = pipeline.steps.dropLast().allSatisfy { step, _ in
      if case .fitted(let stage) = step.stage.role { stage.keepsColumns } else { step.stage is any IdentityStage }
    }
    if isKept, let names = pipeline.origin.columnNames, names.count == count { return names }
    return (0..<count).map { "f\($0 + 1)" }
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

  static let samples: [Self] = [
    .noTrees(model: "svm"), .notCounted(measure: "cover", model: "forest"), .noRows,
  ]

  var entry: ErrorEntry {
    switch self {
    case .noTrees(let model):
      ErrorEntry(
        "E0323", "this model ends in '\(model)', which is not made of trees",
        remedy:
          "end the plan in `logreg`, `xgboost`, `forest` or `tree`, or ask `importance permutation`, which any model answers",
        explanation:
          "Shapley values can be worked out exactly and quickly for trees and for sums over columns; for other models they cannot."
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
    }
  }
}
