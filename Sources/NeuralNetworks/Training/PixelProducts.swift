import Numerics

/// A convolution to maps of a few pixels: for each of them and each tap that lies on the map, a product over the images.
///
/// On maps of 2×2, a window of 3×3 meets the map at 16 of 36 places. Nothing is copied.
struct PixelProducts: ConvolutionMethod {
  let size: ConvolutionSize
  let input: MapShape
  let output: MapShape

  /// An output pixel, a tap and the input pixel under it.
  private struct Meeting {
    let output: Int
    let tap: Int
    let input: Int
  }

  private var meetings: [Meeting] {
    let geometry = size.geometry
    return (0..<output.pixels * geometry.taps).compactMap { index in
      let (pixel, tap) = index.quotientAndRemainder(dividingBy: geometry.taps)
      let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
      let (down, across) = tap.quotientAndRemainder(dividingBy: geometry.kernel.width)
      let py = y * geometry.stride.y + down * geometry.dilation.y - geometry.padding.top
      let px = x * geometry.stride.x + across * geometry.dilation.x - geometry.padding.left
      guard py >= 0, py < input.height, px >= 0, px < input.width else { return nil }
      return Meeting(output: pixel, tap: tap, input: py * input.width + px)
    }
  }

  /// Columns of a piece of work, so that a few pixels are enough pieces.
  private static var width: Int { 128 }

  func forward(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let (inputs, outputs, weights) = (
      size.inputs, size.outputs, DisjointPointer(UnsafeMutablePointer(mutating: weights))
    )
    let meetings = Dictionary(grouping: meetings, by: \.output)
    let parts = (outputs + Self.width - 1) / Self.width
    try context.forEachPiece(of: output.shape.pixels * parts, size: 1) { piece in
      let (pixel, part) = piece.lowerBound.quotientAndRemainder(dividingBy: parts)
      let first = part * Self.width
      let count = min(Self.width, outputs - first)
      let target = output.values.base + pixel * outputs + first
      let taps = meetings[pixel] ?? []
      if taps.isEmpty {
        for image in 0..<output.count { (target + image * output.shape.size).update(repeating: 0, count: count) }
      }
      for (index, tap) in taps.enumerated() {
        let filters = UnsafePointer(weights.base + (tap.tap * inputs * outputs + first))
        BLAS.multiply(
          input.values.base + tap.input * inputs, stride: input.shape.size, by: filters, stride: outputs,
          into: target, stride: output.shape.size, rows: output.count, columns: count, inner: inputs,
          beta: index == 0 ? 0 : 1)
      }
    }
  }

  func differentiateInput(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let (inputs, outputs, weights) = (
      size.inputs, size.outputs, DisjointPointer(UnsafeMutablePointer(mutating: weights))
    )
    input.clearUnsetGradient()
    let meetings = Dictionary(grouping: meetings, by: \.input)
    let parts = (inputs + Self.width - 1) / Self.width
    try context.forEachPiece(of: input.shape.pixels * parts, size: 1) { piece in
      let (pixel, part) = piece.lowerBound.quotientAndRemainder(dividingBy: parts)
      let first = part * Self.width
      let count = min(Self.width, inputs - first)
      for tap in meetings[pixel] ?? [] {
        let filters = UnsafePointer(weights.base + (tap.tap * inputs + first) * outputs)
        let target = input.gradient.base + (pixel * inputs + first)
        BLAS.multiply(
          output.gradient.base + tap.output * outputs, stride: output.shape.size, transposed: false, by: filters,
          stride: outputs, transposed: true, into: target, stride: input.shape.size, rows: output.count, columns: count,
          inner: outputs, beta: 1)
      }
    }
  }

  func differentiateWeights(
    _ input: MapBatch, _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let (inputs, outputs, gradient) = (size.inputs, size.outputs, DisjointPointer(gradient))
    let meetings = Dictionary(grouping: meetings, by: \.tap)
    let parts = (inputs + Self.width - 1) / Self.width
    try context.forEachPiece(of: size.geometry.taps * parts, size: 1) { piece in
      let (tap, part) = piece.lowerBound.quotientAndRemainder(dividingBy: parts)
      let first = part * Self.width
      let count = min(Self.width, inputs - first)
      let target = gradient.base + (tap * inputs + first) * outputs
      let pixels = meetings[tap] ?? []
      if pixels.isEmpty { target.update(repeating: 0, count: count * outputs) }
      for (index, pixel) in pixels.enumerated() {
        let values = UnsafePointer(input.values.base + (pixel.input * inputs + first))
        let change = UnsafePointer(output.gradient.base + pixel.output * outputs)
        BLAS.multiply(
          values, stride: input.shape.size, transposed: true, by: change, stride: output.shape.size, into: target,
          stride: outputs, rows: count, columns: outputs, inner: output.count, beta: index == 0 ? 0 : 1)
      }
    }
  }
}
