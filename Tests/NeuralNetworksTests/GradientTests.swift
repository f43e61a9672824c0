import Numerics
import Testing

@testable import NeuralNetworks

/// Gradients beside central differences, layer by layer.
@Suite struct GradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let inputs: [MapShape]
    let make: @Sendable (inout SeededGenerator) -> any TrainableLayer

    init(
      _ name: String, _ inputs: [(Int, Int, Int)],
      _ make: @escaping @Sendable (inout SeededGenerator) -> any TrainableLayer
    ) {
      testDescription = name
      self.inputs = inputs.map { .dense(height: $0.0, width: $0.1, channels: $0.2) }
      self.make = make
    }
  }

  static func convolution(
    _ geometry: ConvolutionGeometry, _ inputs: Int, _ outputs: Int, groups: Int = 1
  ) -> Case {
    Case("convolution \(inputs) \(outputs) \(groups)", [(5, 6, inputs)]) {
      ConvolutionLayer(
        "c", inputs, outputs, geometry, groups: groups, hasBias: true, generator: &$0)
    }
  }

  static let cases: [Case] =
    [
      convolution(ConvolutionGeometry(3, padding: 1), 3, 4),
      convolution(ConvolutionGeometry(3, stride: 2, padding: 1), 3, 2),
      convolution(ConvolutionGeometry(2, padding: 2, dilation: 2), 2, 3),
      convolution(ConvolutionGeometry(3, padding: 1), 4, 6, groups: 2),
      convolution(ConvolutionGeometry(3, stride: 2), 5, 5, groups: 5),
      convolution(ConvolutionGeometry(kernel: (5, 6)), 3, 4),
      Case("normalisation", [(3, 4, 5)]) { _ in NormalisationLayer("n", 5) },
      Case("normalisation, sum and rectifier", [(3, 4, 5), (3, 4, 5)]) { _ in
        let layer = NormalisationLayer("n", 5, isRectified: true)
        // So little of the normalised maps that what is added decides on which side of the kink a number lies.
        for channel in 0..<5 { layer.scale.values[channel] = 0.003 }
        return layer
      },
      Case("frozen normalisation", [(3, 4, 5)]) { _ in
        let layer = NormalisationLayer("n", 5)
        layer.isFrozen = true
        return layer
      },
      Case("largest", [(5, 5, 3)]) { _ in
        PoolingLayer(.maximum, ConvolutionGeometry(3, stride: 2, padding: 1))
      },
      Case("mean", [(5, 5, 3)]) { _ in
        PoolingLayer(.average(countsPadding: false), ConvolutionGeometry(3, stride: 2, padding: 1))
      },
      Case("mean of all", [(4, 3, 5)]) { _ in PoolingLayer(.average(countsPadding: true), nil) },
    ]

  @Test(arguments: cases)
  func layersAgreeWithDifferences(_ test: Case) throws {
    var random = SeededGenerator(seed: 5)
    let layer = test.make(&random)
    let inputs = test.inputs.map { MapBatch($0, count: 3) }
    for input in inputs {
      // Far enough from one another and from 0 that no step crosses a kink.
      let order = random.shuffled(Array(0..<input.values.count))
      for (place, rank) in order.enumerated() {
        input.values[place] = 0.05 * (Float(rank) - Float(order.count / 2) + 0.5)
        input.gradient[place] = 0
      }
    }
    let output = MapBatch(try #require(layer.output(test.inputs)), count: 3)
    let direction = (0..<output.values.count).map { _ in Float(random.uniform() - 0.5) }
    func value() throws -> Double {
      try layer.forward(inputs, output, isTraining: true, context: .plain)
      return direction.indices.reduce(0) { $0 + Double(direction[$1]) * Double(output.values[$1]) }
    }
    _ = try value()
    for place in direction.indices { output.gradient[place] = direction[place] }
    try layer.backward(inputs, output, wanted: inputs.map { _ in true }, context: .plain)
    let numbers =
      inputs.map { ($0.values, $0.gradient) }
      + layer.parameters.filter(\.isTrained).map { ($0.values, $0.gradient) }
    for (values, gradient) in numbers {
      for place in stride(from: 0, to: values.count, by: max(1, values.count / 25)) {
        let (before, step) = (values[place], Float(0.01))
        values[place] = before + step
        let up = try value()
        values[place] = before - step
        let down = try value()
        values[place] = before
        let difference = (up - down) / 0.02
        #expect(
          abs(difference - Double(gradient[place])) < 2e-3 * max(1, abs(difference)), "at \(place)")
      }
    }
  }

  @Test(arguments: [(0.0, 0.0), (0.1, 0.0), (0.0, 2.0), (0.2, 1.5)])
  func lossAgreesWithDifferences(_ smoothing: Double, _ focus: Double) throws {
    let loss = try ClassificationLoss(
      smoothing: smoothing, focus: focus, classWeights: [1, 2, 0.5])
    let scores = MapBatch(.dense(height: 1, width: 1, channels: 3), count: 3)
    for place in 0..<9 { scores.values[place] = Float(place * 5 % 7) / 3 - 1 }
    let classes = [2, 0, 1][...]
    _ = loss.evaluate(scores, classes)
    let gradient = (0..<9).map { scores.gradient[$0] }
    for place in 0..<9 {
      let before = scores.values[place]
      scores.values[place] = before + 0.01
      let up = loss.evaluate(scores, classes)
      scores.values[place] = before - 0.01
      let down = loss.evaluate(scores, classes)
      scores.values[place] = before
      #expect(abs((up - down) / 0.02 - Double(gradient[place])) < 1e-4)
    }
  }

  /// torch.nn.functional.cross_entropy(scores, classes, weight=[1, 2, 0.5], label_smoothing=0), PyTorch 2.15.
  @Test func lossIsThatOfPyTorch() throws {
    let scores = MapBatch(.dense(height: 1, width: 1, channels: 3), count: 2)
    for (place, value) in [Float(0.5), -1, 2, 1, 0, -0.5].enumerated() {
      scores.values[place] = value
    }
    let plain = try ClassificationLoss(classWeights: [1, 2, 0.5])
    #expect(abs(plain.evaluate(scores, [0, 1]) - 1.5566829549576824) < 1e-6)
    let smooth = try ClassificationLoss(smoothing: 0.1)
    #expect(abs(smooth.evaluate(scores, [0, 1]) - 1.5945067070492178) < 1e-6)
  }
}
