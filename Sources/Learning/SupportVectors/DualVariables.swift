import Numerics

/// The variables of one two-class dual problem, by position, active ones first.
///
/// β = label · α, so that each variable lies between `lower` and `upper` (one of which is 0), they add to 0, and no
/// formula needs the label again. The residual is label − Σ β k: minus the label times LIBSVM's gradient.
final class DualVariables {
  /// Stands in for a curvature that is not positive.
  static let leastCurvature: Float = 1e-12

  let count: Int
  /// Where each variable stood at first.
  let place: OwnedBuffer<Int32>
  let residual: OwnedBuffer<Double>
  let coefficient: OwnedBuffer<Double>
  let label: OwnedBuffer<Double>
  let lower: OwnedBuffer<Double>
  let upper: OwnedBuffer<Double>
  let diagonal: OwnedBuffer<Float>
  let risePenalty: OwnedBuffer<Float>
  let fallPenalty: OwnedBuffer<Float>

  /// All variables start at 0.
  /// - Parameters:
  ///   - labels: whether each variable's class is the positive one.
  ///   - bounds: C of each variable, above 0.
  ///   - diagonal: k(x, x) of each.
  init(isPositive: [Bool], bounds: [Double], diagonal values: [Float]) {
    count = isPositive.count
    let padded = Lanes.padded(count)
    place = OwnedBuffer(repeating: 0, count: padded)
    residual = OwnedBuffer(repeating: 0, count: padded)
    coefficient = OwnedBuffer(repeating: 0, count: padded)
    label = OwnedBuffer(repeating: 0, count: padded)
    lower = OwnedBuffer(repeating: 0, count: padded)
    upper = OwnedBuffer(repeating: 0, count: padded)
    diagonal = OwnedBuffer(repeating: 1, count: padded)
    risePenalty = OwnedBuffer(repeating: -.infinity, count: padded)
    fallPenalty = OwnedBuffer(repeating: .infinity, count: padded)
    for t in 0..<count {
      place[t] = Int32(t)
      label[t] = isPositive[t] ? 1 : -1
      residual[t] = label[t]
      lower[t] = isPositive[t] ? 0 : -bounds[t]
      upper[t] = isPositive[t] ? bounds[t] : 0
      diagonal[t] = values[t]
      refreshPenalties(t)
    }
  }

  func mayRise(_ t: Int) -> Bool { risePenalty[t] == 0 }
  func mayFall(_ t: Int) -> Bool { fallPenalty[t] == 0 }

  /// Raises i and lowers j by the step that is best for the two (or as far as their bounds let them).
  /// - Returns: the step.
  func moveTogether(_ i: Int, _ j: Int, kernelValue: Float) -> Double {
    let curvature = Double(diagonal[i]) + Double(diagonal[j]) - 2 * Double(kernelValue)
    let best = (residual[i] - residual[j]) / (curvature > 0 ? curvature : Double(Self.leastCurvature))
    let roomUp = upper[i] - coefficient[i]
    let roomDown = coefficient[j] - lower[j]
    let step = min(best, roomUp, roomDown)
    // Bounds are hit exactly, or a variable would hang a rounding error away from one.
    coefficient[i] = step == roomUp ? upper[i] : coefficient[i] + step
    coefficient[j] = step == roomDown ? lower[j] : coefficient[j] - step
    refreshPenalties(i)
    refreshPenalties(j)
    return step
  }

  /// Puts the variable at `order[k]` at position `start + k`.
  func permute(from start: Int, by order: [Int32]) {
    for buffer in [residual, coefficient, label, lower, upper] { buffer.permute(from: start, by: order) }
    place.permute(from: start, by: order)
    for buffer in [diagonal, risePenalty, fallPenalty] { buffer.permute(from: start, by: order) }
  }

  private func refreshPenalties(_ t: Int) {
    risePenalty[t] = coefficient[t] < upper[t] ? 0 : -.infinity
    fallPenalty[t] = coefficient[t] > lower[t] ? 0 : .infinity
  }
}
