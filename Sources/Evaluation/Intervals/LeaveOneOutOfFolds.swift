import Numerics

extension LeaveOneOut {
  /// The means over folds of scores without one unit at a time, each unit a kind of its own.
  ///
  /// A mean over small folds varies more than the score of all rows together where it counts classes alike, since each fold
  /// has few rows of a class. A fold is a stratum: a step away from it counts √((n − 1)/n) with its n units, as the
  /// jackknife of stratified samples asks (Jones 1974). A fold that is left without rows takes no part.
  /// Cost: a score of each fold that a unit is in.
  /// - Parameters:
  ///   - predictions: those of one or two classifiers, fold after fold; checked already.
  ///   - foldSizes: how many rows each fold has.
  /// - Throws: `Interrupted`.
  init(
    truth: Labels, predictions: [[Int]], unitOfRow: [Int], foldSizes: [Int], context: ExecutionContext,
    scores: ([ConfusionMatrix]) -> [Double]
  ) throws {
    let classes = truth.names.count
    var tables = foldSizes.map { _ in
      predictions.map { _ in [Int](repeating: 0, count: classes * classes) }
    }
    func add(_ row: Int, of fold: Int, times: Int) {
      for (index, predicted) in predictions.enumerated() {
        tables[fold][index][truth.codes[row] * classes + predicted[row]] += times
      }
    }
    func scored(_ fold: Int) -> [Double] {
      scores(tables[fold].map { ConfusionMatrix(unchecked: truth.names, $0) })
    }
    let foldOfRow = foldSizes.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    for (row, fold) in foldOfRow.enumerated() { add(row, of: fold, times: 1) }
    let whole = foldSizes.indices.map(scored)
    let total = whole.indices.reduce([Double](repeating: 0, count: whole.first?.count ?? 0)) { sum, fold in
      zip(sum, whole[fold]).map(+)
    }
    let units = Dictionary(grouping: foldOfRow.indices) { unitOfRow[$0] }.sorted { $0.key < $1.key }.map(\.value)
    var unitsOfFold = foldSizes.map { _ in 0 }
    for rows in units { for fold in Set(rows.map { foldOfRow[$0] }) { unitsOfFold[fold] += 1 } }
    estimates = total.map { $0 / Double(foldSizes.count) }
    unitCount = units.count
    weights = units.map { _ in 1 }
    var values: [[Double]] = []
    for (index, rows) in units.enumerated() where units.count > 1 {
      if index % 16 == 0 { try context.checkInterruption() }
      var (sum, folds) = (total, foldSizes.count)
      for row in rows { add(row, of: foldOfRow[row], times: -1) }
      for (fold, left) in Dictionary(grouping: rows, by: { foldOfRow[$0] }).sorted(by: { $0.key < $1.key }) {
        let isEmptied = left.count == foldSizes[fold]
        if isEmptied { folds -= 1 }
        let rest = isEmptied ? sum.map { _ in 0 } : scored(fold)
        let share = isEmptied ? 1 : (1 - 1 / Double(unitsOfFold[fold])).squareRoot()
        for score in sum.indices { sum[score] += share * (rest[score] - whole[fold][score]) }
      }
      for row in rows { add(row, of: foldOfRow[row], times: 1) }
      values.append(sum.map { $0 / Double(max(folds, 1)) })
    }
    self.values = values
  }
}
