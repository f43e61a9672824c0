/// What the sums of a set of rows are worth: the second-order formulas of Chen and Guestrin 2016.
struct LeafFormula: Sendable, Equatable {
  let lambda: Double
  let alpha: Double
  let minChildWeight: Double

  /// The value that lowers the loss most, −T(G) ÷ (H + λ), with T(G) the gradient shrunk by α towards 0.
  func value(gradient: Double, hessian: Double) -> Double {
    guard hessian + lambda > 0 else { return 0 }
    return -shrunk(gradient) / (hessian + lambda)
  }

  /// Twice what that value takes off the loss: T(G)² ÷ (H + λ).
  func score(gradient: Double, hessian: Double) -> Double {
    guard hessian + lambda > 0 else { return 0 }
    let shrunk = shrunk(gradient)
    return shrunk * shrunk / (hessian + lambda)
  }

  /// What a split adds to the score, as XGBoost counts it.
  func gain(of left: Int64, from parent: Int64, _ scale: GradientScale) -> Double {
    func score(_ sum: Int64) -> Double {
      self.score(gradient: scale.gradient(sum), hessian: scale.hessian(sum))
    }
    return score(left) + score(parent - left) - score(parent)
  }

  private func shrunk(_ gradient: Double) -> Double {
    gradient > alpha ? gradient - alpha : gradient < -alpha ? gradient + alpha : 0
  }
}
