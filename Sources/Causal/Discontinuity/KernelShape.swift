/// How rows count by their distance from the cutoff, as a share of the bandwidth.
public enum KernelShape: String, Sendable, CaseIterable {
  case triangular, epanechnikov, uniform

  /// The weight of a row at distance `offset` with bandwidth `bandwidth`: a density in `offset`, 0 beyond the
  /// bandwidth.
  func weight(_ offset: Double, bandwidth: Double) -> Double {
    let u = offset / bandwidth
    guard abs(u) <= 1 else { return 0 }
    switch self {
    case .triangular: return (1 - abs(u)) / bandwidth
    case .epanechnikov: return 0.75 * (1 - u * u) / bandwidth
    case .uniform: return 0.5 / bandwidth
    }
  }

  /// Of the pilot bandwidth for normal data (Silverman's rule for this kernel).
  var pilotConstant: Double {
    switch self {
    case .triangular: 2.576
    case .epanechnikov: 2.34
    case .uniform: 1.843
    }
  }

  /// ∫₀¹ K(u)·uᵐ du.
  func halfMoment(_ m: Int) -> Double {
    let m = Double(m)
    switch self {
    case .triangular: return 1 / ((m + 1) * (m + 2))
    case .epanechnikov: return 0.75 * (1 / (m + 1) - 1 / (m + 3))
    case .uniform: return 0.5 / (m + 1)
    }
  }
}
