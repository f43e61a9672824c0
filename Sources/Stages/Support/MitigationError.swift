import Numerics

/// What can be wrong with mending an unfairness.
enum MitigationError: ExplainableError {
  case smoteNeedsClass
  case weightsNotUsed(model: String)
  case oneGroup(name: String, by: String)
  case combinationTooSmall(name: String, rows: Int, needed: Int)
  case classTold(String)

  static let samples: [Self] = [
    .smoteNeedsClass, .weightsNotUsed(model: "automl"), .oneGroup(name: "light", by: "group"),
    .combinationTooSmall(name: "sad · dark", rows: 3, needed: 6), .classTold("class"),
  ]

  var entry: ErrorEntry {
    switch self {
    case .smoteNeedsClass:
      ErrorEntry(
        "E0335", "smote draws between rows of one class, and class is not among the names",
        remedy: "name what is to be made even: `resample smote by=[class, group]`",
        explanation: "A row half-way between two classes would be of neither.")
    case .weightsNotUsed(let model):
      ErrorEntry(
        "E0336", "the training rows have weights, which \(model) does not use",
        remedy: "use `resample by=[class, group]` in place of `reweigh`, or another model",
        explanation: "Leaving weights out without a word would show a mitigation that never took place.")
    case .oneGroup(let name, let by):
      ErrorEntry(
        "E0363", "all training rows are of one group by \(by), '\(name)': there is nothing to make even",
        remedy:
          "name an attribute that differs among the training rows; if it does in all rows, learn from more of them, as more "
          + "folds leave (`cv 10`); a group of one person is never learnt from while that person is tested: `drop` it",
        explanation:
          "A model that learns from one group alone is the model without the mitigation. Passed over without a "
          + "word, a result over folds would be called mended where some of its folds are not.")
    case .combinationTooSmall(let name, let rows, let needed):
      ErrorEntry(
        "E0364",
        "'\(name)' has \(rows) training row\(rows == 1 ? "" : "s"); smote draws between neighbours and needs \(needed)",
        remedy:
          "repeat rows in place of drawing new ones: `resample oversample by=[class, group]`; or cross fewer attributes",
        explanation: "Neighbours are looked for within the combination, and a row is not its own neighbour.")
    case .classTold(let name):
      ErrorEntry(
        "E0375", "thresholds goes by the group when it predicts, and '\(name)' is what it is to predict",
        remedy: "name what is known of a face before its class is: `thresholds logreg by=group`",
        explanation:
          "Told the class of a test row, any model is right about it, and nothing is learnt of how right it is.")
    }
  }
}
