import Numerics

/// A filter of its own for each channel.
final class DepthwiseConvolution: MapKernel {
  private let window: WindowWalk
  /// [tap][channel]
  private let filters: [Float]
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)

  /// - Precondition: `bank.isDepthwise`.
  init(_ bank: FilterBank, input: MapShape, output: MapShape) {
    window = WindowWalk(bank.geometry, input: input, output: output)
    bias = bank.paddedBias
    bounds = (bank.lower, bank.upper)
    let taps = bank.geometry.taps
    filters = (0..<taps * input.stride).map { place in
      let (tap, channel) = place.quotientAndRemainder(dividingBy: input.stride)
      return channel < bank.inputs ? bank.weights[channel * taps + tap] : 0
    }
  }

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let step = window.input.stride
    filters.withUnsafeBufferPointer { filters in
      bias.withUnsafeBufferPointer { bias in
        guard let filters = filters.baseAddress, let bias = bias.baseAddress else { return }
        window.forEachOutput(batch: batch, inputs[0]) { place, pixels, taps in
          for channel in stride(from: 0, to: step, by: 16) {
            var sum = SIMD16<Float>(from: bias + channel)
            for index in 0..<taps.count {
              sum.addProduct(
                SIMD16(from: pixels[index] + channel), SIMD16(from: filters + taps[index] * step + channel))
            }
            if inputs.count > 1 { sum += SIMD16(from: inputs[1] + place + channel) }
            sum.limited(bounds.lower, bounds.upper).write(to: output + place + channel)
          }
        }
      }
    }
  }
}

/// The largest or the mean number under a window, for each channel.
final class Pooling: MapKernel {
  enum Kind: Sendable, Equatable {
    case maximum
    /// Whether what lies in the padding counts as zeros.
    case average(countsPadding: Bool)
  }

  private let window: WindowWalk
  private let kind: Kind

  init(_ kind: Kind, _ geometry: ConvolutionGeometry, input: MapShape, output: MapShape) {
    self.kind = kind
    window = WindowWalk(geometry, input: input, output: output)
  }

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let step = window.input.stride
    let all = Float(window.geometry.taps)
    let kind = kind
    window.forEachOutput(batch: batch, inputs[0]) { place, pixels, taps in
      for channel in stride(from: 0, to: step, by: 16) {
        var result = SIMD16<Float>(repeating: kind == .maximum ? -.infinity : 0)
        for index in 0..<taps.count {
          let values = SIMD16<Float>(from: pixels[index] + channel)
          if kind == .maximum {
            // NaN wins, as in PyTorch.
            result.replace(with: values, where: .!(values .<= result))
          } else {
            result += values
          }
        }
        if case .average(let countsPadding) = kind {
          result *= 1 / (countsPadding ? all : Float(max(1, taps.count)))
        }
        result.write(to: output + place + channel)
      }
    }
  }
}

/// The mean of each channel over the whole map.
final class GlobalAverage: MapKernel {
  private let input: MapShape

  init(input: MapShape) { self.input = input }

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for image in 0..<batch {
      let source = inputs[0] + image * input.size
      for channel in stride(from: 0, to: input.stride, by: 16) {
        var sum = SIMD16<Float>.zero
        for pixel in 0..<input.pixels { sum += SIMD16(from: source + pixel * input.stride + channel) }
        (sum / Float(input.pixels)).write(to: output + image * input.stride + channel)
      }
    }
  }
}

/// Visits the windows of a map, one for each output, with those taps that lie on the map.
struct WindowWalk: Sendable {
  let geometry: ConvolutionGeometry
  let input: MapShape
  let output: MapShape

  /// - Precondition: input and output have the same channels.
  init(_ geometry: ConvolutionGeometry, input: MapShape, output: MapShape) {
    self.geometry = geometry
    self.input = input
    self.output = output
  }

  /// - Parameter body: is given where the output's channels begin, pointers to the pixels on the map, and their taps.
  @inline(__always)
  func forEachOutput(
    batch: Int, _ source: UnsafePointer<Float>,
    _ body: (Int, UnsafePointer<UnsafePointer<Float>>, UnsafeBufferPointer<Int>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: geometry.taps) { pixels in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: geometry.taps) { taps in
        guard let pixels = pixels.baseAddress, let taps = taps.baseAddress else { return }
        for row in 0..<batch * output.pixels {
          let (image, pixel) = row.quotientAndRemainder(dividingBy: output.pixels)
          let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
          let count = find(y, x, source + image * input.size, pixels, taps)
          body(row * output.stride, UnsafePointer(pixels), UnsafeBufferPointer(start: taps, count: count))
        }
      }
    }
  }

  @inline(__always)
  private func find(
    _ y: Int, _ x: Int, _ base: UnsafePointer<Float>, _ pixels: UnsafeMutablePointer<UnsafePointer<Float>>,
    _ taps: UnsafeMutablePointer<Int>
  ) -> Int {
    var count = 0
    for down in 0..<geometry.kernel.height {
      let py = y * geometry.stride.y + down * geometry.dilation.y - geometry.padding.top
      guard py >= 0, py < input.height else { continue }
      for across in 0..<geometry.kernel.width {
        let px = x * geometry.stride.x + across * geometry.dilation.x - geometry.padding.left
        guard px >= 0, px < input.width else { continue }
        pixels[count] = base + (py * input.width + px) * input.stride
        taps[count] = down * geometry.kernel.width + across
        count += 1
      }
    }
    return count
  }
}
