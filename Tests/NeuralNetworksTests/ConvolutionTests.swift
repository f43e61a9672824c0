import Numerics
import Testing

@testable import NeuralNetworks

/// Every kernel beside the definition, in double precision.
@Suite struct ConvolutionTests {
  struct Shape: Sendable {
    let height: Int
    let width: Int
    let inputs: Int
    let outputs: Int
    let geometry: ConvolutionGeometry
    var groups = 1
  }

  static let shapes = [
    // Winograd with large and with small tiles, overhanging and not, with channels that are filled up.
    Shape(height: 9, width: 14, inputs: 16, outputs: 24, geometry: ConvolutionGeometry(3, padding: 1)),
    Shape(height: 7, width: 11, inputs: 16, outputs: 16, geometry: ConvolutionGeometry(3, padding: 1)),
    Shape(height: 14, width: 7, inputs: 32, outputs: 80, geometry: ConvolutionGeometry(3, padding: 1)),
    Shape(height: 6, width: 5, inputs: 16, outputs: 32, geometry: ConvolutionGeometry(3, padding: 1)),
    Shape(height: 2, width: 2, inputs: 20, outputs: 70, geometry: ConvolutionGeometry(3, padding: 1)),
    Shape(height: 8, width: 8, inputs: 3, outputs: 16, geometry: ConvolutionGeometry(3)),
    // Pointers: strided, dilated, 1×1, grouped, not square.
    Shape(height: 7, width: 9, inputs: 17, outputs: 100, geometry: ConvolutionGeometry(3, stride: 2, padding: 1)),
    Shape(height: 9, width: 9, inputs: 16, outputs: 5, geometry: ConvolutionGeometry(3, padding: 2, dilation: 2)),
    Shape(height: 5, width: 5, inputs: 32, outputs: 48, geometry: ConvolutionGeometry(1, stride: 2)),
    Shape(height: 6, width: 6, inputs: 32, outputs: 8, geometry: ConvolutionGeometry(3, padding: 1), groups: 4),
    Shape(
      height: 6, width: 8, inputs: 16, outputs: 16,
      geometry: ConvolutionGeometry(kernel: (1, 5), stride: (2, 1), padding: (0, 2, 1, 3))),
    // Depthwise.
    Shape(
      height: 7, width: 6, inputs: 20, outputs: 20, geometry: ConvolutionGeometry(3, stride: 2, padding: 1), groups: 20),
    // The first convolution of a network.
    Shape(height: 15, width: 11, inputs: 3, outputs: 64, geometry: ConvolutionGeometry(7, stride: 2, padding: 3)),
  ]

  @Test(arguments: shapes)
  func kernelsAgreeWithTheDefinition(_ shape: Shape) throws {
    var random = SeededGenerator(seed: 3)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.uniform() * 2 - 1) } }
    let each = shape.inputs / shape.groups * shape.geometry.taps
    var bank = FilterBank(
      inputs: shape.inputs, outputs: shape.outputs, geometry: shape.geometry, weights: numbers(shape.outputs * each),
      bias: numbers(shape.outputs), groups: shape.groups)
    bank.lower = -0.5
    let batch = 2
    for input in [
      MapShape(height: shape.height, width: shape.width, channels: shape.inputs),
      MapShape.dense(height: shape.height, width: shape.width, channels: shape.inputs),
    ] where input.stride % 16 == 0 || shape.inputs == 3 {
      let output = try #require(NetworkStep.convolution(bank).output([input]))
      let maps = numbers(batch * input.size)
      let residual = numbers(batch * output.size)
      let result = Self.run(NetworkStep.convolution(bank).kernel([input], output), batch, [maps, residual], output)
      for image in 0..<batch {
        for pixel in 0..<output.pixels {
          for channel in 0..<shape.outputs {
            let place = image * output.size + pixel * output.stride + channel
            let sum = Self.sum(bank, maps, input, image, pixel / output.width, pixel % output.width, channel)
            let expected = max(-0.5, sum + Double(residual[place]))
            #expect(abs(Double(result[place]) - expected) < 2e-5 * Double(each).squareRoot())
          }
        }
      }
    }
  }

  private static func sum(
    _ bank: FilterBank, _ maps: [Float], _ input: MapShape, _ image: Int, _ y: Int, _ x: Int, _ output: Int
  ) -> Double {
    let geometry = bank.geometry
    var sum = Double(bank.bias[output])
    for tap in 0..<geometry.taps {
      let py = y * geometry.stride.y + tap / geometry.kernel.width * geometry.dilation.y - geometry.padding.top
      let px = x * geometry.stride.x + tap % geometry.kernel.width * geometry.dilation.x - geometry.padding.left
      guard (0..<input.height).contains(py), (0..<input.width).contains(px) else { continue }
      for channel in 0..<bank.inputs {
        let value = maps[image * input.size + (py * input.width + px) * input.stride + channel]
        sum += Double(bank.weight(output, channel, tap: tap)) * Double(value)
      }
    }
    return sum
  }

  static func run(_ kernel: any MapKernel, _ batch: Int, _ inputs: [[Float]], _ output: MapShape) -> [Float] {
    let buffers = inputs.map { numbers in
      let buffer = OwnedBuffer<Float>(uninitialized: numbers.count)
      for (index, number) in numbers.enumerated() { buffer[index] = number }
      return buffer
    }
    let result = OwnedBuffer<Float>(repeating: .nan, count: batch * output.size)
    let scratch = OwnedBuffer<Float>(repeating: .nan, count: kernel.scratch(batch: batch))
    kernel.run(
      batch: batch, inputs: buffers.map { UnsafePointer($0.base) }, output: result.base, scratch: scratch.base)
    return withExtendedLifetime(buffers) { (0..<result.count).map { result[$0] } }
  }

  @Test func poolsTakeWhatLiesUnderTheWindow() throws {
    let input = MapShape(height: 4, width: 5, channels: 1)
    var maps = [Float](repeating: 0, count: input.size)
    for pixel in 0..<20 { maps[pixel * 16] = Float((pixel * 7) % 20) - 30 }
    let geometry = ConvolutionGeometry(3, stride: 2, padding: 1)
    func pooled(_ kind: Pooling.Kind, ceiling: Bool = false) throws -> [Float] {
      let step = NetworkStep.pool(kind, geometry, ceiling: ceiling)
      let output = try #require(step.output([input]))
      let result = Self.run(step.kernel([input], output), 1, [maps], output)
      return (0..<output.pixels).map { result[$0 * 16] }
    }
    // torch.nn.functional.max_pool2d and avg_pool2d of the same map (PyTorch 2.15).
    #expect(try pooled(.maximum) == [-15, -14, -14, -13, -11, -12])
    let sums = try pooled(.average(countsPadding: true)).map { ($0 * 9).rounded() }
    #expect(sums == [-96, -131, -92, -119, -174, -113])
    // A window in the corner holds four pixels, at the upper edge six.
    let means = try pooled(.average(countsPadding: false))
    #expect((means[0] * 4).rounded() == -96)
    #expect((means[1] * 6).rounded() == -131)
    #expect(try pooled(.maximum, ceiling: true).count == 9)
  }
}
