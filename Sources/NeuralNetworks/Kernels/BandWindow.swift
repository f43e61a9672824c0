/// A window over rows that lie block by block with what is added around them: a filter for each channel, or the largest
/// number.
struct BandWindow: Sendable {
  private let layout: BandLayout
  /// [block][tap][16]; none takes the largest number.
  private let filters: [Float]
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)

  init(_ window: FusedStep.Window, layout: BandLayout) {
    self.layout = layout
    guard case .depthwise(let bank) = window else {
      (filters, bias, bounds) = ([], [], (-.infinity, .infinity))
      return
    }
    let taps = bank.geometry.taps
    filters = (0..<layout.maps.stride * taps).map { place in
      let (tap, lane) = (place / 16 % taps, place % 16)
      let channel = place / (16 * taps) * 16 + lane
      return channel < bank.inputs ? bank.weights[channel * taps + tap] : 0
    }
    bias = bank.paddedBias
    bounds = (bank.lower, bank.upper)
  }

  /// What is added around the maps, which changes no result.
  var filling: Float { filters.isEmpty ? -.infinity : 0 }

  /// One block of channels of some rows of results.
  /// - Parameters:
  ///   - block: counted from the maps' first.
  ///   - base: where that block lies.
  ///   - target: where the results of the first of the rows go, channels of a pixel side by side.
  func run(
    _ block: Int, rows: Range<Int>, image: Int, _ base: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>
  ) {
    let geometry = layout.geometry
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: geometry.kernel.height) { lines in
      guard let table = lines.baseAddress else { return }
      for row in rows {
        for down in 0..<geometry.kernel.height {
          table[down] = base + layout.start(row * geometry.stride.y + down, image: image)
        }
        let line = target + ((row - rows.lowerBound) * layout.windows.width * layout.windows.stride + block * 16)
        if filters.isEmpty {
          largest(table, into: line)
        } else {
          filter(block, table, into: line)
        }
      }
    }
  }

  private func filter(
    _ block: Int, _ lines: UnsafePointer<UnsafePointer<Float>>, into target: UnsafeMutablePointer<Float>
  ) {
    let geometry = layout.geometry
    filters.withUnsafeBufferPointer { filters in
      bias.withUnsafeBufferPointer { bias in
        guard let filters = filters.baseAddress, let bias = bias.baseAddress else { return }
        let row = DepthwiseRow(
          lines: lines, filters: filters + block * geometry.taps * 16, bias: SIMD16(from: bias + block * 16),
          bounds: bounds, count: layout.windows.width, target: target, stride: layout.windows.stride)
        switch (geometry.kernel.height, geometry.kernel.width, geometry.stride.x) {
        case (3, 3, 1): row.threeByThree(step: 1)
        case (3, 3, 2): row.threeByThree(step: 2)
        default: row.any(geometry)
        }
      }
    }
  }

  private func largest(_ lines: UnsafePointer<UnsafePointer<Float>>, into target: UnsafeMutablePointer<Float>) {
    let (kernel, step) = (layout.geometry.kernel, layout.geometry.stride.x)
    for column in 0..<layout.windows.width {
      var result = SIMD16<Float>(repeating: -.infinity)
      for down in 0..<kernel.height {
        let pixel = lines[down] + column * step * 16
        for across in 0..<kernel.width {
          let values = SIMD16<Float>(from: pixel + across * 16)
          // NaN wins, as in PyTorch.
          result.replace(with: values, where: .!(values .<= result))
        }
      }
      result.write(to: target + column * layout.windows.stride)
    }
  }
}

/// A row of results of a depthwise convolution, sixteen channels wide.
///
/// Each sum begins with the bias and adds its products in order of taps, whatever is computed beside it.
private struct DepthwiseRow {
  let lines: UnsafePointer<UnsafePointer<Float>>
  let filters: UnsafePointer<Float>
  let bias: SIMD16<Float>
  let bounds: (lower: Float, upper: Float)
  let count: Int
  let target: UnsafeMutablePointer<Float>
  let stride: Int

  @inline(__always)
  private func give(_ sum: SIMD16<Float>, _ column: Int) {
    sum.limited(bounds.lower, bounds.upper).write(to: target + column * stride)
  }

  /// Four results at a time, whose sums hide each other's latency; the last four overlap what is there already.
  @inline(__always)
  func threeByThree(step: Int) {
    guard count >= 4 else { return single(step: step) }
    let weights = (filters, filters + 48, filters + 96)
    var column = 0
    while true {
      let start = column * step * 16
      var sums = (bias, bias, bias, bias)
      Self.add(lines[0] + start, weights.0, step, &sums)
      Self.add(lines[1] + start, weights.1, step, &sums)
      Self.add(lines[2] + start, weights.2, step, &sums)
      give(sums.0, column)
      give(sums.1, column + 1)
      give(sums.2, column + 2)
      give(sums.3, column + 3)
      if column + 4 >= count { return }
      column = min(column + 4, count - 4)
    }
  }

  @inline(__always)
  private static func add(
    _ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ step: Int,
    _ sums: inout (SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>)
  ) {
    for tap in 0..<3 {
      let weight = SIMD16<Float>(from: weights + tap * 16)
      let pixel = pixels + tap * 16
      sums.0.addProduct(SIMD16(from: pixel), weight)
      sums.1.addProduct(SIMD16(from: pixel + step * 16), weight)
      sums.2.addProduct(SIMD16(from: pixel + step * 32), weight)
      sums.3.addProduct(SIMD16(from: pixel + step * 48), weight)
    }
  }

  private func single(step: Int) {
    for column in 0..<count {
      var sum = bias
      for down in 0..<3 {
        for across in 0..<3 {
          sum.addProduct(
            SIMD16(from: lines[down] + (column * step + across) * 16), SIMD16(from: filters + (down * 3 + across) * 16))
        }
      }
      give(sum, column)
    }
  }

  func any(_ geometry: ConvolutionGeometry) {
    for column in 0..<count {
      var sum = bias
      var weight = filters
      for down in 0..<geometry.kernel.height {
        let pixel = lines[down] + column * geometry.stride.x * 16
        for across in 0..<geometry.kernel.width {
          sum.addProduct(SIMD16(from: pixel + across * 16), SIMD16(from: weight))
          weight += 16
        }
      }
      give(sum, column)
    }
  }
}
