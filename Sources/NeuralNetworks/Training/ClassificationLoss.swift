import Glibc

/// What training makes small: how surprised the network is by the right classes.
public struct ClassificationLoss: Sendable, Equatable {
  /// Share of a target that is spread over all classes (Szegedy and others 2016). From 0 to below 1.
  public let smoothing: Double
  /// γ of the focal loss (Lin and others 2017), which leaves out what is well classified; 0 is cross-entropy.
  public let focus: Double
  /// How much an image of each class counts; empty for all alike.
  public let classWeights: [Double]

  /// - Throws: `NetworkError.invalidOption`.
  public init(smoothing: Double = 0, focus: Double = 0, classWeights: [Double] = []) throws {
    guard smoothing >= 0, smoothing < 1 else {
      throw NetworkError.invalidOption(
        name: "smoothing", value: "\(smoothing)", allowed: "from 0 to below 1")
    }
    guard focus >= 0, focus <= 10 else {
      throw NetworkError.invalidOption(name: "focus", value: "\(focus)", allowed: "from 0 to 10")
    }
    guard classWeights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw NetworkError.invalidOption(
        name: "weights", value: "\(classWeights)", allowed: "0 or more")
    }
    self.smoothing = smoothing
    self.focus = focus
    self.classWeights = classWeights
  }

  /// The mean loss of a batch by weight, as PyTorch's `cross_entropy` takes it, and its gradient in the scores.
  ///
  /// With p the softmax of an image's scores and q its smoothed target: −Σ q (1 − p)^γ ln p, times the weight of the
  /// image's class, over the sum of these weights.
  func evaluate(_ scores: MapBatch, _ classes: ArraySlice<Int>) -> Double {
    let count = scores.shape.channels
    let weights = classes.map { classWeights.isEmpty ? 1 : classWeights[$0] }
    let total = weights.reduce(0, +)
    var loss = 0.0
    for (row, (target, weight)) in zip(classes, weights).enumerated() {
      let source = scores.values.base + row * count
      let gradient = scores.gradient.base + row * count
      let logarithms = Self.logSoftmax(source, count)
      // The derivative of the loss in ln p of each class.
      var slopes = [Double](repeating: 0, count: count)
      let factor = total > 0 ? weight / total : 0
      for column in 0..<count {
        let wanted = (column == target ? 1 - smoothing : 0) + smoothing / Double(count)
        let probability = exp(logarithms[column])
        let rest = max(0, 1 - probability)
        let damped = focus == 0 ? 1 : pow(rest, focus)
        loss -= factor * wanted * damped * logarithms[column]
        slopes[column] = -wanted * damped
        if focus > 0, rest > 0 {
          slopes[column] += wanted * focus * pow(rest, focus - 1) * probability * logarithms[column]
        }
      }
      let sum = slopes.reduce(0, +)
      for column in 0..<count {
        gradient[column] = Float(factor * (slopes[column] - exp(logarithms[column]) * sum))
      }
    }
    return loss
  }

  /// ln of the softmax, in double precision.
  private static func logSoftmax(_ scores: UnsafePointer<Float>, _ count: Int) -> [Double] {
    let values = (0..<count).map { Double(scores[$0]) }
    let largest = values.max() ?? 0
    let sum = values.reduce(0) { $0 + exp($1 - largest) }
    return values.map { $0 - largest - log(sum) }
  }
}
