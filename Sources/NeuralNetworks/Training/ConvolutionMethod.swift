import Numerics

/// How a convolution of one shape is computed in training, both ways. Results are the same on any number of threads.
protocol ConvolutionMethod: Sendable {
  /// - Parameter weights: [group][tap][input of the group][output of the group].
  func forward(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext) throws
  /// Adds to the gradient in the input, or sets it where there is none yet.
  func differentiateInput(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext) throws
  /// Sets the gradient in the weights.
  func differentiateWeights(
    _ input: MapBatch, _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch, _ context: ExecutionContext)
    throws
}

/// What the window of a convolution is, and how many channels it takes and gives.
struct ConvolutionSize: Sendable, Equatable {
  let geometry: ConvolutionGeometry
  let inputs: Int
  let outputs: Int
  let groups: Int

  var inputsEach: Int { inputs / groups }
  var outputsEach: Int { outputs / groups }
  /// Rows of a group's matrix of weights.
  var inner: Int { geometry.taps * inputsEach }

  /// By shapes alone, as the methods round differently.
  func method(_ input: MapShape, _ output: MapShape) -> any ConvolutionMethod {
    let isPlain =
      geometry == ConvolutionGeometry(3, padding: 1) && groups == 1 && inputs % 16 == 0 && outputs % 16 == 0
    // Most of what a window covers of such maps is padding.
    if groups == 1, output.pixels <= 4, inputs >= 16 {
      return PixelProducts(size: self, input: input, output: output)
    }
    return isPlain ? WinogradProducts(self, input, output) : WindowProducts(size: self)
  }
}
