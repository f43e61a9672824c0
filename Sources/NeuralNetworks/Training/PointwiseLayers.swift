import Glibc
import Numerics

/// A function of each number by itself.
enum ActivationFunction: Sendable, CaseIterable {
  case rectifier, rectifierToSix, leakyRectifier, sigmoid, tangent, swish

  func value(_ x: Float) -> Float {
    switch self {
    case .rectifier: x > 0 ? x : 0
    case .rectifierToSix: min(max(x, 0), 6)
    case .leakyRectifier: x > 0 ? x : 0.01 * x
    case .sigmoid: 1 / (1 + expf(-x))
    case .tangent: tanhf(x)
    case .swish: x / (1 + expf(-x))
    }
  }

  /// The derivative where the function of `x` is `y`.
  func slope(_ x: Float, _ y: Float) -> Float {
    switch self {
    case .rectifier: x > 0 ? 1 : 0
    case .rectifierToSix: x > 0 && x < 6 ? 1 : 0
    case .leakyRectifier: x > 0 ? 1 : 0.01
    case .sigmoid: y * (1 - y)
    case .tangent: 1 - y * y
    case .swish:
      {
        let sigmoid = 1 / (1 + expf(-x))
        return sigmoid * (1 + x * (1 - sigmoid))
      }()
    }
  }
}

final class ActivationLayer: TrainableLayer {
  let function: ActivationFunction

  init(_ function: ActivationFunction) { self.function = function }

  var parameters: [TrainableParameter] { [] }

  func output(_ inputs: [MapShape]) -> MapShape? { inputs.first }

  func forward(
    _ inputs: [MapBatch], _ output: MapBatch, isTraining: Bool, context: ExecutionContext
  ) throws {
    let input = inputs[0]
    try context.forEachStretch(output.values.count) { [function] range in
      let (source, target) = (input.values.base, output.values.base)
      if function == .rectifier {
        for place in range { target[place] = source[place] > 0 ? source[place] : 0 }
      } else {
        for place in range { target[place] = function.value(source[place]) }
      }
    }
  }

  func backward(_ inputs: [MapBatch], _ output: MapBatch, wanted: [Bool], context: ExecutionContext)
    throws
  {
    guard wanted[0] else { return }
    let input = inputs[0]
    let adds = input.hasGradient || function != .rectifier
    if function != .rectifier { input.clearUnsetGradient() }
    input.hasGradient = true
    try context.forEachStretch(output.values.count) { [function] range in
      let (source, value) = (input.values.base, output.values.base)
      let (target, change) = (input.gradient.base, output.gradient.base)
      if function == .rectifier {
        for place in range { target[place] = (adds ? target[place] : 0) + (source[place] > 0 ? change[place] : 0) }
      } else {
        for place in range {
          target[place] += change[place] * function.slope(source[place], value[place])
        }
      }
    }
  }
}

/// The sum of two maps: where the shortcut of a residual block joins.
final class SumLayer: TrainableLayer {
  var parameters: [TrainableParameter] { [] }

  func output(_ inputs: [MapShape]) -> MapShape? {
    inputs.count == 2 && inputs[0] == inputs[1] ? inputs[0] : nil
  }

  func forward(
    _ inputs: [MapBatch], _ output: MapBatch, isTraining: Bool, context: ExecutionContext
  ) throws {
    let (a, b) = (inputs[0], inputs[1])
    try context.forEachStretch(output.values.count) { range in
      let (first, second, target) = (a.values.base, b.values.base, output.values.base)
      for place in range { target[place] = first[place] + second[place] }
    }
  }

  func backward(_ inputs: [MapBatch], _ output: MapBatch, wanted: [Bool], context: ExecutionContext)
    throws
  {
    for (input, isWanted) in zip(inputs, wanted) where isWanted {
      let adds = input.hasGradient
      input.hasGradient = true
      try context.forEachStretch(output.values.count) { range in
        let (target, change) = (input.gradient.base, output.gradient.base)
        for place in range { target[place] = (adds ? target[place] : 0) + change[place] }
      }
    }
  }
}
