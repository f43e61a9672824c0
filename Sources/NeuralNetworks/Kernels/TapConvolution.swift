import Numerics

/// Any convolution as one product of matrices whose left one is not laid out but pointed at: for each output and each tap
/// of the window, where the channels under it lie.
///
/// The idea of "indirect convolution" (Dukhan 2019): no copy of the input, whatever stride, dilation and padding are.
final class TapConvolution: MapKernel {
  let input: MapShape
  let output: MapShape
  private let geometry: ConvolutionGeometry
  let filters: PackedFilters
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)
  private let zeros: ZeroRow
  /// Outputs whose pointers are made at a time; a multiple of six.
  private let block: Int

  convenience init(_ bank: FilterBank, input: MapShape, output: MapShape) {
    let filters = PackedFilters(inner: bank.geometry.taps * bank.inputs, columns: bank.outputs) { row, column in
      let (tap, channel) = row.quotientAndRemainder(dividingBy: bank.inputs)
      return bank.weight(column, channel, tap: tap)
    }
    self.init(
      bank.geometry, input: input, output: output, filters: filters, bias: bank.paddedBias,
      bounds: (bank.lower, bank.upper))
  }

  /// - Parameter filters: a row for each tap and channel of the input, in the same number for each tap.
  init(
    _ geometry: ConvolutionGeometry, input: MapShape, output: MapShape, filters: PackedFilters, bias: [Float],
    bounds: (lower: Float, upper: Float) = (-.infinity, .infinity)
  ) {
    self.input = input
    self.output = output
    self.geometry = geometry
    self.filters = filters
    self.bias = bias
    self.bounds = bounds
    zeros = ZeroRow(input.stride)
    // Filters beyond the second cache are fetched anew for every block.
    block = filters.inner * filters.columns > 160_000 ? 384 : 96
  }

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let rows = batch * output.pixels
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: block * geometry.taps) { table in
      guard let table = table.baseAddress else { return }
      bias.withUnsafeBufferPointer { bias in
        let finish = Finish(
          bias: bias.baseAddress, residual: inputs.count > 1 ? inputs[1] : nil, lower: bounds.lower,
          upper: bounds.upper)
        for start in stride(from: 0, to: rows, by: block) {
          let end = min(start + block, rows)
          for row in start..<(end - start + 5) / 6 * 6 + start {
            point(min(row, end - 1), inputs[0], table, at: row - start)
          }
          FilterProduct.multiply(
            table, taps: geometry.taps, channels: filters.inner / geometry.taps, rows: start..<end, by: filters,
            into: target, finish)
        }
      }
    }
  }

  /// Writes where the channels under each tap of an output lie.
  private func point(
    _ row: Int, _ source: UnsafePointer<Float>, _ table: UnsafeMutablePointer<UnsafePointer<Float>>, at place: Int
  ) {
    let (image, pixel) = row.quotientAndRemainder(dividingBy: output.pixels)
    let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
    let base = source + image * input.size
    var entry = table + place / 6 * 6 * geometry.taps + place % 6
    for down in 0..<geometry.kernel.height {
      let py = y * geometry.stride.y + down * geometry.dilation.y - geometry.padding.top
      for across in 0..<geometry.kernel.width {
        let px = x * geometry.stride.x + across * geometry.dilation.x - geometry.padding.left
        let isInside = py >= 0 && py < input.height && px >= 0 && px < input.width
        entry.pointee = isInside ? base + (py * input.width + px) * input.stride : zeros.base
        entry += 6
      }
    }
  }
}
