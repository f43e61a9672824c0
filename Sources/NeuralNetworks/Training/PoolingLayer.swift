import Numerics

/// The largest or the mean number under a window, for each channel; a window may be the whole map.
final class PoolingLayer: TrainableLayer {
  let kind: Pooling.Kind
  /// Nil for the whole map.
  let geometry: ConvolutionGeometry?

  init(_ kind: Pooling.Kind, _ geometry: ConvolutionGeometry?) {
    self.kind = kind
    self.geometry = geometry
  }

  var parameters: [TrainableParameter] { [] }

  private func window(_ input: MapShape) -> ConvolutionGeometry {
    geometry ?? ConvolutionGeometry(kernel: (input.height, input.width))
  }

  func output(_ inputs: [MapShape]) -> MapShape? {
    guard let input = inputs.first else { return nil }
    let size = window(input).output(height: input.height, width: input.width)
    guard size.height > 0, size.width > 0 else { return nil }
    return .dense(height: size.height, width: size.width, channels: input.channels)
  }

  func forward(
    _ inputs: [MapBatch], _ output: MapBatch, isTraining: Bool, context: ExecutionContext
  ) throws {
    let input = inputs[0]
    if input.shape.channels % 16 == 0 {
      let kernel = Pooling(kind, window(input.shape), input: input.shape, output: output.shape)
      return try context.run(kernel, on: input, into: output, ArenaPool())
    }
    let walk = WindowWalk(window(input.shape), input: input.shape, output: output.shape)
    let kind = kind
    try context.forEachPiece(of: output.count, size: 1) { images in
      let image = images.lowerBound
      let target = output.values.base + image * output.shape.size
      walk.forEachOutput(batch: 1, input.values.base + image * input.shape.size) {
        place, pixels, taps in
        for channel in 0..<input.shape.channels {
          var result: Float = kind == .maximum ? -.infinity : 0
          for index in 0..<taps.count {
            let value = pixels[index][channel]
            result = kind == .maximum ? (value <= result ? result : value) : result + value
          }
          target[place + channel] = result / Self.divisor(kind, taps.count, walk.geometry.taps)
        }
      }
    }
  }

  /// By how much a sum is divided.
  private static func divisor(_ kind: Pooling.Kind, _ inside: Int, _ all: Int) -> Float {
    switch kind {
    case .maximum: 1
    case .average(let countsPadding): Float(countsPadding ? all : max(1, inside))
    }
  }

  /// The gradient goes to the first of the largest numbers, as in PyTorch, or to all alike.
  func backward(_ inputs: [MapBatch], _ output: MapBatch, wanted: [Bool], context: ExecutionContext)
    throws
  {
    guard wanted[0] else { return }
    let input = inputs[0]
    input.clearUnsetGradient()
    let walk = WindowWalk(window(input.shape), input: input.shape, output: output.shape)
    let kind = kind
    try context.forEachPiece(of: output.count, size: 1) { images in
      let start = images.lowerBound * input.shape.size
      let base = UnsafePointer(input.values.base) + start
      let target = input.gradient.base + start
      let outputs = images.lowerBound * output.shape.size
      let wide = input.shape.channels / 16 * 16
      walk.forEachOutput(batch: 1, base) { place, pixels, taps in
        let divisor = Self.divisor(kind, taps.count, walk.geometry.taps)
        for channel in stride(from: 0, to: wide, by: 16) {
          let result = SIMD16<Float>(from: output.values.base + (outputs + place + channel))
          let change = SIMD16<Float>(from: output.gradient.base + (outputs + place + channel)) / divisor
          var left = change
          for index in 0..<taps.count {
            let values = SIMD16<Float>(from: pixels[index] + channel)
            let slot = target + (pixels[index] + channel - base)
            let isLargest = values .== result
            let share = kind == .maximum ? SIMD16<Float>.zero.replacing(with: left, where: isLargest) : change
            left.replace(with: 0, where: isLargest)
            (SIMD16(from: slot) + share).write(to: slot)
          }
        }
        for channel in wide..<input.shape.channels {
          let change = output.gradient.base[outputs + place + channel]
          let divided = change / divisor
          for index in 0..<taps.count {
            let isLargest = pixels[index][channel] == output.values.base[outputs + place + channel]
            guard kind != .maximum || isLargest else { continue }
            target[pixels[index] + channel - base] += divided
            if kind == .maximum { break }
          }
        }
      }
    }
  }
}
