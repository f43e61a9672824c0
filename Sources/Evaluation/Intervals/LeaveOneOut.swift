import Numerics

/// Scores of the test without one unit at a time: without one subject where subjects are known, otherwise without one
/// row. Units that add the same counts give the same scores and are scored once.
///
/// Cost: O(kinds of unit × scores), so at most classes² scores for rows (classes³ for two classifiers), and one for
/// each subject. Nothing is drawn.
struct LeaveOneOut: Sendable {
  /// How many units are of each kind.
  let weights: [Double]
  /// For each kind the scores without one unit of it.
  let values: [[Double]]
  /// The scores with all units.
  let estimates: [Double]
  /// How many units there are.
  let unitCount: Int

  /// - Parameters:
  ///   - predictions: those of one or two classifiers, a class for each row.
  ///   - unitOfRow: which rows are left out together; nil leaves out rows.
  ///   - scores: takes a confusion matrix for each classifier; gives always as many scores.
  /// - Throws: `EvaluationError.noRows`, `.differentLengths`, `.unknownCode`, `Interrupted`.
  init(
    truth: Labels, predictions: [[Int]], unitOfRow: [Int]?, context: ExecutionContext,
    scores: ([ConfusionMatrix]) -> [Double]
  ) throws {
    for predicted in predictions { try checkPredictions(predicted, of: truth) }
    if let unitOfRow, unitOfRow.count != truth.count {
      throw EvaluationError.differentLengths(of: "subjects", found: unitOfRow.count, rows: truth.count)
    }
    let classes = truth.names.count
    let cells = truth.codes.indices.map { row in
      predictions.reduce(truth.codes[row]) { $0 * classes + $1[row] }
    }
    let cellCount = predictions.reduce(classes) { count, _ in count * classes }
    let units = SamplingUnits(cells: cells, cellCount: cellCount, unitOfRow: unitOfRow)
    try self.init(
      units, tables: Tables(names: truth.names, count: predictions.count), context: context, scores: scores)
  }

  /// The scores of groups of rows, a confusion matrix for each group, in their order; rows of no known group take no part.
  init(
    truth: Labels, predicted: [Int], groups: Grouping, unitOfRow: [Int]?, context: ExecutionContext,
    scores: ([ConfusionMatrix]) -> [Double]
  ) throws {
    try checkPredictions(predicted, of: truth)
    for (what, found) in [("groups", groups.count), ("subjects", unitOfRow?.count ?? truth.count)]
    where found != truth.count {
      throw EvaluationError.differentLengths(of: what, found: found, rows: truth.count)
    }
    let size = truth.names.count * truth.names.count
    let rows = truth.codes.indices.filter { groups.codes[$0] != nil }
    let cells = rows.map { (groups.codes[$0] ?? 0) * size + truth.codes[$0] * truth.names.count + predicted[$0] }
    let units = SamplingUnits(
      cells: cells, cellCount: groups.names.count * size, unitOfRow: unitOfRow.map { unit in rows.map { unit[$0] } })
    try self.init(
      units, tables: Tables(names: truth.names, count: groups.names.count, areGroups: true), context: context,
      scores: scores)
  }

  /// The same from counts alone: each row is a unit.
  init(_ confusion: ConfusionMatrix, context: ExecutionContext, scores: ([ConfusionMatrix]) -> [Double]) throws {
    guard confusion.total > 0 else { throw EvaluationError.noRows }
    let units = SamplingUnits(counts: confusion.counts)
    try self.init(units, tables: Tables(names: confusion.names, count: 1), context: context, scores: scores)
  }

  private init(
    _ units: SamplingUnits, tables: Tables, context: ExecutionContext, scores: ([ConfusionMatrix]) -> [Double]
  ) throws {
    var counts = tables.empty
    for kind in units.kindCounts.indices { tables.add(units, kind, times: units.kindCounts[kind], to: &counts) }
    estimates = scores(tables.matrices(counts))
    unitCount = units.unitCount
    weights = units.kindCounts.map(Double.init)
    guard unitCount > 1 else {
      values = []
      return
    }
    var values: [[Double]] = []
    values.reserveCapacity(units.kindCounts.count)
    for kind in units.kindCounts.indices {
      if kind % 64 == 0 { try context.checkInterruption() }
      tables.add(units, kind, times: -1, to: &counts)
      values.append(scores(tables.matrices(counts)))
      tables.add(units, kind, times: 1, to: &counts)
    }
    self.values = values
  }

  /// How far one of the scores, or a function of it, varies from unit to unit; nil where there is but one unit.
  func spread(of score: Int, scale: (Double) -> Double = { $0 }) -> JackknifeSpread? {
    guard unitCount > 1 else { return nil }
    return JackknifeSpread(values: values.map { scale($0[score]) }, weights: weights)
  }
}

/// How the cells of (truth, first, second), or of (group, truth, prediction), add to confusion matrices.
private struct Tables {
  let names: [String]
  /// A matrix for each classifier, or for each group.
  let count: Int
  var areGroups = false

  private var size: Int { names.count * names.count }

  var empty: [[Int]] { [[Int]](repeating: [Int](repeating: 0, count: size), count: self.count) }

  func add(_ units: SamplingUnits, _ kind: Int, times: Int, to counts: inout [[Int]]) {
    let classes = names.count
    for (cell, count) in units.additions[kind] {
      if areGroups || self.count == 1 {
        counts[cell / size][cell % size] += times * count
      } else {
        counts[0][cell / classes] += times * count
        counts[1][cell / size * classes + cell % classes] += times * count
      }
    }
  }

  func matrices(_ counts: [[Int]]) -> [ConfusionMatrix] {
    counts.map { ConfusionMatrix(unchecked: names, $0) }
  }
}
