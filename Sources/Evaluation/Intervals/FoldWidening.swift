import Numerics

extension ComparedClassifier {
  /// By how much the errors of subjects and rows are too small where there are several folds.
  ///
  /// What is estimated is how the model does on new subjects when others train it. Leaving a subject out of the tests sees
  /// how far its own answers move the score, and not how far it moves those of others by training their models. To first
  /// order a score is the mean over folds of what the tested and what the training subjects bring, Σ wᵢaᵢ + Σ vᵢhᵢ, with
  /// wᵢ subject i's share of the tested rows and vᵢ its share of the training rows; the jackknife holds Σ wᵢ²a², and what
  /// is missing is mostly the product, since who is recognised easily also teaches well. It grows with
  /// ω = Σ wᵢvᵢ / Σ wᵢ²: 1 where each is tested as often as any other and trains otherwise, .7 to .95 in ten holdouts of a
  /// quarter of eight subjects, 0 in one split, which needs nothing. So the variance is multiplied by
  ///
  ///     1 + ½ · ω · k/(k − 1) / (1 − .45 · (1 − 1/r))
  ///
  /// for k subjects tested r times each: repetitions average away what single models bring, of the subjects' own part only.
  /// The ½ and the .45 cannot be known from one cross-validation; they were chosen on half of the simulated designs, and
  /// looked at in the others (`Tests/EvaluationTests/Simulation`).
  ///
  /// Without subjects: half of tested/trained, with all rows that any fold tests (after Nadeau & Bengio 2003).
  /// Cost: O(rows).
  var foldFactor: Double {
    let train = folds.folds.reduce(0) { $0 + $1.trainRows }
    guard folds.folds.count > 1, train > 0 else { return 1 }
    guard let subjects else {
      return (1 + 0.5 * Double(distinctRows) * Double(folds.folds.count) / Double(train)).squareRoot()
    }
    let unitOfRow = subjects.unitOfRow.unitOfRow
    let units = Double(Set(unitOfRow).count)
    guard units > 1 else { return 1 }
    let timesTested = Double(truth.count) / Double(max(distinctRows, 1))
    let missing = 0.5 * trainingOverlap(unitOfRow) * units / (units - 1)
    return (1 + missing / (1 - 0.45 * (1 - 1 / max(timesTested, 1)))).squareRoot()
  }

  /// How far those who are tested also train, ω of `foldFactor`.
  private func trainingOverlap(_ unitOfRow: [Int]) -> Double {
    var tested = [Double](repeating: 0, count: (unitOfRow.max() ?? 0) + 1)
    var distinct = tested
    var seen = Set<Int>()
    let partOfRow = 1 / Double(max(repetitions, 1))
    let repeatedRows = repeatedRows
    for (row, unit) in unitOfRow.enumerated() {
      tested[unit] += 1
      if let repeatedRows {
        if seen.insert(repeatedRows[row]).inserted { distinct[unit] += 1 }
      } else {
        distinct[unit] += partOfRow
      }
    }
    let foldCount = Double(folds.folds.count)
    let trained = zip(tested, distinct).map { max(foldCount * $1 - $0, 0) }
    let products = zip(tested, trained).reduce(0) { $0 + $1.0 * $1.1 }
    let squares = tested.reduce(0) { $0 + $1 * $1 }
    let (testedRows, trainedRows) = (tested.reduce(0, +), trained.reduce(0, +))
    guard trainedRows > 0 else { return 0 }
    return products / squares * testedRows / trainedRows
  }
}
