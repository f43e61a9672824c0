import Evaluation
import Learning
import Numerics
import Plans
import Samples

/// What models say of training rows that they had not seen: the rows are cut into folds, each predicted by models that
/// learnt from the others.
///
/// Subjects are kept whole, and so are repeats of a row. Rows that a resampler made up are left out on both sides, because
/// each of them tells of two rows that may be in different folds.
struct OutOfFold {
  /// The rows, as numbers of the training rows.
  let rows: [Int]
  let codes: [Int]
  /// For each model, a score for every one of `rows` and class.
  let scores: [Matrix]

  /// - Throws: `EvaluationError` where there are too few rows or subjects for the folds; what the models throw.
  init(of models: [ModelParameter], _ training: Samples, folds: Int, _ context: StageContext) throws {
    rows = training.metadata.realRows
    let real = training.gathering(rows)
    let labels = try real.metadata.labels
    codes = labels.codes
    let classes = labels.names.count
    var scores = models.map { _ in Matrix(rows: real.metadata.count, columns: classes) }
    let splits = try KFold(folds: folds, by: .subject).splits(
      of: Self.units(of: real.metadata), seed: context.part(-1).seed)
    for (number, split) in splits.splits.enumerated() {
      let (inner, held) = (real.gathering(split.train), real.content.gatheringRows(split.test))
      for (place, model) in models.enumerated() {
        let found = try model.fitted(to: inner, context.part(number, place)).scores(
          of: held, context: context.execution)
        for (position, row) in split.test.enumerated() {
          for code in 0..<classes { scores[place][row, code] = found[position, code] }
        }
      }
    }
    self.scores = scores
  }

  private static func units(of metadata: RowMetadata) throws -> EvaluationRows {
    guard !metadata.knowsSubjects, Set(metadata.rowNames).count < metadata.count else {
      return try metadata.evaluationRows()
    }
    return try EvaluationRows(
      labels: metadata.labels, subjects: Grouping(metadata.rowNames.map { $0 }),
      sources: Grouping(metadata.sources.map { $0 }), parts: nil)
  }
}
