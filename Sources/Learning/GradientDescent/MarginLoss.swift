import Glibc

/// What a score costs when the truth is y = ±1.
public enum MarginLoss: String, Sendable, Codable, CaseIterable {
  /// log(1 + e^(−y·s)): logistic regression.
  case log
  /// max(0, 1 − y·s): a linear support vector machine.
  case hinge
  /// The square of the hinge down to y·s = −1, then a line: gives probabilities and bears outliers.
  case modifiedHuber = "modified_huber"

  func value(_ score: Double, _ truth: Double) -> Double {
    let margin = score * truth
    switch self {
    case .log:
      if margin > 18 { return exp(-margin) }
      return margin < -18 ? -margin : log1p(exp(-margin))
    case .hinge: return max(0, 1 - margin)
    case .modifiedHuber: return margin >= 1 ? 0 : margin >= -1 ? (1 - margin) * (1 - margin) : -4 * margin
    }
  }

  /// The derivative by the score.
  func slope(_ score: Double, _ truth: Double) -> Double {
    let margin = score * truth
    switch self {
    case .log:
      if margin > 18 { return -truth * exp(-margin) }
      return margin < -18 ? -truth : -truth / (exp(margin) + 1)
    case .hinge: return margin <= 1 ? -truth : 0
    case .modifiedHuber: return margin >= 1 ? 0 : margin >= -1 ? -2 * truth * (1 - margin) : -4 * truth
    }
  }
}
