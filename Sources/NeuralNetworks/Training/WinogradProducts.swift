import Numerics

/// A 3×3 convolution of stride 1 by Winograd's algorithm in training: as in inference forward, the same with weights turned
/// round for the gradient in the input, and its adjoint for the gradient in the weights.
///
/// With V = Bᵀ x B the points of the input's tiles and D = A ∂y Aᵀ those of the output's gradient, ∂w = Gᵀ (Σ V ⊙ D) G: the
/// sum over tiles is a product of matrices for each point.
final class WinogradProducts: ConvolutionMethod {
  private let transform: any WinogradTransform.Type
  private let size: ConvolutionSize
  private let ahead: WinogradConvolution
  private let back: WinogradConvolution
  private let tiles: WinogradTiles
  private let arenas: ArenaPool

  /// - Precondition: a 3×3 window of stride 1 and padding 1, one group, numbers of channels that are multiples of 16.
  init(_ size: ConvolutionSize, _ input: MapShape, _ output: MapShape, _ arenas: ArenaPool) {
    self.size = size
    self.arenas = arenas
    // Large tiles overhang small maps.
    let four = (output.height + 3) / 4 * ((output.width + 3) / 4) * 36
    let two = (output.height + 1) / 2 * ((output.width + 1) / 2) * 16
    let transform: any WinogradTransform.Type = four <= two ? WinogradFour.self : WinogradTwo.self
    self.transform = transform
    let points = transform.points * transform.points
    func kernel(_ from: MapShape, _ to: MapShape) -> WinogradConvolution {
      WinogradConvolution(
        transform, padding: (1, 1), input: from, output: to,
        filters: (0..<points).map { _ in PackedFilters(inner: from.channels, columns: to.channels) },
        bias: [Float](repeating: 0, count: to.channels))
    }
    ahead = kernel(input, output)
    back = kernel(output, input)
    tiles = WinogradTiles(transform, padding: (1, 1), input: input, output: output)
  }

  func forward(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    try pack(weights, into: ahead, isBack: false, context)
    try context.run(ahead, on: input, into: output, arenas)
  }

  func differentiateInput(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    try pack(weights, into: back, isBack: true, context)
    let gradient = DisjointPointer(input.gradient.base)
    let added = input.hasGradient ? gradient : nil
    input.hasGradient = true
    try context.run(
      back, DisjointPointer(output.gradient.base), (input.shape, output.shape), added, gradient, input.count, arenas)
  }

  /// G w Gᵀ for each pair of channels, where the kernel reads them.
  private func pack(
    _ weights: UnsafePointer<Float>, into kernel: WinogradConvolution, isBack: Bool, _ context: ExecutionContext
  ) throws {
    let weights = DisjointPointer(UnsafeMutablePointer(mutating: weights))
    let isFour = transform == WinogradFour.self
    try context.forEachPiece(of: kernel.input.channels / 16, size: 1) { [self] piece in
      let rows = piece.lowerBound * 16..<piece.upperBound * 16
      if isFour {
        pack(WinogradFour.self, weights.base, kernel.filters, rows, isBack: isBack)
      } else {
        pack(WinogradTwo.self, weights.base, kernel.filters, rows, isBack: isBack)
      }
    }
  }

