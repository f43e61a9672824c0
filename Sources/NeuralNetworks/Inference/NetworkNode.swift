/// One step of a network, before the size of its images is known.
enum NetworkStep: Sendable {
  /// What goes in; always the first node.
  case input
  /// A second input, where there is one, is added before the bounds are applied.
  case convolution(FilterBank)
  case pool(Pooling.Kind, ConvolutionGeometry, ceiling: Bool)
  case globalAverage
}

/// A step with the nodes that it takes its maps from.
struct NetworkNode: Sendable {
  let name: String
  let step: NetworkStep
  /// Indices of earlier nodes.
  let inputs: [Int]
}

extension NetworkStep {
  /// The maps that the step gives, or nil where they would be empty.
  func output(_ inputs: [MapShape]) -> MapShape? {
    guard let first = inputs.first else { return nil }
    switch self {
    case .input: return first
    case .convolution(let bank):
      return Self.shape(
        bank.geometry.output(height: first.height, width: first.width), bank.outputs)
    case .pool(_, let geometry, let ceiling):
      return Self.shape(
        geometry.output(height: first.height, width: first.width, ceiling: ceiling), first.channels)
    case .globalAverage: return MapShape(height: 1, width: 1, channels: first.channels)
    }
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
    }
  }

  /// By size alone, never by batch, as the algorithms round differently.
  private static func kernel(_ bank: FilterBank, _ input: MapShape, _ output: MapShape)
    -> any MapKernel
  {
    if bank.isDepthwise { return DepthwiseConvolution(bank, input: input, output: output) }
    let geometry = bank.geometry
    if input.stride % 16 != 0, geometry.dilation == (1, 1) {
      return StemConvolution(bank, input: input, output: output)
    }
    let suitsWinograd =
      geometry.kernel == (3, 3) && geometry.stride == (1, 1) && geometry.dilation == (1, 1)
      && bank.groups == 1
      && input.stride % 16 == 0
    guard suitsWinograd else { return TapConvolution(bank, input: input, output: output) }
    // Products of each: large tiles overhang small maps.
    let four = (output.height + 3) / 4 * ((output.width + 3) / 4) * 36
    let two = (output.height + 1) / 2 * ((output.width + 1) / 2) * 16
    return WinogradConvolution(
      bank, four <= two ? WinogradFour.self : WinogradTwo.self, input: input, output: output)
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
