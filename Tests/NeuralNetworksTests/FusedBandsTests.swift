import Numerics
import Testing

@testable import NeuralNetworks

/// Steps computed band by band beside the same steps one after the other.
@Suite struct FusedBandsTests {
  struct Chain: Sendable {
    let input: MapShape
    /// Channels, stride and kernel of the first convolution.
    var first: (channels: Int, geometry: ConvolutionGeometry)?
    /// nil takes the largest number.
    var isDepthwise = true
    let window: ConvolutionGeometry
    var last: Int?
    var ceiling = false
  }

  static let chains = [
    Chain(
      input: MapShape(height: 9, width: 10, channels: 24), first: (72, ConvolutionGeometry(1)),
      window: ConvolutionGeometry(3, padding: 1), last: 24),
    Chain(
      input: MapShape(height: 9, width: 14, channels: 16), first: (40, ConvolutionGeometry(1)),
      window: ConvolutionGeometry(3, stride: 2, padding: 1), last: 100),
    Chain(
      input: MapShape(height: 3, width: 3, channels: 16), first: (20, ConvolutionGeometry(1)),
      window: ConvolutionGeometry(3, padding: 1), last: 16),
    Chain(
      input: MapShape(height: 8, width: 7, channels: 20),
      window: ConvolutionGeometry(kernel: (5, 2), stride: (1, 3), padding: (2, 1, 2, 0)), last: 33),
    Chain(
      input: MapShape.dense(height: 21, width: 23, channels: 3),
      first: (64, ConvolutionGeometry(7, stride: 2, padding: 3)), isDepthwise: false,
      window: ConvolutionGeometry(3, stride: 2, padding: 1)),
    Chain(
      input: MapShape.dense(height: 16, width: 18, channels: 1),
      first: (32, ConvolutionGeometry(3, stride: 2, padding: 1)),
      window: ConvolutionGeometry(3, padding: 1), last: 16),
    // A window that steps over rows, and one that hangs over the edge.
    Chain(
      input: MapShape(height: 9, width: 9, channels: 16), first: (16, ConvolutionGeometry(1)),
      window: ConvolutionGeometry(1, stride: 2), last: 8),
    Chain(
      input: MapShape(height: 8, width: 8, channels: 16), first: (16, ConvolutionGeometry(1)), isDepthwise: false,
      window: ConvolutionGeometry(3, stride: 2), ceiling: true),
  ]

  /// In bands of one row, of some, and of whole images.
  @Test(arguments: chains, [1, 4000, 160_000])
  func bandsGiveWhatStepsGiveOneAfterTheOther(_ chain: Chain, budget: Int) throws {
    var random = SeededGenerator(seed: 5)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.uniform() * 2 - 1) } }
    func bank(_ inputs: Int, _ outputs: Int, _ geometry: ConvolutionGeometry, groups: Int = 1) -> FilterBank {
      let bank = FilterBank(
        inputs: inputs, outputs: outputs, geometry: geometry,
        weights: numbers(outputs * inputs / groups * geometry.taps), bias: numbers(outputs), groups: groups)
      return bank
    }
    var first = chain.first.map { bank(chain.input.channels, $0.channels, $0.geometry) }
    first?.lower = -0.5
    first?.upper = 1
    let wide = chain.first?.channels ?? chain.input.channels
    var depthwise = bank(wide, wide, chain.window, groups: wide)
    depthwise.upper = 0.75
    let step = FusedStep(
      first: first, window: chain.isDepthwise ? .depthwise(depthwise) : .maximum(chain.window, ceiling: chain.ceiling),
      last: chain.last.map { bank(wide, $0, ConvolutionGeometry(1)) })
    let shapes = try #require(step.shapes(chain.input))
    let batch = 5
    let maps = numbers(batch * chain.input.size)
    let residual = chain.last == nil ? [] : [numbers(batch * shapes.output.size)]
    var expected = maps
    if let first {
      let kernel = NetworkStep.convolution(first).kernel([chain.input], shapes.maps)
      expected = ConvolutionTests.run(kernel, batch, [expected], shapes.maps)
    }
    let window =
      chain.isDepthwise
      ? NetworkStep.convolution(depthwise) : .pool(.maximum, chain.window, ceiling: chain.ceiling)
    expected = ConvolutionTests.run(window.kernel([shapes.maps], shapes.windows), batch, [expected], shapes.windows)
    if let last = step.last {
      let kernel = NetworkStep.convolution(last).kernel([shapes.windows], shapes.output)
      expected = ConvolutionTests.run(kernel, batch, [expected] + residual, shapes.output)
    }
    let kernel = FusedBands(
      step, input: chain.input, maps: shapes.maps, windows: shapes.windows, output: shapes.output, budget: budget)
    let result = ConvolutionTests.run(kernel, batch, [maps] + residual, shapes.output)
    #expect(result.count == expected.count)
    for (value, wanted) in zip(result, expected) { #expect(abs(value - wanted) < 1e-5) }
  }

  /// Only maps that nobody else reads are left out; a layer in the middle gives what it gives by itself.
  @Test func onlyWhatIsReadOnceIsJoined() throws {
    var random = SeededGenerator(seed: 7)
    func bank(_ inputs: Int, _ outputs: Int, _ geometry: ConvolutionGeometry, groups: Int = 1) -> NetworkStep {
      let count = outputs * inputs / groups * geometry.taps
      return .convolution(
        FilterBank(
          inputs: inputs, outputs: outputs, geometry: geometry,
          weights: (0..<count).map { _ in Float(random.uniform() - 0.5) },
          bias: [Float](repeating: 0.1, count: outputs),
          groups: groups))
    }
    let nodes = [
      NetworkNode(name: "x", step: .input, inputs: []),
      NetworkNode(name: "stem", step: bank(3, 16, ConvolutionGeometry(3, stride: 2, padding: 1)), inputs: [0]),
      NetworkNode(name: "wide", step: bank(16, 32, ConvolutionGeometry(1)), inputs: [1]),
      NetworkNode(name: "each", step: bank(32, 32, ConvolutionGeometry(3, padding: 1), groups: 32), inputs: [2]),
      NetworkNode(name: "narrow", step: bank(32, 16, ConvolutionGeometry(1)), inputs: [3, 1]),
      NetworkNode(name: "pool", step: .pool(.maximum, ConvolutionGeometry(2, stride: 2), ceiling: false), inputs: [1]),
    ]
    var shapes = [MapShape.dense(height: 8, width: 8, channels: 3)]
    for node in nodes.dropFirst() { shapes.append(try #require(node.step.output(node.inputs.map { shapes[$0] }))) }
    let fused = NetworkNode.fused(nodes, shapes)
    let isFused = fused.map { if case .fused = $0.step { true } else { false } }
    // The stem is read three times.
    #expect(isFused == [false, false, false, true, true, false])
    #expect(fused[4].inputs == [1, 1] && fused[3].inputs == [1])
    let network = FrozenNetwork(
      name: "", channels: 3, layers: ["each", "narrow"], ignored: [], nodes: nodes, layerNodes: [3, 4])
    for layer in network.layers {
      let prepared = try network.prepared(height: 8, width: 8, layer: layer, isPooled: false)
      let three = try prepared.features(count: 3, context: .plain) { image, pixels in
        for place in pixels.indices { pixels[place] = Float((image * 131 + place * 37) % 101) / 50 - 1 }
      }
      let one = try prepared.features(count: 1, context: .plain) { _, pixels in
        for place in pixels.indices { pixels[place] = Float(place * 37 % 101) / 50 - 1 }
      }
      #expect(Array(three.row(0)) == Array(one.row(0)))
    }
  }
}
