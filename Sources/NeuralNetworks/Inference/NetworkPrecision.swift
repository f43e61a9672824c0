/// With how many digits a frozen network keeps its weights and maps.
///
/// Review of both: Nagel and others 2021, "A white paper on neural network quantization". What is stored between layers is
/// always 32 bits wide here: what is gained is time, not memory.
public enum NetworkPrecision: String, Sendable, Hashable, Codable, CaseIterable {
  case single
  /// Every weight and every number of a map is rounded to the nearest bfloat16 (eight binary digits); products and sums of
  /// them are in single precision, as processors for it compute them. No faster than `single`: it tells what such a
  /// processor would give.
  case bf16
  /// Convolutions of products of bytes: a scale for each output's weights, and for each image's map a range of its own.
  /// The first convolution of a network, those with groups and all that is no convolution stay in single precision.
  case int8

  /// Whether a step may be joined with those before it. What is joined is computed in single precision: with fewer digits
  /// only the beginning of a network, which stays in it anyway.
  func joins(_ step: NetworkStep) -> Bool {
    guard self != .single, case .fused(let joined) = step else { return true }
    guard self == .int8, joined.last == nil, let first = joined.first else { return false }
    return !first.isPointwise
  }

  /// The code that computes a step for maps of these sizes.
  func kernel(of step: NetworkStep, _ inputs: [MapShape], _ output: MapShape) -> any MapKernel {
    switch (self, step) {
    case (.single, _): return step.kernel(inputs, output)
    case (.int8, .convolution(let bank)):
      return ByteConvolution(bank, input: inputs[0], output: output) ?? step.kernel(inputs, output)
    case (.int8, _): return step.kernel(inputs, output)
    // Probabilities that were rounded would no longer add to 1.
    case (.bf16, .softmax): return step.kernel(inputs, output)
    case (.bf16, .convolution(var bank)):
      bank.weights = bank.weights.map(\.roundedToBrainFloat)
      return RoundingKernel(NetworkStep.convolution(bank).kernel(inputs, output), output)
    case (.bf16, _): return RoundingKernel(step.kernel(inputs, output), output)
    }
  }
}
