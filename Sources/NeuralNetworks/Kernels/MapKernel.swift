/// Computes maps from maps, for some images at a time, on the calling thread.
protocol MapKernel: Sendable {
  /// Floats of memory needed beside inputs and output.
  func scratch(batch: Int) -> Int

  /// - Parameters:
  ///   - inputs: the maps of all images of the batch, one image after the other, for each input.
  ///   - output: the same for the result; every number is written.
  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>)
}

/// Weights of a convolution, with what normalisation and activation follow it.
struct FilterBank: Sendable {
  let inputs: Int
  let outputs: Int
  let geometry: ConvolutionGeometry
  /// [output][input][y][x], as PyTorch and ONNX lay them out; a group's inputs only, where there are several groups.
  var weights: [Float]
  var bias: [Float]
  var groups = 1
  /// A product with a matrix of weights, which takes rows of features and no maps.
  var isDense = false
  var lower: Float = -.infinity
  var upper: Float = .infinity

  /// The weight from an input channel to an output channel: zero between groups.
  func weight(_ output: Int, _ input: Int, tap: Int) -> Float {
    let (inputsEach, outputsEach) = (inputs / groups, outputs / groups)
    let local = input - output / outputsEach * inputsEach
    guard local >= 0, local < inputsEach else { return 0 }
    return weights[(output * inputsEach + local) * geometry.taps + tap]
  }

  /// Whether each channel is filtered by itself.
  var isDepthwise: Bool { groups == inputs && outputs == inputs && groups > 1 }

  /// The bias, filled up with zeros to a multiple of 16.
  var paddedBias: [Float] { bias + [Float](repeating: 0, count: PackedFilters.padded(outputs) - outputs) }
}
