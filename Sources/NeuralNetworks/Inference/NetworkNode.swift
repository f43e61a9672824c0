/// One step of a network, before the size of its images is known.
enum NetworkStep: Sendable {
  /// What goes in; always the first node.
  case input
  /// A second input, where there is one, is added before the bounds are applied.
  case convolution(FilterBank)
  case pool(Pooling.Kind, ConvolutionGeometry, ceiling: Bool)
  case globalAverage
  case pointwise(PointwiseFunction)
  /// Of two maps; one may be a single pixel, which counts for the whole image.
  case sum
  case product
  /// Channels of all inputs, one after the other.
  case concatenate
  /// All maps as one row of features.
  case flatten
  case softmax
  case pad(MapPadding)
  case resize(MapResizing)
  /// Some channels, in this order.
  case channels([Int])
  /// Steps whose maps in between are never whole in memory.
  case fused(FusedStep)
}

/// A step with the nodes that it takes its maps from.
struct NetworkNode: Sendable {
  let name: String
  let step: NetworkStep
  /// Indices of earlier nodes.
  let inputs: [Int]
}

extension NetworkStep {
  /// The maps that the step gives, or nil where they would be empty or the inputs do not fit.
  func output(_ inputs: [MapShape]) -> MapShape? {
    guard let first = inputs.first else { return nil }
    switch self {
    case .input: return first
    case .convolution(let bank):
      guard first.channels == bank.inputs, !bank.isDense || first.pixels == 1 else { return nil }
      let shape = Self.shape(bank.geometry.output(height: first.height, width: first.width), bank.outputs)
      return inputs.count == 1 || inputs[1] == shape ? shape : nil
    case .pool(_, let geometry, let ceiling):
      // Its code takes sixteen channels at a time, which only the maps inside a network have.
      guard first.stride % 16 == 0 else { return nil }
      return Self.shape(
        geometry.output(height: first.height, width: first.width, ceiling: ceiling), first.channels)
    case .globalAverage:
      return first.stride % 16 == 0 ? MapShape(height: 1, width: 1, channels: first.channels) : nil
    case .pointwise: return first
    case .sum, .product: return inputs.count == 2 ? Self.combined(first, inputs[1]) : nil
    case .concatenate:
      guard inputs.allSatisfy({ $0.height == first.height && $0.width == first.width }) else { return nil }
      return MapShape(
        height: first.height, width: first.width, channels: inputs.reduce(0) { $0 + $1.channels })
    case .flatten: return MapShape(height: 1, width: 1, channels: first.pixels * first.channels)
    case .softmax: return MapShape(height: first.height, width: first.width, channels: first.channels)
    case .pad(let padding): return padding.output(first)
    case .resize(let resizing): return resizing.output(first)
    case .channels(let channels):
      guard channels.allSatisfy({ (0..<first.channels).contains($0) }) else { return nil }
      return MapShape(height: first.height, width: first.width, channels: channels.count)
    case .fused(let step): return step.shapes(first)?.output
    }
  }

  /// How many weights there are.
  var weights: Int {
    switch self {
    case .convolution(let bank): bank.weights.count
    case .fused(let step): (step.first?.weights.count ?? 0) + (step.last?.weights.count ?? 0)
    default: 0
    }
  }

  private static func combined(_ a: MapShape, _ b: MapShape) -> MapShape? {
    let isSameSize = a.height == b.height && a.width == b.width
    guard a.channels == b.channels, isSameSize || a.pixels == 1 || b.pixels == 1 else { return nil }
    let larger = a.pixels > b.pixels ? a : b
    return MapShape(height: larger.height, width: larger.width, channels: a.channels)
  }

  private static func shape(_ size: (height: Int, width: Int), _ channels: Int) -> MapShape? {
    size.height > 0 && size.width > 0
      ? MapShape(height: size.height, width: size.width, channels: channels) : nil
  }

  /// The code that computes the step for maps of these sizes.
  func kernel(_ inputs: [MapShape], _ output: MapShape) -> any MapKernel {
    switch self {
    case .input: return Nothing()
    case .convolution(let bank): return Self.kernel(bank, inputs[0], output)
    case .pool(let kind, let geometry, _):
      return Pooling(kind, geometry, input: inputs[0], output: output)
    case .globalAverage: return GlobalAverage(input: inputs[0])
    case .pointwise(let function): return PointwiseKernel(function: function, shape: output)
    case .sum: return CombiningKernel(isProduct: false, first: inputs[0], second: inputs[1], output: output)
    case .product: return CombiningKernel(isProduct: true, first: inputs[0], second: inputs[1], output: output)
    case .concatenate: return ConcatenatingKernel(shapes: inputs, output: output)
    case .flatten: return FlatteningKernel(isSoftmax: false, input: inputs[0], output: output)
    case .softmax: return FlatteningKernel(isSoftmax: true, input: inputs[0], output: output)
    case .pad(let padding): return PaddingKernel(padding: padding, input: inputs[0], output: output)
    case .resize(let resizing): return ResizingKernel(resizing, input: inputs[0], output: output)
    case .channels(let channels): return ChannelKernel(channels: channels, input: inputs[0], output: output)
    case .fused(let step):
      guard let shapes = step.shapes(inputs[0]) else { return Nothing() }
      return FusedBands(step, input: inputs[0], maps: shapes.maps, windows: shapes.windows, output: output)
    }
  }

  /// By size alone, never by batch, as the algorithms round differently.
  private static func kernel(_ bank: FilterBank, _ input: MapShape, _ output: MapShape)
    -> any MapKernel
  {
    if bank.isDepthwise, input.stride % 16 == 0 { return DepthwiseConvolution(bank, input: input, output: output) }
    let geometry = bank.geometry
    if input.stride % 16 != 0, geometry.dilation == (1, 1) {
      return StemConvolution(bank, input: input, output: output)
    }
    let suitsWinograd =
      geometry.kernel == (3, 3) && geometry.stride == (1, 1) && geometry.dilation == (1, 1)
      && bank.groups == 1
      && input.stride % 16 == 0
    guard suitsWinograd else { return TapConvolution(bank, input: input, output: output) }
    // Products of each: large tiles have six along a side of four results, five where three are left, else four.
    func products(_ size: Int) -> Int { size / 4 * 6 + (size % 4 == 0 ? 0 : max(size % 4, 2) + 2) }
    let four = products(output.height) * products(output.width)
    let two = (output.height + 1) / 2 * ((output.width + 1) / 2) * 16
    return WinogradConvolution(
      bank, four < two ? WinogradFour.self : WinogradTwo.self, input: input, output: output)
  }
}

/// The input is there before anything runs.
private struct Nothing: MapKernel {
  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {}
}
