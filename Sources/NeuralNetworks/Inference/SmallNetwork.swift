extension FrozenNetwork {
  /// What `TrainableNetwork.small` trained: layers `layer1`, `layer2` and so on, `fc`, and `avgpool`.
  /// - Throws: `NetworkError.mismatchedWeights`.
  public static func small(_ weights: WeightSet) throws -> FrozenNetwork {
    var checker = WeightChecker(weights.tensors, source: weights.source)
    var nodes = [NetworkNode(name: "input", step: .input, inputs: [])]
    var layers: [(name: String, node: Int)] = []
    func add(_ name: String, _ step: NetworkStep) -> Int {
      nodes.append(NetworkNode(name: name, step: step, inputs: [nodes.count - 1]))
      return nodes.count - 1
    }
    let inputs = checker.shape("conv1.weight").flatMap { $0.count == 4 ? $0[1] : nil } ?? 1
    var channels = inputs
    let depth = max(3, (1...5).filter { checker.shape("conv\($0).weight") != nil }.max() ?? 3)
    for layer in 1...depth {
      let outputs = checker.shape("conv\(layer).weight")?.first ?? 0
      let kernel = checker.take("conv\(layer).weight", [outputs, channels, 3, 3])
      var bank = FilterBank.folded(
        inputs: channels, outputs: outputs, ConvolutionGeometry(3, padding: 1), weights: kernel,
        normalisation: checker.statistics("bn\(layer)", outputs))
      bank.lower = 0
      layers.append(("layer\(layer)", add("conv\(layer)", .convolution(bank))))
      if layer < depth {
        _ = add("pool\(layer)", .pool(.maximum, ConvolutionGeometry(2, stride: 2), ceiling: false))
      }
      channels = outputs
    }
    let maps = nodes.count - 1
    let pooled = add("pooled", .globalAverage)
    let classes = checker.shape("fc.bias")?.first ?? 0
    let bank = FilterBank(
      inputs: channels, outputs: classes, geometry: ConvolutionGeometry(1),
      weights: checker.take("fc.weight", [classes, channels]),
      bias: checker.take("fc.bias", [classes]))
    nodes.append(NetworkNode(name: "fc", step: .convolution(bank), inputs: [pooled]))
    layers += [("fc", nodes.count - 1), ("avgpool", maps)]
    try checker.finish("cnn")
    return FrozenNetwork(
      name: "cnn", channels: inputs, layers: layers.map(\.name), ignored: [], nodes: nodes,
      layerNodes: layers.map(\.node))
  }
}
