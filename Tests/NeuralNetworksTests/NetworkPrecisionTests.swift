import Numerics
import Testing

@testable import NeuralNetworks

/// Networks of fewer digits: each kernel beside its definition, and a whole network beside single precision.
@Suite struct NetworkPrecisionTests {
  private static func numbers(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<count).map { _ in Float(random.uniform() * 2 - 1) }
  }

  /// Weights and maps rounded to the bytes that the definition gives, in double precision, and their sums exactly.
  @Test(arguments: ConvolutionTests.shapes.filter { $0.groups == 1 })
  func bytesAgreeWithTheDefinition(_ shape: ConvolutionTests.Shape) throws {
    var random = SeededGenerator(seed: 4)
    let each = shape.inputs * shape.geometry.taps
    var bank = FilterBank(
      inputs: shape.inputs, outputs: shape.outputs, geometry: shape.geometry,
      weights: Self.numbers(shape.outputs * each, &random), bias: Self.numbers(shape.outputs, &random))
    bank.lower = -0.5
    let batch = 2
    let input = MapShape(height: shape.height, width: shape.width, channels: shape.inputs)
    let output = try #require(NetworkStep.convolution(bank).output([input]))
    // The second image has another range, and what fills up its channels has no say.
    var maps = Self.numbers(batch * input.size, &random)
    for place in input.size..<2 * input.size { maps[place] = 3 * maps[place] + 1 }
    for place in maps.indices where place % input.stride >= shape.inputs { maps[place] = 100 }
    let residual = Self.numbers(batch * output.size, &random)
    let kernel = NetworkPrecision.int8.kernel(of: .convolution(bank), [input], output)
    #expect(kernel is ByteConvolution)
    let result = ConvolutionTests.run(kernel, batch, [maps, residual], output)
    for image in 0..<batch {
      let bytes = Bytes(maps[image * input.size..<(image + 1) * input.size], input)
      for pixel in stride(from: 0, to: output.pixels, by: 3) {
        for channel in stride(from: 0, to: shape.outputs, by: 7) {
          let sum = bytes.sum(bank, pixel / output.width, pixel % output.width, channel)
          let place = image * output.size + pixel * output.stride + channel
          let expected = max(-0.5, sum + Double(bank.bias[channel]) + Double(residual[place]))
          #expect(abs(Double(result[place]) - expected) < 1e-4, "\(image) \(pixel) \(channel)")
        }
      }
    }
  }

  /// An image's map as whole numbers.
  private struct Bytes {
    let shape: MapShape
    let step: Double
    /// Less the byte of 0.
    let values: [Double]

    init(_ map: ArraySlice<Float>, _ shape: MapShape) {
      self.shape = shape
      let real = map.enumerated().filter { $0.offset % shape.stride < shape.channels }.map { Double($0.element) }
      let (low, high) = (min(0, real.min() ?? 0), max(0, real.max() ?? 0))
      let step = (high - low) / 255
      self.step = step
      let zero = (-low / step).rounded(.toNearestOrEven)
      values = map.map { min(max((Double($0) / step + zero).rounded(.toNearestOrEven), 0), 255) - zero }
    }

    func sum(_ bank: FilterBank, _ y: Int, _ x: Int, _ output: Int) -> Double {
      let geometry = bank.geometry
      let each = bank.inputs * geometry.taps
      let largest = bank.weights[output * each..<(output + 1) * each].map { abs(Double($0)) }.max() ?? 0
      var sum = 0.0
      for tap in 0..<geometry.taps {
        let py = y * geometry.stride.y + tap / geometry.kernel.width * geometry.dilation.y - geometry.padding.top
        let px = x * geometry.stride.x + tap % geometry.kernel.width * geometry.dilation.x - geometry.padding.left
        guard (0..<shape.height).contains(py), (0..<shape.width).contains(px) else { continue }
        for channel in 0..<bank.inputs {
          let weight = Double(bank.weight(output, channel, tap: tap)) / largest * 127
          sum += weight.rounded(.toNearestOrEven) * values[(py * shape.width + px) * shape.stride + channel]
        }
      }
      return sum * largest / 127 * step
    }
  }

  /// Of the largest numbers that fit: 255 · 127 · 66,304 is just below 2³¹.
  @Test func theLargestSumsFitAndLongerOnesAreLeftToFloats() throws {
    func product(_ inputs: Int) throws -> (kernel: any MapKernel, value: Float) {
      let bank = FilterBank(
        inputs: inputs, outputs: 1, geometry: ConvolutionGeometry(1), weights: [Float](repeating: -1, count: inputs),
        bias: [0], isDense: true)
      let (input, output) = (
        MapShape(height: 1, width: 1, channels: inputs), MapShape(height: 1, width: 1, channels: 1)
      )
      let kernel = NetworkPrecision.int8.kernel(of: .convolution(bank), [input], output)
      return (kernel, ConvolutionTests.run(kernel, 1, [[Float](repeating: 1, count: inputs)], output)[0])
    }
    let (kernel, value) = try product(66_304)
    #expect(kernel is ByteConvolution && value == -66_304)
    #expect(try !(product(66_320).kernel is ByteConvolution))
  }

  @Test func whatIsNoNumberIsSeenAndNothingStaysNothing() throws {
    let bank = FilterBank(
      inputs: 16, outputs: 16, geometry: ConvolutionGeometry(1), weights: [Float](repeating: 1, count: 256),
      bias: [Float](repeating: 2, count: 16))
    let shape = MapShape(height: 1, width: 2, channels: 16)
    for precision in [NetworkPrecision.int8, .bf16] {
      let kernel = precision.kernel(of: .convolution(bank), [shape], shape)
      for damage in [Float.nan, .infinity, -.infinity] {
        var map = [Float](repeating: 1, count: shape.size)
        map[3] = damage
        #expect(ConvolutionTests.run(kernel, 1, [map], shape).prefix(16).allSatisfy { !$0.isFinite })
      }
      let empty = [Float](repeating: 0, count: shape.size)
      #expect(ConvolutionTests.run(kernel, 1, [empty], shape) == [Float](repeating: 2, count: shape.size))
    }
  }

  /// By hand; two lie half-way, and go to the even neighbour.
  @Test func brainFloatsAreTheNearest() {
    let known: [(Float, Float)] = [
      (1, 1), (1.00390625, 1), (1.01171875, 1.015625), (1.004, 1.0078125), (-3.14159265, -3.140625),
      (1e-40, 9.183_55e-41),
      (3.4e38, .infinity), (0.1, 0.10009765625), (-.infinity, -.infinity),
    ]
    for (number, rounded) in known {
      let lane = SIMD16<Float>(repeating: number).roundedToBrainFloat
      #expect(lane[5] == number.roundedToBrainFloat)
      #expect(number.roundedToBrainFloat == rounded)
      #expect(number.roundedToBrainFloat.bitPattern & 0xFFFF == 0)
    }
    #expect(Float(bitPattern: 0x7FFF_FFFF).roundedToBrainFloat.isNaN)
    #expect(SIMD16<Float>(repeating: Float(bitPattern: 0x7FFF_FFFF)).roundedToBrainFloat[0].isNaN)
  }

  /// ResNet18's features lie near those in single precision, and depend on nothing but their image.
  @Test(arguments: [(NetworkPrecision.int8, 0.05), (.bf16, 0.02)])
  func aNetworkStaysNearAndDependsOnItsImageAlone(_ precision: NetworkPrecision, share: Double) throws {
    let network = try FrozenNetwork.resNet18(ResidualNetworkTests.weights())
    func features(_ count: Int, threads: Int = 1, _ precision: NetworkPrecision) throws -> Matrix {
      let prepared = try network.prepared(height: 36, width: 33, precision: precision)
      return try prepared.features(count: count, context: ExecutionContext(threads: threads)) { image, pixels in
        var random = SeededGenerator(seed: UInt64(image))
        for place in pixels.indices { pixels[place] = Float(random.uniform()) }
      }
    }
    let (exact, all) = (try features(5, .single), try features(5, precision))
    #expect(exact != all)
    for row in 0..<5 {
      let pairs = zip(all.row(row), exact.row(row))
      let difference = pairs.reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
      let length = exact.row(row).reduce(0) { $0 + Double($1 * $1) }
      #expect((difference / length).squareRoot() < share)
    }
    #expect(try features(5, threads: 2, precision) == all)
    #expect(try Array(features(1, precision).storage) == Array(all.row(0)))
  }

  /// What is joined for speed is computed in single precision, so networks of fewer digits join no 1×1 convolutions.
  @Test func onlyTheBeginningOfANetworkIsJoined() {
    let shapes =
      [MapShape.dense(height: 8, width: 8, channels: 3)]
      + (0..<3).map { _ in
        MapShape(height: 8, width: 8, channels: 16)
      }
    func bank(_ inputs: Int, _ kernel: Int, groups: Int = 1) -> NetworkStep {
      .convolution(
        FilterBank(
          inputs: inputs, outputs: 16, geometry: ConvolutionGeometry(kernel, padding: kernel / 2),
          weights: [Float](repeating: 0, count: 16 * inputs / groups * kernel * kernel),
          bias: [Float](repeating: 0, count: 16), groups: groups))
    }
    func joined(_ steps: [NetworkStep], _ precision: NetworkPrecision) -> Bool {
      let nodes = steps.enumerated().map { NetworkNode(name: "", step: $1, inputs: $0 == 0 ? [] : [$0 - 1]) }
      guard let last = NetworkNode.fused(nodes, shapes).last, case .fused = last.step else { return false }
      return precision.joins(last.step)
    }
    let pool = NetworkStep.pool(.maximum, ConvolutionGeometry(3, padding: 1), ceiling: false)
    let beginning = [NetworkStep.input, bank(3, 3), pool]
    let inverted = [NetworkStep.input, bank(3, 3), bank(16, 3, groups: 16), bank(16, 1)]
    #expect(joined(beginning, .single) && joined(beginning, .int8) && !joined(beginning, .bf16))
    #expect(joined(inverted, .single) && !joined(inverted, .int8) && !joined(inverted, .bf16))
  }
}
