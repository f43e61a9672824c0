import Numerics

/// A convolution of few channels, such as the first of a network, where a tap alone would be too little work.
final class StemConvolution: MapKernel {
  private let input: MapShape
  private let output: MapShape
  private let padded: PaddedImage
  private let filters: PackedFilters
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)
  private static var block: Int { 96 }

  /// - Precondition: an input without filling, and dilation 1.
  init(_ bank: FilterBank, input: MapShape, output: MapShape) {
    self.input = input
    self.output = output
    padded = PaddedImage(bank.geometry, input: input)
    bias = bank.paddedBias
    bounds = (bank.lower, bank.upper)
    filters = PaddedImage.filters(bank)
  }

  func scratch(batch: Int) -> Int { padded.size }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for image in 0..<batch {
      let place = image * output.size
      padded.pad(inputs[0] + image * input.size, into: scratch)
      filter(scratch, into: target + place, residual: inputs.count > 1 ? inputs[1] + place : nil)
    }
  }

  private func filter(
    _ image: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, residual: UnsafePointer<Float>?
  ) {
    let taps = padded.taps
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: Self.block * taps) { table in
      guard let table = table.baseAddress else { return }
      bias.withUnsafeBufferPointer { bias in
        let finish = Finish(bias: bias.baseAddress, residual: residual, lower: bounds.lower, upper: bounds.upper)
        for start in stride(from: 0, to: output.pixels, by: Self.block) {
          let end = min(start + Self.block, output.pixels)
          for row in 0..<(end - start + 5) / 6 * 6 {
            let (y, x) = min(start + row, end - 1).quotientAndRemainder(dividingBy: output.width)
            let corner = image + (padded.line(y) + x * padded.step)
            for tap in 0..<taps { table[(row / 6 * taps + tap) * 6 + row % 6] = corner + tap * padded.pitch }
          }
          FilterProduct.multiply(
            table, taps: taps, channels: padded.channels, rows: start..<end, by: filters,
            into: target, finish)
        }
      }
    }
  }
}
