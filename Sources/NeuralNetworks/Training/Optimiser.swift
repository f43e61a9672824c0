import Glibc
import Numerics

/// How gradients change parameters.
public enum OptimiserKind: String, Sendable, Equatable {
  /// Stochastic gradient descent with momentum, decay added to the gradient, as in PyTorch's `SGD`.
  case sgd
  /// Adam with decay apart from the gradient (Loshchilov & Hutter 2019), β 0.9 and 0.999.
  case adamW = "adamw"
}

/// An optimiser with what it remembers of each parameter.
final class Optimiser {
  let kind: OptimiserKind
  private let momentum: Float
  private let decay: Float
  private(set) var parameters: [TrainableParameter]
  /// Momentum; for Adam the mean gradients and the mean squares.
  private(set) var memory: [[OwnedBuffer<Float>]]
  var step = 0

  init(_ kind: OptimiserKind, _ parameters: [TrainableParameter], momentum: Double, decay: Double) {
    self.kind = kind
    self.momentum = Float(momentum)
    self.decay = Float(decay)
    self.parameters = parameters
    memory = parameters.map { parameter in
      (0..<(kind == .sgd ? 1 : 2)).map { _ in OwnedBuffer(repeating: 0, count: parameter.count) }
    }
  }

  /// Scales all gradients down where their common norm is above `limit`. - Returns: the norm before.
  func clip(_ limit: Double?) -> Double {
    let norm = parameters.reduce(0) {
      $0 + VectorKernels.squaredNorm($1.gradient.base, count: $1.count)
    }.squareRoot()
    guard let limit, norm > limit else { return norm }
    let factor = Float(limit / (norm + 1e-6))
    for parameter in parameters {
      for place in 0..<parameter.count { parameter.gradient.base[place] *= factor }
    }
    return norm
  }

  /// One step along the gradients.
  func update(rate: Double, context: ExecutionContext) throws {
    step += 1
    let (first, second) = (1 - pow(0.9, Double(step)), 1 - pow(0.999, Double(step)))
    for (index, parameter) in parameters.enumerated() {
      let decay = parameter.decays ? decay : 0
      let values = DisjointPointer(parameter.values.base)
      let gradient = DisjointPointer(parameter.gradient.base)
      let memory = memory[index].map { DisjointPointer($0.base) }
      let (rate, momentum) = (Float(rate), momentum)
      switch kind {
      case .sgd:
        try context.forEachStretch(parameter.count) { range in
          let (value, slope, speed) = (values.base, gradient.base, memory[0].base)
          for place in range {
            speed[place] = momentum * speed[place] + slope[place] + decay * value[place]
            value[place] -= rate * speed[place]
          }
        }
      case .adamW:
        let scale = Float(1 / second.squareRoot())
        let step = rate / Float(first)
        try context.forEachStretch(parameter.count) { range in
          let (value, slope, mean, square) = (
            values.base, gradient.base, memory[0].base, memory[1].base
          )
          for place in range {
            mean[place] = 0.9 * mean[place] + 0.1 * slope[place]
            square[place] = 0.999 * square[place] + 0.001 * slope[place] * slope[place]
            value[place] -= rate * decay * value[place]
            value[place] -= step * mean[place] / (square[place].squareRoot() * scale + 1e-8)
          }
        }
      }
    }
  }
}

/// The learning rate over a training: up in a straight line, then down along a cosine to zero.
struct LearningRateSchedule: Sendable {
  let peak: Double
  let warmUp: Int
  let steps: Int

  func rate(step: Int) -> Double {
    if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
    let progress = Double(step - warmUp) / Double(max(1, steps - warmUp))
    return peak * 0.5 * (1 + cos(Double.pi * min(1, progress)))
  }
}
