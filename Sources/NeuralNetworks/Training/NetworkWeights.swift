extension TrainableNetwork {
  /// All parameters and statistics, in PyTorch's names and layouts.
  public func weights(source: String = "training") -> WeightSet {
    var tensors: [String: WeightTensor] = [:]
    forEachLayout { parameter, shape, order in
      tensors[parameter.name] = WeightTensor(
        shape: shape, values: order.map { parameter.values[$0] })
    }
    return WeightSet(source: source, tensors: tensors)
  }

  /// Takes over parameters and statistics from a set, in torchvision's or Hugging Face's names.
  /// - Parameter isBackboneOnly: leaves the classifier as it is, for weights that were learnt for other classes.
  /// - Throws: `NetworkError.mismatchedWeights`.
  public func load(_ weights: WeightSet, isBackboneOnly: Bool = false) throws {
    var (tensors, _) = ResidualNetworkNames.canonical(weights)
    if name != "ResNet18" { tensors = weights.tensors }
    if isBackboneOnly { tensors = tensors.filter { !$0.key.hasPrefix("fc.") } }
    var checker = WeightChecker(tensors, source: weights.source)
    var changes: [(TrainableParameter, [Int], [Float])] = []
    forEachLayout { parameter, shape, order in
      guard !isBackboneOnly || !parameter.name.hasPrefix("fc.") else { return }
      changes.append((parameter, order, checker.take(parameter.name, shape)))
    }
    try checker.finish(name)
    for (parameter, order, values) in changes {
      for (place, value) in zip(order, values) { parameter.values[place] = value }
    }
  }

  /// Gives each parameter, its shape in files, and where each number of the file is in memory.
  private func forEachLayout(_ body: (TrainableParameter, [Int], [Int]) -> Void) {
    for node in nodes {
      for parameter in node.layer.parameters {
        guard let layer = node.layer as? ConvolutionLayer, parameter === layer.weights else {
          body(parameter, parameter.shape, Array(0..<parameter.count))
          continue
        }
        // A classifier's weights are a matrix in PyTorch.
        let isDense = layer.bias != nil && layer.geometry.taps == 1
        body(parameter, isDense ? Array(parameter.shape[..<2]) : parameter.shape, layer.order)
      }
    }
  }
}

extension ConvolutionLayer {
  /// For each number in PyTorch's order, [output][input][tap], where it is in memory.
  fileprivate var order: [Int] {
    let (inputsEach, outputsEach, taps) = (inputs / groups, outputs / groups, geometry.taps)
    var order: [Int] = []
    order.reserveCapacity(weights.count)
    for output in 0..<outputs {
      let (group, column) = output.quotientAndRemainder(dividingBy: outputsEach)
      for input in 0..<inputsEach {
        for tap in 0..<taps {
          order.append(((group * taps + tap) * inputsEach + input) * outputsEach + column)
        }
      }
    }
    return order
  }
}
