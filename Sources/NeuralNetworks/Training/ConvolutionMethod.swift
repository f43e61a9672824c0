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

  /// By shapes alone, as the methods round differently. What is between their steps is kept in `arenas`.
  func method(_ input: MapShape, _ output: MapShape, _ arenas: ArenaPool = ArenaPool()) -> any ConvolutionMethod {
    guard groups == 1, outputs % 16 == 0 else { return WindowProducts(size: self) }
    guard inputs % 16 == 0 else {
      return geometry.dilation == (1, 1) ? RunProducts(self, input, output, arenas) : WindowProducts(size: self)
    }
    // Most of what a window covers of such maps is padding.
    if output.pixels <= 4 { return PixelProducts(size: self, input: input, output: output, arenas: arenas) }
    let suitsWinograd = geometry == ConvolutionGeometry(3, padding: 1)
    return suitsWinograd ? WinogradProducts(self, input, output, arenas) : RunProducts(self, input, output, arenas)
  }
}

extension ExecutionContext {
  /// Runs a kernel of inference over a batch.
  func run(_ kernel: any MapKernel, on input: MapBatch, into output: MapBatch, _ arenas: ArenaPool) throws {
    try run(
      kernel, DisjointPointer(input.values.base), (output.shape, input.shape), nil, DisjointPointer(output.values.base),
      input.count, arenas)
  }

  /// - Parameter added: what is added to the result, laid out like it; may be the result's own memory.
  func run(
    _ kernel: any MapKernel, _ source: DisjointPointer<Float>, _ shapes: (to: MapShape, from: MapShape),
    _ added: DisjointPointer<Float>?, _ target: DisjointPointer<Float>, _ count: Int, _ arenas: ArenaPool
  ) throws {
    // A sum does not depend on the images beside it, so as few pieces as there are threads read the weights least often.
    try forEachPiece(of: count, size: (count + threads - 1) / threads) { images in
      let place = images.lowerBound * shapes.to.size
      var inputs = [UnsafePointer(source.base + images.lowerBound * shapes.from.size)]
      if let added { inputs.append(UnsafePointer(added.base + place)) }
      arenas.withMemory(kernel.scratch(batch: images.count)) {
        kernel.run(batch: images.count, inputs: inputs, output: target.base + place, scratch: $0)
      }
    }
  }
}
