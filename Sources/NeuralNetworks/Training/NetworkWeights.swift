extension TrainableNetwork {
  /// All parameters and statistics, in PyTorch's names and layouts.
  public func weights(source: String = "training") -> WeightSet {
    var tensors: [String: WeightTensor] = [:]
    forEachLayout { parameter, shape, layer in
      let values = (0..<(layer == nil ? parameter.count : 0)).map { parameter.values[$0] }
      tensors[parameter.name] = WeightTensor(shape: shape, values: layer?.weightsByOutput() ?? values)
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
    var changes: [(TrainableParameter, ConvolutionLayer?, [Float])] = []
    forEachLayout { parameter, shape, layer in
      guard !isBackboneOnly || !parameter.name.hasPrefix("fc.") else { return }
      changes.append((parameter, layer, checker.take(parameter.name, shape)))
    }
    try checker.finish(name)
    for (parameter, layer, values) in changes {
      if let layer {
        layer.takeWeights(byOutput: values)
      } else {
        for (place, value) in values.enumerated() { parameter.values[place] = value }
      }
    }
  }

  /// Gives each parameter, its shape in files, and where it is a convolution's weights, in another order than in files, the
  /// convolution.
  private func forEachLayout(_ body: (TrainableParameter, [Int], ConvolutionLayer?) -> Void) {
    for node in nodes {
      for parameter in node.layer.parameters {
        guard let layer = node.layer as? ConvolutionLayer, parameter === layer.weights else {
          body(parameter, parameter.shape, nil)
          continue
        }
        // A classifier's weights are a matrix in PyTorch.
        let isDense = layer.bias != nil && layer.geometry.taps == 1
        body(parameter, isDense ? Array(parameter.shape[..<2]) : parameter.shape, layer)
      }
    }
  }
}

extension ConvolutionLayer {
  /// Weights in PyTorch's order, [output][input][tap].
  fileprivate func weightsByOutput() -> [Float] {
    [Float](unsafeUninitializedCapacity: weights.count) { buffer, count in
      forEachPlace { file, memory in buffer[file] = weights.values.base[memory] }
      count = weights.count
    }
  }

  fileprivate func takeWeights(byOutput values: [Float]) {
    values.withUnsafeBufferPointer { values in
      forEachPlace { file, memory in weights.values.base[memory] = values[file] }
    }
  }

  /// For each number, where it is in a file and where in memory. Sixteen outputs at a time, so that both are walked through
  /// in few lines of the cache.
  @inline(__always)
  private func forEachPlace(_ body: (_ file: Int, _ memory: Int) -> Void) {
    let (inputsEach, outputsEach, taps) = (inputs / groups, outputs / groups, geometry.taps)
    for group in 0..<groups {
      for first in stride(from: 0, to: outputsEach, by: 16) {
        let last = min(first + 16, outputsEach)
        for input in 0..<inputsEach {
          for tap in 0..<taps {
            let row = ((group * taps + tap) * inputsEach + input) * outputsEach
            for column in first..<last {
              body(((group * outputsEach + column) * inputsEach + input) * taps + tap, row + column)
            }
          }
        }
      }
    }
  }
}
