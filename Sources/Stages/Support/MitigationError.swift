import Numerics

/// What can be wrong with mending an unfairness.
enum MitigationError: ExplainableError {
  case smoteNeedsClass
  case weightsNotUsed(model: String)

  static let samples: [Self] = [.smoteNeedsClass, .weightsNotUsed(model: "automl")]

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
    }
  }
}
