import Numerics

/// A convolution of few channels, such as the first of a network, where a tap alone would be too little work.
///
/// Each image is copied with its padding; then what lies under one row of the window is contiguous, and that is a tap.
final class StemConvolution: MapKernel {
  private let input: MapShape
  private let output: MapShape
  private let geometry: ConvolutionGeometry
  private let filters: PackedFilters
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)
  private static var block: Int { 96 }

  /// - Precondition: an input without filling, and dilation 1.
  init(_ bank: FilterBank, input: MapShape, output: MapShape) {
    self.input = input
    self.output = output
    geometry = bank.geometry
    bias = bank.paddedBias
    bounds = (bank.lower, bank.upper)
    filters = PackedFilters(inner: bank.geometry.taps * input.channels, columns: bank.outputs) { row, column in
      let (tap, channel) = row.quotientAndRemainder(dividingBy: input.channels)
      return bank.weight(column, channel, tap: tap)
    }
  }

  private var paddedWidth: Int { input.width + geometry.padding.left + geometry.padding.right }
  private var paddedHeight: Int { input.height + geometry.padding.top + geometry.padding.bottom }

  func scratch(batch: Int) -> Int { paddedWidth * paddedHeight * input.channels }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    scratch.update(repeating: 0, count: self.scratch(batch: batch))
    for image in 0..<batch {
      let place = image * output.size
      pad(inputs[0] + image * input.size, into: scratch)
      filter(scratch, into: target + place, residual: inputs.count > 1 ? inputs[1] + place : nil)
    }
  }

  private func pad(_ source: UnsafePointer<Float>, into padded: UnsafeMutablePointer<Float>) {
    let line = input.width * input.channels
    for y in 0..<input.height {
      let start = ((y + geometry.padding.top) * paddedWidth + geometry.padding.left) * input.channels
      (padded + start).update(from: source + y * line, count: line)
    }
  }

  private func filter(
    _ padded: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, residual: UnsafePointer<Float>?
  ) {
    let taps = geometry.kernel.height
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: Self.block * taps) { table in
      guard let table = table.baseAddress else { return }
      bias.withUnsafeBufferPointer { bias in
        let finish = Finish(bias: bias.baseAddress, residual: residual, lower: bounds.lower, upper: bounds.upper)
        for start in stride(from: 0, to: output.pixels, by: Self.block) {
          let end = min(start + Self.block, output.pixels)
          for row in 0..<(end - start + 5) / 6 * 6 {
            let (y, x) = min(start + row, end - 1).quotientAndRemainder(dividingBy: output.width)
            let corner = padded + (y * geometry.stride.y * paddedWidth + x * geometry.stride.x) * input.channels
            for tap in 0..<taps {
              table[(row / 6 * taps + tap) * 6 + row % 6] = corner + tap * paddedWidth * input.channels
            }
          }
          FilterProduct.multiply(
            table, taps: taps, channels: geometry.kernel.width * input.channels, rows: start..<end, by: filters,
            into: target, finish)
        }
      }
    }
  }
}
