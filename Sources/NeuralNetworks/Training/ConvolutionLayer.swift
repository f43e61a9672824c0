import Numerics

/// A convolution of any stride, dilation and number of groups, by the method that suits its shape. A
/// dense layer is one whose window is the whole map.
final class ConvolutionLayer: TrainableLayer, @unchecked Sendable {
  let geometry: ConvolutionGeometry
  let inputs: Int
  let outputs: Int
  let groups: Int
  /// [group][tap][input of the group][output of the group]
  let weights: TrainableParameter
  let bias: TrainableParameter?
  /// For the maps at hand.
  private var method: (any ConvolutionMethod)?
  private var shape: MapShape?
  private let arenas: ArenaPool

  /// Weights by He's rule for rectified units: normal, with variance 2 / (outputs · taps). With a bias, as a classifier has
  /// it, 1 / (3 · inputs · taps) as in PyTorch, so that the first scores are small.
  init(
    _ name: String, _ inputs: Int, _ outputs: Int, _ geometry: ConvolutionGeometry, groups: Int = 1,
    hasBias: Bool, arenas: ArenaPool = ArenaPool(), generator: inout SeededGenerator
  ) {
    self.arenas = arenas
    self.geometry = geometry
    self.inputs = inputs
    self.outputs = outputs
    self.groups = groups
    weights = TrainableParameter(
      "\(name).weight", [outputs, inputs / groups, geometry.kernel.height, geometry.kernel.width],
      decays: true)
    bias = hasBias ? TrainableParameter("\(name).bias", [outputs]) : nil
    let (incoming, outgoing) = (inputs / groups * geometry.taps, outputs / groups * geometry.taps)
    let deviation = (hasBias ? 1 / Double(3 * incoming) : 2 / Double(outgoing)).squareRoot()
    for place in 0..<weights.count { weights.values[place] = Float(generator.normal() * deviation) }
  }

  var parameters: [TrainableParameter] { [weights] + (bias.map { [$0] } ?? []) }

  func output(_ maps: [MapShape]) -> MapShape? {
    guard let first = maps.first, first.channels == inputs else { return nil }
    let size = geometry.output(height: first.height, width: first.width)
    guard size.height > 0, size.width > 0 else { return nil }
    return .dense(height: size.height, width: size.width, channels: outputs)
  }

  private var size: ConvolutionSize {
    ConvolutionSize(geometry: geometry, inputs: inputs, outputs: outputs, groups: groups)
  }

  private func method(_ input: MapBatch, _ output: MapBatch) -> any ConvolutionMethod {
    if let method, shape == input.shape { return method }
    let new = size.method(input.shape, output.shape, arenas)
    (method, shape) = (new, input.shape)
    return new
  }

  func forward(_ maps: [MapBatch], _ output: MapBatch, isTraining: Bool, context: ExecutionContext)
    throws
  {
    try method(maps[0], output).forward(maps[0], weights.values.base, output, context)
    guard let bias else { return }
    for row in 0..<output.rows {
      let target = output.values.base + row * outputs
      for channel in 0..<outputs { target[channel] += bias.values.base[channel] }
    }
  }

  func backward(_ maps: [MapBatch], _ output: MapBatch, wanted: [Bool], context: ExecutionContext)
    throws
  {
    let method = method(maps[0], output)
    if weights.isTrained { try method.differentiateWeights(maps[0], weights.gradient.base, output, context) }
    if let bias, bias.isTrained { differentiateBias(bias, output) }
    if wanted[0] { try method.differentiateInput(maps[0], weights.values.base, output, context) }
  }

  private func differentiateBias(_ bias: TrainableParameter, _ output: MapBatch) {
    var sums = [Double](repeating: 0, count: outputs)
    for row in 0..<output.rows {
      let source = output.gradient.base + row * outputs
      for channel in 0..<outputs { sums[channel] += Double(source[channel]) }
    }
    for channel in 0..<outputs { bias.gradient[channel] = Float(sums[channel]) }
  }
}
