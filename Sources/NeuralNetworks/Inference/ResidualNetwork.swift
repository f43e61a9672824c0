extension FrozenNetwork {
  /// ResNet18 (He and others 2016, "Deep residual learning for image recognition"), as torchvision has it.
  ///
  /// Layers: `conv1`, `maxpool`, `layer1` to `layer4`, `avgpool` (512 features), and `fc` where the weights have it.
  /// - Parameter weights: under torchvision's names, with any prefix, or Hugging Face's.
  /// - Throws: `NetworkError.mismatchedWeights`.
  public static func resNet18(_ weights: WeightSet) throws -> FrozenNetwork {
    let (tensors, ignored) = ResidualNetworkNames.canonical(weights)
    var builder = ResidualNetworkBuilder(WeightChecker(tensors, source: weights.source))
    builder.build()
    try builder.checker.finish("ResNet18")
    return FrozenNetwork(
      name: "ResNet18", channels: 3, layers: builder.layers.map(\.name), ignored: ignored,
      nodes: builder.nodes,
      layerNodes: builder.layers.map(\.node))
  }
}

private struct ResidualNetworkBuilder {
  var checker: WeightChecker
  var nodes = [NetworkNode(name: "input", step: .input, inputs: [])]
  var layers: [(name: String, node: Int)] = []

  init(_ checker: WeightChecker) { self.checker = checker }

  mutating func build() {
    var top = convolution(
      "conv1", "bn1", from: [0], 3, 64, ConvolutionGeometry(7, stride: 2, padding: 3), lower: 0)
    layers.append(("conv1", top))
    top = add(
      "maxpool", .pool(.maximum, ConvolutionGeometry(3, stride: 2, padding: 1), ceiling: false),
      [top])
    layers.append(("maxpool", top))
    var channels = 64
    for (stage, width) in [64, 128, 256, 512].enumerated() {
      for block in 0..<2 {
        let stride = stage > 0 && block == 0 ? 2 : 1
        top = residualBlock("layer\(stage + 1).\(block)", top, channels, width, stride)
        channels = width
      }
      layers.append(("layer\(stage + 1)", top))
    }
    // A classifier is the first thing that other uses of the backbone leave out.
    if let classes = checker.shape("fc.weight")?.first { classify(top, classes) }
    layers.append(("avgpool", top))
  }

  private mutating func residualBlock(
    _ name: String, _ input: Int, _ channels: Int, _ width: Int, _ stride: Int
  ) -> Int {
    let first = convolution(
      "\(name).conv1", "\(name).bn1", from: [input], channels, width,
      ConvolutionGeometry(3, stride: stride, padding: 1), lower: 0)
    var shortcut = input
    if stride != 1 || channels != width {
      shortcut = convolution(
        "\(name).downsample.0", "\(name).downsample.1", from: [input], channels, width,
        ConvolutionGeometry(1, stride: stride), lower: -.infinity)
    }
    return convolution(
      "\(name).conv2", "\(name).bn2", from: [first, shortcut], width, width,
      ConvolutionGeometry(3, padding: 1),
      lower: 0)
  }

  private mutating func classify(_ maps: Int, _ classes: Int) {
    let pooled = add("pooled", .globalAverage, [maps])
    let bank = FilterBank(
      inputs: 512, outputs: classes, geometry: ConvolutionGeometry(1),
      weights: checker.take("fc.weight", [classes, 512]),
      bias: checker.take("fc.bias", [classes]))
    layers.append(("fc", add("fc", .convolution(bank), [pooled])))
  }

  private mutating func convolution(
    _ name: String, _ normalisation: String, from inputs: [Int], _ channels: Int, _ width: Int,
    _ geometry: ConvolutionGeometry, lower: Float
  ) -> Int {
    let weights = checker.take(
      "\(name).weight", [width, channels, geometry.kernel.height, geometry.kernel.width])
    let statistics = checker.statistics(normalisation, width)
    var bank = FilterBank.folded(
      inputs: channels, outputs: width, geometry, weights: weights, normalisation: statistics)
    bank.lower = lower
    return add(name, .convolution(bank), inputs)
  }

  private mutating func add(_ name: String, _ step: NetworkStep, _ inputs: [Int]) -> Int {
    nodes.append(NetworkNode(name: name, step: step, inputs: inputs))
    return nodes.count - 1
  }
}