  private func pack<Transform: WinogradTransform>(
    _: Transform.Type, _ weights: UnsafePointer<Float>, _ filters: [PackedFilters], _ rows: Range<Int>, isBack: Bool
  ) {
    let (inputs, outputs) = (size.inputs, size.outputs)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 9 * 256) { memory in
      guard let block = memory.baseAddress else { return }
      for panel in filters[0].panels {
        for lane in stride(from: 0, to: panel.width, by: 16) {
          let column = panel.column + lane
          if isBack { turn(weights, rows.lowerBound, column, into: block) }
          for row in rows {
            let place = panel.offset + row * panel.width + lane
            let turned = UnsafePointer(block + (row - rows.lowerBound) * 16)
            let first = isBack ? turned : weights + (row * outputs + column)
            let step = isBack ? 256 : inputs * outputs
            Self.transform(Transform.self, first, step) { point, values in
              values.write(to: filters[point].writable + place)
            }
          }
        }
      }
    }
  }

  /// Weights from 16 inputs to 16 outputs of the convolution, outputs first and taps in the opposite order.
  @inline(__always)
  private func turn(
    _ weights: UnsafePointer<Float>, _ firstOutput: Int, _ firstInput: Int, into block: UnsafeMutablePointer<Float>
  ) {
    for tap in 0..<9 {
      let source = weights + (((8 - tap) * size.inputs + firstInput) * size.outputs + firstOutput)
      SquareTransposition.run(source, stride: size.outputs, into: block + tap * 256, stride: 16)
    }
  }

  /// The points of sixteen filters, whose taps lie `step` apart.
  @inline(__always)
  private static func transform<Transform: WinogradTransform>(
    _: Transform.Type, _ taps: UnsafePointer<Float>, _ step: Int, _ store: (Int, SIMD16<Float>) -> Void
  ) {
    let side = Transform.points
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 3 * 6) { lines in
      guard let lines = lines.baseAddress else { return }
      for column in 0..<3 {
        Transform.weights(
          { SIMD16(from: taps + ($0 * 3 + column) * step) }, { lines[$0 * 3 + column] = $1 })
      }
      for row in 0..<side {
        Transform.weights({ lines[row * 3 + $0] }, { store(row * side + $0, $1) })
      }
    }
  }

  func differentiateWeights(
    _ input: MapBatch, _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    if transform == WinogradFour.self {
      try differentiateWeights(WinogradFour.self, input, gradient, output, context)
    } else {
      try differentiateWeights(WinogradTwo.self, input, gradient, output, context)
    }
  }

  private func differentiateWeights<Transform: WinogradTransform>(
    _: Transform.Type, _ input: MapBatch, _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch,
    _ context: ExecutionContext
  ) throws {
    let (inputs, outputs) = (size.inputs, size.outputs)
    let points = Transform.points * Transform.points
    let all = tiles.each * input.count
    // What is between the steps stays near 10 MB.
    let block = min(all, max(64, 2_500_000 / (points * (inputs + outputs))))
    let (inputStep, outputStep) = (block * inputs + 16, block * outputs + 16)
    let memory = arenas.take(points * (inputStep + outputStep + inputs * outputs))
    defer { arenas.give(memory) }
    let left = DisjointPointer(memory.base)
    let right = DisjointPointer(left.base + points * inputStep)
    let sums = DisjointPointer(right.base + points * outputStep)
    for start in stride(from: 0, to: all, by: block) {
      let count = min(block, all - start)
      try context.forEachPiece(of: count, size: 16) { [tiles] piece in
        withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 36) { memory in
          guard let temporary = memory.baseAddress else { return }
          for tile in piece {
            tiles.take(
              Transform.self, start + tile, input.values.base, temporary, left.base + tile * inputs, step: inputStep)
            tiles.spread(
              Transform.self, start + tile, output.gradient.base, temporary, right.base + tile * outputs,
              step: outputStep)
          }
        }
      }
      try context.forEachPiece(of: points, size: 1) { piece in
        let point = piece.lowerBound
        let rows = FilterProduct.Rows(
          left: left.base + point * inputStep, leftStride: inputs, right: right.base + point * outputStep,
          rightStride: outputs)
        FilterProduct.multiplyTransposed(
          rows, [RowRun(left: 0, right: 0, count: count)][...], inner: inputs, columns: outputs,
          into: sums.base + point * inputs * outputs, adds: start > 0)
      }
    }
    let target = DisjointPointer(gradient)
    try context.forEachPiece(of: inputs * outputs / 16, size: 256) { piece in
      for place in stride(from: piece.lowerBound * 16, to: piece.upperBound * 16, by: 16) {
        Self.gather(Transform.self, sums.base + place, inputs * outputs, target.base + place)
      }
    }
  }

  /// The gradient in sixteen filters; points and taps lie `step` apart.
  @inline(__always)
  private static func gather<Transform: WinogradTransform>(
    _: Transform.Type, _ points: UnsafePointer<Float>, _ step: Int, _ taps: UnsafeMutablePointer<Float>
  ) {
    let side = Transform.points
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 3 * 6) { lines in
      guard let lines = lines.baseAddress else { return }
      for column in 0..<side {
        Transform.gathered(
          { SIMD16(from: points + ($0 * side + column) * step) }, { lines[$0 * side + column] = $1 })
      }
      for row in 0..<3 {
        Transform.gathered({ lines[row * side + $0] }, { $1.write(to: taps + (row * 3 + $0) * step) })
      }
    }
  }
}
