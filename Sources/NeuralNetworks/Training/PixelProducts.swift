import Numerics

/// A convolution to maps of a few pixels: for each of them and each tap that lies on the map, a product over the images.
///
/// On maps of 2×2, a window of 3×3 meets the map at 16 of 36 places. Neither maps nor weights are copied, but for the
/// transposes that the way back takes.
struct PixelProducts: ConvolutionMethod {
  let size: ConvolutionSize
  let input: MapShape
  let output: MapShape
  let arenas: ArenaPool

  /// An output pixel and the input pixel under a tap.
  private struct Meeting {
    let output: Int
    let input: Int
    /// Whether no tap before had anything for the output pixel.
    let isFirst: Bool
  }

  /// For each tap.
  private var meetings: [[Meeting]] {
    let geometry = size.geometry
    var isMet = [Bool](repeating: false, count: output.pixels)
    return (0..<geometry.taps).map { tap in
      let (down, across) = tap.quotientAndRemainder(dividingBy: geometry.kernel.width)
      return (0..<output.pixels).compactMap { pixel in
        let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
        let py = y * geometry.stride.y + down * geometry.dilation.y - geometry.padding.top
        let px = x * geometry.stride.x + across * geometry.dilation.x - geometry.padding.left
        guard py >= 0, py < input.height, px >= 0, px < input.width else { return nil }
        defer { isMet[pixel] = true }
        return Meeting(output: pixel, input: py * input.width + px, isFirst: !isMet[pixel])
      }
    }
  }

  func forward(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let (inputs, outputs) = (size.inputs, size.outputs)
    let weights = DisjointPointer(UnsafeMutablePointer(mutating: weights))
    let meetings = meetings
    // A pixel that only padding lies under.
    if Set(meetings.joined().map(\.output)).count < output.shape.pixels {
      output.values.base.update(repeating: 0, count: output.values.count)
    }
    try forEachPanel(outputs, context) { column, width in
      for (tap, meetings) in meetings.enumerated() {
        let filters = UnsafePointer(weights.base + (tap * inputs * outputs + column))
        for meeting in meetings {
          FilterProduct.multiply(
            input.values.base + meeting.input * inputs, stride: input.shape.size, rows: input.count, inner: inputs,
            by: (filters, outputs, width), into: output.values.base + (meeting.output * outputs + column),
            stride: output.shape.size, adds: !meeting.isFirst)
        }
      }
    }
  }

  func differentiateInput(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let (inputs, outputs) = (size.inputs, size.outputs)
    let weights = DisjointPointer(UnsafeMutablePointer(mutating: weights))
    input.clearUnsetGradient()
    let meetings = meetings
    try forEachPanel(inputs, context) { [arenas] column, width in
      arenas.withMemory(outputs * width) { filters in
        for (tap, meetings) in meetings.enumerated() where !meetings.isEmpty {
          for first in stride(from: 0, to: width, by: 16) {
            let source = weights.base + (tap * inputs + column + first) * outputs
            for output in stride(from: 0, to: outputs, by: 16) {
              SquareTransposition.run(
                source + output, stride: outputs, into: filters + (output * width + first), stride: width)
            }
          }
          for meeting in meetings {
            FilterProduct.multiply(
              output.gradient.base + meeting.output * outputs, stride: output.shape.size, rows: input.count,
              inner: outputs, by: (UnsafePointer(filters), width, width),
              into: input.gradient.base + (meeting.input * inputs + column), stride: input.shape.size, adds: true)
          }
        }
      }
    }
  }

  func differentiateWeights(
    _ input: MapBatch, _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let (inputs, outputs, gradient) = (size.inputs, size.outputs, DisjointPointer(gradient))
    let meetings = meetings
    let width = 96
    let parts = (inputs + width - 1) / width
    try context.forEachPiece(of: size.geometry.taps * parts, size: 1) { piece in
      let (tap, part) = piece.lowerBound.quotientAndRemainder(dividingBy: parts)
      let first = part * width
      let rows = FilterProduct.Rows(
        left: input.values.base + first, leftStride: input.shape.size, right: output.gradient.base,
        rightStride: output.shape.size)
      let runs = meetings[tap].map {
        RowRun(left: $0.input * inputs, right: $0.output * outputs, count: input.count)
      }
      FilterProduct.multiplyTransposed(
        rows, runs[...], inner: min(width, inputs - first), columns: outputs,
        into: gradient.base + (tap * inputs + first) * outputs, adds: false)
    }
  }

  private func forEachPanel(
    _ columns: Int, _ context: ExecutionContext, _ body: @escaping @Sendable (_ column: Int, _ width: Int) -> Void
  ) throws {
    var panels: [(column: Int, width: Int)] = []
    var next = 0
    while next < columns {
      panels.append((next, PackedFilters.panelWidth(columns - next)))
      next += PackedFilters.panelWidth(columns - next)
    }
    let all = panels
    try context.forEachPiece(of: all.count, size: 1) { body(all[$0.lowerBound].column, all[$0.lowerBound].width) }
  }
}
