import Numerics

/// A convolution of any stride, dilation and number of groups, as products of matrices over what lies under its window. A
/// dense layer is one whose window is the whole map.
final class ConvolutionLayer: TrainableLayer, @unchecked Sendable {
  let geometry: ConvolutionGeometry
  let inputs: Int
  let outputs: Int
  let groups: Int
  /// [group][tap][input of the group][output of the group]
  let weights: TrainableParameter
  let bias: TrainableParameter?

  /// Weights by He's rule for rectified units: normal, with variance 2 / (outputs · taps). With a bias, as a classifier has
  /// it, 1 / (3 · inputs · taps) as in PyTorch, so that the first scores are small.
  init(
    _ name: String, _ inputs: Int, _ outputs: Int, _ geometry: ConvolutionGeometry, groups: Int = 1,
    hasBias: Bool,
    generator: inout SeededGenerator
  ) {
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

  private var inputsEach: Int { inputs / groups }
  private var outputsEach: Int { outputs / groups }
  /// Rows of a group's matrix of weights.
  private var inner: Int { geometry.taps * inputsEach }

  func output(_ maps: [MapShape]) -> MapShape? {
    guard let first = maps.first, first.channels == inputs else { return nil }
    let size = geometry.output(height: first.height, width: first.width)
    guard size.height > 0, size.width > 0 else { return nil }
    return .dense(height: size.height, width: size.width, channels: outputs)
  }

  private func channels(_ group: Int) -> Range<Int> {
    group * inputsEach..<(group + 1) * inputsEach
  }

  func forward(_ maps: [MapBatch], _ output: MapBatch, isTraining: Bool, context: ExecutionContext)
    throws
  {
    let input = maps[0]
    let window = WindowColumns(geometry: geometry, input: input.shape, output: output.shape)
    try context.forEachImages(output) { [self] images in
      let rows = images.lowerBound * output.shape.pixels..<images.upperBound * output.shape.pixels
      let columns = OwnedBuffer<Float>(uninitialized: rows.count * inner)
      for group in 0..<groups {
        window.gather(
          input.values.base, rows: rows, taps: 0..<geometry.taps, channels: channels(group),
          into: columns.base)
        let filters = weights.values.base + group * inner * outputsEach
        let target = output.values.base + (rows.lowerBound * outputs + group * outputsEach)
        BLAS.multiply(
          columns.base, stride: inner, by: filters, stride: outputsEach, into: target,
          stride: outputs,
          rows: rows.count, columns: outputsEach, inner: inner)
      }
      guard let bias else { return }
      for row in rows {
        let target = output.values.base + row * outputs
        for channel in 0..<outputs { target[channel] += bias.values.base[channel] }
      }
    }
  }

  func backward(_ maps: [MapBatch], _ output: MapBatch, wanted: [Bool], context: ExecutionContext)
    throws
  {
    if weights.isTrained { try differentiateWeights(maps[0], output, context) }
    if let bias, bias.isTrained { differentiateBias(bias, output) }
    if wanted[0] { try differentiateInput(maps[0], output, context) }
  }

  /// A piece is a tap and some channels, over all images: no sums of pieces are needed, so nothing depends on threads.
  private func differentiateWeights(
    _ input: MapBatch, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let window = WindowColumns(geometry: geometry, input: input.shape, output: output.shape)
    let width = min(128, inputsEach)
    let parts = (inputsEach + width - 1) / width
    try context.forEachPiece(of: groups * geometry.taps * parts, size: 1) { [self] piece in
      let (rest, part) = piece.lowerBound.quotientAndRemainder(dividingBy: parts)
      let (group, tap) = rest.quotientAndRemainder(dividingBy: geometry.taps)
      let first = part * width
      let count = min(width, inputsEach - first)
      let start = group * inputsEach + first
      let block = max(16, (1 << 18) / count)
      let columns = OwnedBuffer<Float>(uninitialized: min(block, output.rows) * count)
      let target =
        weights.gradient.base + ((group * geometry.taps + tap) * inputsEach + first) * outputsEach
      for row in stride(from: 0, to: output.rows, by: block) {
        let rows = row..<min(row + block, output.rows)
        window.gather(
          input.values.base, rows: rows, taps: tap..<tap + 1, channels: start..<start + count,
          into: columns.base)
        let change = output.gradient.base + (row * outputs + group * outputsEach)
        BLAS.multiply(
          columns.base, stride: count, transposed: true, by: change, stride: outputs, into: target,
          stride: outputsEach, rows: count, columns: outputsEach, inner: rows.count,
          beta: row == 0 ? 0 : 1)
      }
    }
  }

  private func differentiateBias(_ bias: TrainableParameter, _ output: MapBatch) {
    var sums = [Double](repeating: 0, count: outputs)
    for row in 0..<output.rows {
      let source = output.gradient.base + row * outputs
      for channel in 0..<outputs { sums[channel] += Double(source[channel]) }
    }
    for channel in 0..<outputs { bias.gradient[channel] = Float(sums[channel]) }
  }

  private func differentiateInput(
    _ input: MapBatch, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let window = WindowColumns(geometry: geometry, input: input.shape, output: output.shape)
    try context.forEachImages(output) { [self] images in
      let rows = images.lowerBound * output.shape.pixels..<images.upperBound * output.shape.pixels
      let columns = OwnedBuffer<Float>(uninitialized: rows.count * inner)
      for group in 0..<groups {
        let change = output.gradient.base + (rows.lowerBound * outputs + group * outputsEach)
        let filters = weights.values.base + group * inner * outputsEach
        BLAS.multiply(
          change, stride: outputs, transposed: false, by: filters, stride: outputsEach,
          transposed: true,
          into: columns.base, stride: inner, rows: rows.count, columns: inner, inner: outputsEach)
        window.scatter(
          columns.base, rows: rows, channels: channels(group), into: input.gradient.base)
      }
    }
  }
}
