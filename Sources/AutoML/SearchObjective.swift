import Glibc
import Learning
import Numerics

/// What a search makes small: one minus a score, or the log loss.
public enum SearchObjective: String, Sendable, Codable, CaseIterable {
  case accuracy
  /// Mean F1 of the classes that are predicted or present.
  case macroF1
  /// Mean F1 of the classes that are present, each counting by its rows.
  case weightedF1
  /// One minus the mean recall of the classes that are present.
  case balancedAccuracy
  case logLoss

  public var needsProbabilities: Bool { self == .logLoss }

  /// The loss of predictions, pooled over the rows of all folds so that a class with few rows counts as a whole.
  func loss(of predictions: PooledValidation) -> Double {
    if self == .logLoss { return predictions.meanLogLoss }
    let classes = predictions.classes
    var (right, predicted, present) = (
      [Double](repeating: 0, count: classes), [Double](repeating: 0, count: classes),
      [Double](repeating: 0, count: classes)
    )
    for (truth, code) in zip(predictions.truth, predictions.codes) {
      present[truth] += 1
      predicted[code] += 1
      if truth == code { right[code] += 1 }
    }
    let rows = Double(predictions.truth.count)
    let f1 = (0..<classes).map { 2 * right[$0] / max(predicted[$0] + present[$0], 1) }
    switch self {
    case .accuracy, .logLoss: return 1 - right.reduce(0, +) / rows
    case .macroF1: return 1 - mean(of: f1, where: { predicted[$0] + present[$0] > 0 })
    case .weightedF1: return 1 - (0..<classes).reduce(0) { $0 + f1[$1] * present[$1] } / rows
    case .balancedAccuracy:
      return 1 - mean(of: (0..<classes).map { right[$0] / max(present[$0], 1) }, where: { present[$0] > 0 })
    }
  }

  private func mean(of values: [Double], where counts: (Int) -> Bool) -> Double {
    let counted = values.indices.filter(counts)
    return counted.isEmpty ? 0 : counted.reduce(0) { $0 + values[$1] } / Double(counted.count)
  }
}

/// The predictions for all rows that were validated on, fold after fold.
struct PooledValidation: Sendable {
  let classes: Int
  private(set) var truth: [Int] = []
  private(set) var codes: [Int] = []
  private var logLosses = 0.0

  init(classes: Int) {
    self.classes = classes
  }

  var meanLogLoss: Double { truth.isEmpty ? 0 : logLosses / Double(truth.count) }

  /// - Parameter probabilities: rows × classes, where the objective needs them.
  mutating func add(truth: [Int], codes: [Int], probabilities: Matrix?) {
    self.truth += truth
    self.codes += codes
    guard let probabilities else { return }
    for (row, code) in truth.enumerated() {
      // A class that was held to be impossible must not make the loss infinite: then no two such models compare.
      logLosses -= log(max(Double(probabilities[row, code]), 1e-15))
    }
  }
}
