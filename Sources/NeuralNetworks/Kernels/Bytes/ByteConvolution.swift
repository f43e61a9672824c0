import Numerics

/// A convolution with weights and maps as bytes: every output is the sum, exact, of products of whole numbers.
///
/// Maps are turned into bytes, padding included, so that what lies under one row of the window is contiguous. No Winograd:
/// its transforms would need more than eight bits, while four products of bytes cost what one of floats does.
final class ByteConvolution: MapKernel {
  private let input: MapShape
  private let output: MapShape
  private let geometry: ConvolutionGeometry
  private let filters: PackedByteFilters
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)
  /// Where the taps of a window begin, from its corner in a padded map, and how many bytes each holds.
  private let taps: [Int]
  private let tapBytes: Int
  /// Outputs whose pointers are made at a time; a multiple of five.
  private static var block: Int { 95 }

  /// nil for what is not computed so: groups, maps whose channels are not filled up (the first of a network), or more
  /// products to a sum than fit.
  init?(_ bank: FilterBank, input: MapShape, output: MapShape) {
    let geometry = bank.geometry
    guard bank.groups == 1, input.stride % 16 == 0, geometry.taps * input.stride <= PackedByteFilters.mostRows
    else { return nil }
    (self.input, self.output, self.geometry) = (input, output, geometry)
    (bias, bounds) = (bank.paddedBias, (bank.lower, bank.upper))
    filters = PackedByteFilters(inner: geometry.taps * input.stride, columns: bank.outputs) { row, column in
      let (tap, channel) = row.quotientAndRemainder(dividingBy: input.stride)
      return channel < bank.inputs ? bank.weight(column, channel, tap: tap) : 0
    }
    // Neighbouring pixels are one tap, unless the window leaves some out.
    let isDense = geometry.dilation.x == 1
    let line = (input.width + geometry.padding.left + geometry.padding.right) * input.stride
    taps = (0..<geometry.kernel.height).flatMap { down in
      (0..<(isDense ? 1 : geometry.kernel.width)).map { across in
        down * geometry.dilation.y * line + across * geometry.dilation.x * input.stride
      }
    }
    tapBytes = (isDense ? geometry.kernel.width : 1) * input.stride
  }

  private var paddedWidth: Int { input.width + geometry.padding.left + geometry.padding.right }
  private var paddedHeight: Int { input.height + geometry.padding.top + geometry.padding.bottom }
  private var paddedSize: Int { paddedWidth * paddedHeight * input.stride }

  func scratch(batch: Int) -> Int { batch * paddedSize / 4 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let bytes = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: UInt8.self)
    withUnsafeTemporaryAllocation(of: ByteRange.self, capacity: batch) { ranges in
      guard let ranges = ranges.baseAddress else { return }
      for image in 0..<batch {
        let map = inputs[0] + image * input.size
        (ranges + image).initialize(to: ByteRange(map, input))
        write(map, as: ranges[image], to: bytes + image * paddedSize)
      }
      bias.withUnsafeBufferPointer { bias in
        filters.scales.withUnsafeBufferPointer { scales in
          filters.sums.withUnsafeBufferPointer { sums in
            guard let scales = scales.baseAddress, let sums = sums.baseAddress else { return }
            let floats = Finish(
              bias: bias.baseAddress, residual: inputs.count > 1 ? inputs[1] : nil, lower: bounds.lower,
              upper: bounds.upper)
            let finish = ByteFinish(
              filters: filters, ranges: ranges, rowsEach: output.pixels, scales: scales, sums: sums, floats: floats)
            multiply(bytes, rows: batch * output.pixels, into: target, finish)
          }
        }
      }
    }
  }

  /// A map as bytes; around it lies the byte of 0.
  private func write(_ map: UnsafePointer<Float>, as range: ByteRange, to padded: UnsafeMutablePointer<UInt8>) {
    if paddedSize > input.size { padded.update(repeating: UInt8(range.zero), count: paddedSize) }
    let line = input.width * input.stride
    for y in 0..<input.height {
      let target = padded + ((y + geometry.padding.top) * paddedWidth + geometry.padding.left) * input.stride
      for place in stride(from: 0, to: line, by: 16) {
        range.write(SIMD16(from: map + y * line + place), to: target + place)
      }
    }
  }

  private func multiply(
    _ bytes: UnsafePointer<UInt8>, rows: Int, into target: UnsafeMutablePointer<Float>, _ finish: ByteFinish
  ) {
    let count = taps.count
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: Self.block * count) { table in
      guard let table = table.baseAddress else { return }
      for start in stride(from: 0, to: rows, by: Self.block) {
        let end = min(start + Self.block, rows)
        for place in 0..<(end - start + 4) / 5 * 5 {
          let corner = bytes + corner(of: min(start + place, end - 1))
          let entry = table + (place / 5 * count * 5 + place % 5)
          for tap in 0..<count { entry[tap * 5] = corner + taps[tap] }
        }
        for panel in filters.panels {
          let weights = filters.base + panel.offset
          for first in stride(from: start, to: end, by: 5) {
            let group = table + (first - start) * count
            let place = (first, panel.column)
            let rows = min(5, end - first)
            switch panel.width {
            case 64: store(group, weights, target, place, rows, finish, ByteLanePair<ByteLanePair<ByteLane>>.self)
            case 32: store(group, weights, target, place, rows, finish, ByteLanePair<ByteLane>.self)
            default: store(group, weights, target, place, rows, finish, ByteLane.self)
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func store<Lanes: ByteLanes>(
    _ group: UnsafePointer<UnsafePointer<UInt8>>, _ weights: UnsafePointer<Int8>,
    _ target: UnsafeMutablePointer<Float>, _ place: (row: Int, column: Int), _ count: Int, _ finish: ByteFinish,
    _: Lanes.Type
  ) {
    FiveByteRows<Lanes>(group, taps: taps.count, bytes: tapBytes, weights: weights)
      .store(at: target, place, count: count, finish)
  }

  /// Where the window of an output begins in the padded maps.
  private func corner(of row: Int) -> Int {
    let (image, pixel) = row.quotientAndRemainder(dividingBy: output.pixels)
    let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
    return image * paddedSize + (y * geometry.stride.y * paddedWidth + x * geometry.stride.x) * input.stride
  }
}
