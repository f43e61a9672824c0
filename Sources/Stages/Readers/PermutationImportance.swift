import Evaluation
import Numerics
import Plans
import Samples

/// How much worse a model's answers become where the numbers of one column, or of a block of columns, are dealt anew among
/// the rows (Breiman 2001; scikit-learn's `permutation_importance`). Any model can be asked; nothing is fitted.
struct PermutationImportance {
  /// The metric on the rows as they are.
  let baseline: Double
  /// Of each block of columns: the mean fall of the metric over the repeats, and its standard deviation (of all repeats,
  /// as scikit-learn has it).
  let falls: [(mean: Double, deviation: Double)]

  /// - Parameters:
  ///   - test: rows that the model had not seen, as it is given them.
  ///   - block: how many neighbouring columns belong together, such as the bins of a cell of local binary patterns.
  /// - Throws: what the model throws; `Interrupted`. Cost: repeats × blocks predictions of the rows.
  init(
    of model: any FittedModel, _ test: Samples, by metric: Metric, repeats: Int, block: Int, seed: UInt64,
    context: ExecutionContext
  ) throws {
    let features = try test.content.require(Matrix.self, for: "importance")
    let labels = try test.metadata.labels
    func score(_ content: Matrix) throws -> Double {
      let rows = Samples(content: content, metadata: test.metadata)
      let codes = try model.predict(rows: rows, context: context.silent).codes
      let value = metric.value(try ConfusionMatrix(truth: labels, predicted: codes))
      return metric.isHigherBetter ? value : -value
    }
    let whole = try score(features)
    let firsts = Array(stride(from: 0, to: features.columns, by: max(1, block)))
    falls = try firsts.enumerated().map { number, first in
      let columns = first..<min(features.columns, first + max(1, block))
      let found = try (0..<repeats).map { turn -> Double in
        try context.checkInterruption()
        context.report(fraction: Double(number * repeats + turn) / Double(firsts.count * repeats))
        var generator = SeededGenerator.derived(from: seed, first, turn)
        let order = generator.shuffled(Array(0..<features.rows))
        var dealt = features
        for (row, other) in order.enumerated() {
          for column in columns { dealt[row, column] = features[other, column] }
        }
        return whole - (try score(dealt))
      }
      let mean = found.reduce(0, +) / Double(max(1, repeats))
      let squares = found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (squares / Double(max(1, repeats))).squareRoot())
    }
    baseline = metric.isHigherBetter ? whole : -whole
  }
}
