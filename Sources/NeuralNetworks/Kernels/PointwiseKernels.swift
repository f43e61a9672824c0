import Glibc

/// A function of each number by itself, where it could not be joined with what is before it.
enum PointwiseFunction: Sendable {
  case bounds(lower: Float, upper: Float)
  case sigmoid, tangent, hardSwish, swish, softplus, mish, errorFunction, gelu, exponential
  case elu(alpha: Float, scale: Float)
  case leaky(slope: Float)
  case hardSigmoid(slope: Float, shift: Float)

  func value(_ x: Float) -> Float {
    switch self {
    case .bounds(let lower, let upper): x < lower ? lower : x > upper ? upper : x
    case .sigmoid: 1 / (1 + expf(-x))
    case .tangent: tanhf(x)
    case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
    case .leaky(let slope): x > 0 ? x : slope * x
    case .swish: x / (1 + expf(-x))
    case .softplus: x > 20 ? x : log1pf(expf(x))
    case .mish: x * tanhf(x > 20 ? x : log1pf(expf(x)))
    case .errorFunction: erff(x)
    case .gelu: 0.5 * x * (1 + erff(x * 0.707_106_77))
    case .exponential: expf(x)
    case .elu(let alpha, let scale): scale * (x > 0 ? x : alpha * expm1f(x))
    case .hardSigmoid(let slope, let shift): min(max(slope * x + shift, 0), 1)
    }
  }
}

struct PointwiseKernel: MapKernel {
  let function: PointwiseFunction
  let shape: MapShape

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for place in 0..<batch * shape.size { output[place] = function.value(inputs[0][place]) }
  }
}

/// The sum or the product of two maps, one of which may be a single pixel for the whole image.
struct CombiningKernel: MapKernel {
  let isProduct: Bool
  let first: MapShape
  let second: MapShape
  let output: MapShape

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<batch * output.pixels {
      let image = row / output.pixels
      let a = inputs[0] + (first.pixels == 1 ? image : row) * first.stride
      let b = inputs[1] + (second.pixels == 1 ? image : row) * second.stride
      let result = target + row * output.stride
      for channel in 0..<output.channels {
        result[channel] = isProduct ? a[channel] * b[channel] : a[channel] + b[channel]
      }
      for channel in output.channels..<output.stride { result[channel] = 0 }
    }
  }
}

/// The channels of some maps, one after the other.
struct ConcatenatingKernel: MapKernel {
  let shapes: [MapShape]
  let output: MapShape

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<batch * output.pixels {
      var place = target + row * output.stride
      for (shape, input) in zip(shapes, inputs) {
        place.update(from: input + row * shape.stride, count: shape.channels)
        place += shape.channels
      }
      place.update(repeating: 0, count: output.stride - output.channels)
    }
  }
}

/// Maps as one row of features, channel by channel as PyTorch lays them out; with `isSoftmax`, of features that add to 1.
struct FlatteningKernel: MapKernel {
  let isSoftmax: Bool
  let input: MapShape
  let output: MapShape

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for image in 0..<batch {
      let source = inputs[0] + image * input.size
      let result = target + image * output.size
      result.update(repeating: 0, count: output.size)
      for channel in 0..<input.channels {
        for pixel in 0..<input.pixels {
          result[isSoftmax ? pixel * output.stride + channel : channel * input.pixels + pixel] =
            source[pixel * input.stride + channel]
        }
      }
      if isSoftmax { for pixel in 0..<output.pixels { normalise(result + pixel * output.stride) } }
    }
  }

  private func normalise(_ values: UnsafeMutablePointer<Float>) {
    var largest = -Float.infinity
    for channel in 0..<output.channels { largest = max(largest, values[channel]) }
    var sum: Float = 0
    for channel in 0..<output.channels {
      values[channel] = expf(values[channel] - largest)
      sum += values[channel]
    }
    for channel in 0..<output.channels { values[channel] /= sum }
  }
}
