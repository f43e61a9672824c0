import Numerics
import Testing

@testable import NeuralNetworks

/// The fast ways of a convolution beside the plain one, which `GradientTests` compare with differences.
@Suite struct ConvolutionMethodTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let geometry: ConvolutionGeometry
    let inputs: Int
    let outputs: Int
    let height: Int
    let width: Int
    let count: Int
    var testDescription: String {
      "\(geometry.kernel) \(geometry.stride) \(inputs) \(outputs) \(height)×\(width) × \(count)"
    }

    init(_ geometry: ConvolutionGeometry, _ inputs: Int, _ outputs: Int, _ height: Int, _ width: Int, _ count: Int) {
      self.geometry = geometry
      (self.inputs, self.outputs) = (inputs, outputs)
      (self.height, self.width, self.count) = (height, width, count)
    }
  }

  static let cases = [
    Case(ConvolutionGeometry(3, padding: 1), 16, 80, 5, 7, 3),
    Case(ConvolutionGeometry(3, padding: 1), 32, 16, 2, 11, 4),
    Case(ConvolutionGeometry(3, padding: 1), 64, 48, 2, 2, 7),
    Case(ConvolutionGeometry(3, padding: 1), 16, 32, 1, 3, 5),
    Case(ConvolutionGeometry(3, stride: 2, padding: 1), 16, 96, 3, 4, 9),
    Case(ConvolutionGeometry(3, stride: 2, padding: 1), 48, 32, 8, 6, 5),
    Case(ConvolutionGeometry(1, stride: 2), 32, 16, 6, 7, 2), Case(ConvolutionGeometry(1), 64, 7, 1, 1, 6),
    Case(ConvolutionGeometry(7, stride: 2, padding: 3), 3, 64, 13, 16, 3),
    Case(ConvolutionGeometry(3, padding: 1), 1, 16, 6, 9, 3),
    Case(ConvolutionGeometry(2, padding: 1, dilation: 2), 18, 32, 6, 5, 3),
  ]

  /// Values, then the gradients in the input and in the weights.
  private static func results(
    _ method: any ConvolutionMethod, _ size: ConvolutionSize, _ input: MapBatch, _ shape: MapShape, threads: Int
  ) throws -> [[Float]] {
    var random = SeededGenerator(seed: 3)
    let context = ExecutionContext(threads: threads)
    let output = MapBatch(shape, count: input.count)
    let count = size.geometry.taps * size.inputs * size.outputs
    let weights = OwnedBuffer<Float>(uninitialized: count)
    let gradient = OwnedBuffer<Float>(repeating: .nan, count: count)
    for place in 0..<count { weights[place] = Float(random.uniform() - 0.5) }
    for place in 0..<output.gradient.count { output.gradient[place] = Float(random.uniform() - 0.5) }
    for place in 0..<input.gradient.count { input.gradient[place] = Float(place % 5) }
    input.hasGradient = true
    try method.forward(input, weights.base, output, context)
    try method.differentiateWeights(input, gradient.base, output, context)
    try method.differentiateInput(input, weights.base, output, context)
    let added = (0..<input.gradient.count).map { input.gradient[$0] }
    for place in 0..<input.gradient.count { input.gradient[place] = .nan }
    input.hasGradient = false
    try method.differentiateInput(input, weights.base, output, context)
    #expect(input.hasGradient)
    return [
      (0..<output.values.count).map { output.values[$0] }, added, (0..<input.gradient.count).map { input.gradient[$0] },
      (0..<count).map { gradient[$0] },
    ]
  }

  @Test(arguments: cases)
  func waysAgreeOnAnyThreads(_ test: Case) throws {
    let size = ConvolutionSize(geometry: test.geometry, inputs: test.inputs, outputs: test.outputs, groups: 1)
    let place = test.geometry.output(height: test.height, width: test.width)
    let shape = MapShape.dense(height: place.height, width: place.width, channels: test.outputs)
    let input = MapBatch(.dense(height: test.height, width: test.width, channels: test.inputs), count: test.count)
    var random = SeededGenerator(seed: 4)
    for place in 0..<input.values.count { input.values[place] = Float(random.uniform() - 0.5) }
    let plain = try Self.results(WindowProducts(size: size), size, input, shape, threads: 1)
    let method = size.method(input.shape, shape)
    let fast = try Self.results(method, size, input, shape, threads: 1)
    #expect(try Self.results(method, size, input, shape, threads: 2) == fast)
    for (expected, found) in zip(plain, fast) {
      let largest = expected.reduce(0) { max($0, abs($1)) }
      let difference = zip(expected, found).reduce(0) {
        $1.0.isNaN || $1.1.isNaN ? .infinity : max($0, abs($1.0 - $1.1))
      }
      #expect(difference < 2e-5 * largest, "\(difference) of \(largest)")
    }
  }
}
