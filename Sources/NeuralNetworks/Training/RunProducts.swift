import Numerics

/// Any convolution forward by pointers to what lies under its window, and the gradient in its weights over runs of pixels:
/// along a line of the output, the pixels under a tap lie evenly, so that neither takes a copy of the input.
///
/// Few channels, such as those of a picture, would be too little for a tap: then images are copied with their padding, and a
/// tap is a row of the window. The gradient in the input goes the plain way.
final class RunProducts: ConvolutionMethod {
  private let size: ConvolutionSize
  private let plain: WindowProducts
  private let input: MapShape
  private let output: MapShape
  private let arenas: ArenaPool
  /// Nil where images are copied with their padding.
  private let ahead: TapConvolution?

  /// - Precondition: one group, a number of outputs that is a multiple of 16; so is that of inputs, or dilation is 1.
  init(_ size: ConvolutionSize, _ input: MapShape, _ output: MapShape, _ arenas: ArenaPool) {
    self.size = size
    self.arenas = arenas
    plain = WindowProducts(size: size)
    self.input = input
    self.output = output
    let isWide = size.inputs % 16 == 0
    ahead =
      isWide
      ? TapConvolution(
        size.geometry, input: input, output: output,
        filters: PackedFilters(inner: size.geometry.taps * size.inputs, columns: size.outputs),
        bias: [Float](repeating: 0, count: size.outputs)) : nil
  }

  func forward(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    if let ahead {
      let source = DisjointPointer(UnsafeMutablePointer(mutating: weights))
      let stride = size.outputs
      try context.forEachPiece(of: ahead.filters.inner, size: 256) {
        ahead.filters.fill($0, from: source.base, stride: stride)
      }
      try context.run(ahead, on: input, into: output, arenas)
    } else {
      let stem = StemConvolution(bank(weights), input: self.input, output: self.output)
      try context.run(stem, on: input, into: output, arenas)
    }
  }

  /// In the order of inference; a first layer has few weights.
  private func bank(_ weights: UnsafePointer<Float>) -> FilterBank {
    let (inputs, outputs, taps) = (size.inputs, size.outputs, size.geometry.taps)
    var values = [Float](repeating: 0, count: outputs * inputs * taps)
    for tap in 0..<taps {
      for input in 0..<inputs {
        let row = weights + (tap * inputs + input) * outputs
        for output in 0..<outputs { values[(output * inputs + input) * taps + tap] = row[output] }
      }
    }
    return FilterBank(
      inputs: inputs, outputs: outputs, geometry: size.geometry, weights: values,
      bias: [Float](repeating: 0, count: outputs))
  }

  func differentiateInput(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    try plain.differentiateInput(input, weights, output, context)
  }

  func differentiateWeights(
    _ input: MapBatch, _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    guard ahead == nil else {
      return try differentiate(
        size.geometry, self.input, input.values.base, inputs: size.inputs, gradient, output, context)
    }
    let (padding, window) = (size.geometry.padding, size.geometry.kernel)
    let shape = MapShape.dense(
      height: self.input.height + padding.top + padding.bottom,
      width: self.input.width + padding.left + padding.right, channels: size.inputs)
    // The columns of a product are taken six at a time.
    try arenas.withMemory(shape.size * input.count + 16) { memory in
      try pad(input, to: shape, in: memory, context)
      // A row of the window as one tap, whose channels are all that lies side by side under it.
      try differentiate(
        ConvolutionGeometry(kernel: (window.height, 1), stride: size.geometry.stride), shape, memory,
        inputs: window.width * size.inputs, gradient, output, context)
    }
  }

  private func pad(
    _ input: MapBatch, to shape: MapShape, in memory: UnsafeMutablePointer<Float>, _ context: ExecutionContext
  ) throws {
    let padding = size.geometry.padding
    memory.update(repeating: 0, count: shape.size * input.count + 16)
    let target = DisjointPointer(memory)
    let line = input.shape.width * size.inputs
    try context.forEachPiece(of: input.count * input.shape.height, size: 256) { lines in
      for index in lines {
        let (image, y) = index.quotientAndRemainder(dividingBy: input.shape.height)
        let place = ((y + padding.top) * shape.width + padding.left) * shape.stride
        (target.base + (image * shape.size + place)).update(from: input.values.base + index * line, count: line)
      }
    }
  }

  /// A piece is a tap and some channels, over all images: no sums of pieces are needed, so nothing depends on threads.
  private func differentiate(
    _ geometry: ConvolutionGeometry, _ map: MapShape, _ source: UnsafeMutablePointer<Float>, inputs: Int,
    _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let (source, gradient, outputs) = (DisjointPointer(source), DisjointPointer(gradient), size.outputs)
    let width = 96
    let parts = (inputs + width - 1) / width
    try context.forEachPiece(of: geometry.taps * parts, size: 1) { piece in
      let (tap, part) = piece.lowerBound.quotientAndRemainder(dividingBy: parts)
      let first = part * width
      let rows = FilterProduct.Rows(
        left: source.base + first, leftStride: geometry.stride.x * map.stride, right: output.gradient.base,
        rightStride: outputs)
      let runs = Self.runs(geometry, map, output, tap: tap)
      let target = gradient.base + (tap * inputs + first) * outputs
      let count = min(width, inputs - first)
      if runs.isEmpty { target.update(repeating: 0, count: count * outputs) }
      // Some hundreds of rows at a time stay in the second cache.
      let step = max(1, 384 / max(1, output.shape.width))
      for start in stride(from: 0, to: runs.count, by: step) {
        FilterProduct.multiplyTransposed(
          rows, runs[start..<min(start + step, runs.count)], inner: count, columns: outputs, into: target,
          adds: start > 0)
      }
    }
  }

  /// The pixels of each line of the output under which a tap lies on the map.
  private static func runs(
    _ geometry: ConvolutionGeometry, _ map: MapShape, _ output: MapBatch, tap: Int
  ) -> [RowRun] {
    let (down, across) = tap.quotientAndRemainder(dividingBy: geometry.kernel.width)
    let shift = across * geometry.dilation.x - geometry.padding.left
    let first = max(0, (geometry.stride.x - 1 - shift) / geometry.stride.x)
    let last = map.width - 1 < shift ? -1 : min(output.shape.width - 1, (map.width - 1 - shift) / geometry.stride.x)
    guard first <= last else { return [] }
    var runs: [RowRun] = []
    runs.reserveCapacity(output.count * output.shape.height)
    for image in 0..<output.count {
      for y in 0..<output.shape.height {
        let line = y * geometry.stride.y + down * geometry.dilation.y - geometry.padding.top
        guard line >= 0, line < map.height else { continue }
        runs.append(
          RowRun(
            left: image * map.size + (line * map.width + first * geometry.stride.x + shift) * map.stride,
            right: image * output.shape.size + (y * output.shape.width + first) * output.shape.stride,
            count: last - first + 1))
      }
    }
    return runs
  }
}
