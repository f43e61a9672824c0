import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// `base | dependence f3`, `base | dependence age | plot`
struct DependenceStage: ReaderStage {
  static let declaration = Declaration(
    "dependence", "Shows how a model's answer changes with one column (partial dependence), with intervals.",
    takes: .result, gives: .table,
    discussion: """
      Every test row is given one number in the column, then another, all else as it is, and the model's mean probability of \
      each class is told: what the model does with the column, on average over these rows. The interval is for the mean over \
      other rows like these, whole subjects at a time; it says nothing of other models. Where columns go together, rows are \
      asked about that cannot be: an answer at the edge of the numbers means little. The points are quantiles of the column \
      among the test rows of the first split. A dependence is a property of the model, and of the world only if the model is.
      """,
    searchTerms: ["partial dependence", "pdp", "ice", "effect", "marginal", "explain"],
    reference: "Friedman 2001; sklearn.inspection.partial_dependence(kind=\"average\")",
    examples: [
      Example(
        "faces n=120 subjects=16 intensity=1 | lbp | pca 5 | logreg | dependence f1 points=5", shows: "probability"),
      Example(
        "faces n=120 subjects=16 intensity=1 | lbp | pca 5 | forest trees=20 | dependence f2 points=5 | plot",
        shows: "over f2"),
    ])

  @Parameter("the column, as the model is given it", positional: true, aliases: ["feature"]) var column: ColumnName
  @Parameter("how many numbers to try", in: .between(2, 500), aliases: ["grid_resolution"]) var points = 20

  func columns(from columns: [String]) -> [String]? { [column.name, "class", "probability"] }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let work = try ModelAtWork(input, for: "dependence", context)
    let names = work.columnNames
    guard let index = names.firstIndex(of: column.name) else {
      throw ExplanationError.noSuchColumn(column.name, count: names.count)
    }
    let execution = context.stage.execution
    let numbers = Self.quantiles(of: (0..<work.features.rows).map { work.features[$0, index] }, points)
    let subjects = work.test.metadata.subjects
    var changed = work.features
    let means = try numbers.enumerated().map { place, number -> [ClusteredMean] in
      try execution.checkInterruption()
      execution.report(fraction: Double(place) / Double(numbers.count))
      for row in 0..<changed.rows { changed[row, index] = number }
      let scores = try work.scores(changed, execution.silent)
      return (0..<scores.columns).map { code in
        ClusteredMean((0..<scores.rows).map { Double(scores[$0, code]) }, clusters: subjects)
      }
    }
    let rows = zip(numbers, means).flatMap { number, means in
      zip(work.model.classNames, means).map { name, mean in
        Table.Row([
          .number(Double(number)), .text(name),
          .estimate(Estimate(mean.value, lower: mean.bounds?.lowerBound, upper: mean.bounds?.upperBound)),
        ])
      }
    }
    let meaning = try work.meaning(execution)
    return Table(
      columns: [column.name, "class", "probability"], rows: rows, synthetic: work.pipeline.origin.synthetic,
      notes: [
        "mean \(meaning) over \(grouped(work.features.rows)) test rows, each given the number; 95% intervals over "
          + (subjects == nil ? "rows" : "whole subjects")
      ], choices: [column.name, "class"])
  }

  /// From the least to the greatest, each once.
  static func quantiles(of numbers: [Float], _ count: Int) -> [Float] {
    let sorted = numbers.filter(\.isFinite).sorted()
    guard let last = sorted.indices.last, count > 1 else { return sorted }
    var found: [Float] = []
    for step in 0..<count {
      let place = Double(step) / Double(count - 1) * Double(last)
      let (low, share) = (Int(place), Float(place - place.rounded(.down)))
      let number = sorted[low] + (sorted[min(low + 1, last)] - sorted[low]) * share
      if found.last != number { found.append(number) }
    }
    return found
  }
}
