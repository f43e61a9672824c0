/// Takes tensors out of a set by name and shape, and keeps what is missing or does not fit, to tell it all at once.
struct WeightChecker {
  private let source: String
  private var tensors: [String: WeightTensor]
  private var missing: [String] = []
  private var misshapen: [WeightMismatch.Misshapen] = []

  init(_ tensors: [String: WeightTensor], source: String) {
    self.tensors = tensors
    self.source = source
  }

  /// The tensor's numbers, or zeros where it is missing or misshapen; then `finish` throws.
  mutating func take(_ name: String, _ shape: [Int]) -> [Float] {
    let tensor = tensors.removeValue(forKey: name)
    if let tensor, tensor.shape == shape { return tensor.values }
    if let tensor {
      misshapen.append(.init(name: name, expected: shape, found: tensor.shape))
    } else {
      missing.append(name)
    }
    return [Float](repeating: 0, count: shape.elementCount ?? 0)
  }

  /// What batch normalisation of this name has learnt.
  mutating func statistics(_ name: String, _ channels: Int) -> BatchStatistics {
    BatchStatistics(
      scale: take("\(name).weight", [channels]), shift: take("\(name).bias", [channels]),
      mean: take("\(name).running_mean", [channels]),
      variance: take("\(name).running_var", [channels]))
  }

  func shape(_ name: String) -> [Int]? { tensors[name]?.shape }

  /// - Throws: `NetworkError.mismatchedWeights` where anything was missing or misshapen, or is left over.
  func finish(_ network: String) throws {
    guard missing.isEmpty, misshapen.isEmpty, tensors.isEmpty else {
      throw NetworkError.mismatchedWeights(
        WeightMismatch(
          path: source, network: network, missing: missing, extra: tensors.keys.sorted(),
          misshapen: misshapen))
    }
  }
}

extension FilterBank {
  /// A convolution without bias and the normalisation that follows it, as one: w · γ/√(σ²+ε) and β − μ · γ/√(σ²+ε).
  static func folded(
    inputs: Int, outputs: Int, _ geometry: ConvolutionGeometry, groups: Int = 1, weights: [Float],
    bias: [Float]? = nil,
    normalisation: BatchStatistics
  ) -> FilterBank {
    var weights = weights
    var biases = [Float](repeating: 0, count: outputs)
    let each = weights.count / max(1, outputs)
    for output in 0..<outputs {
      let factor =
        Double(normalisation.scale[output])
        / (Double(normalisation.variance[output]) + normalisation.epsilon).squareRoot()
      for place in output * each..<(output + 1) * each {
        weights[place] = Float(Double(weights[place]) * factor)
      }
      let shift = Double(bias?[output] ?? 0) - Double(normalisation.mean[output])
      biases[output] = Float(Double(normalisation.shift[output]) + shift * factor)
    }
    return FilterBank(
      inputs: inputs, outputs: outputs, geometry: geometry, weights: weights, bias: biases,
      groups: groups)
  }
}

/// What batch normalisation has learnt of each channel.
struct BatchStatistics: Sendable {
  let scale: [Float]
  let shift: [Float]
  let mean: [Float]
  let variance: [Float]
  var epsilon = 1e-5
}
