import Testing

@testable import NeuralNetworks

@Suite struct CompactWeightsTests {
  private static let weights = WeightSet(
    source: "here",
    tensors: [
      "conv.weight": WeightTensor(shape: [2, 3], values: [-1.27, 0, 0.63, 0, 0, 0]),
      "bn.bias": WeightTensor(shape: [2], values: [0.123456, -7]),
    ])

  private func read(_ bytes: [UInt8]) throws -> WeightSet {
    try bytes.withUnsafeBytes { try WeightSet($0, path: "here") }
  }

  /// A 127th of the largest number of each output is the grain; an output of zeros stays so.
  @Test func matricesKeepTwoDigitsAndTheRestAllOfThem() throws {
    let read = try read(Self.weights.serialised(isCompact: true))
    #expect(Set(read.tensors.keys) == ["conv.weight", "bn.bias"])
    #expect(read.tensors["bn.bias"] == Self.weights.tensors["bn.bias"])
    let values = try #require(read.tensors["conv.weight"]).values
    for (value, expected) in zip(values, [-1.27, 0, 0.63, 0, 0, 0] as [Float]) { #expect(abs(value - expected) < 1e-6) }
  }

  @Test func aByteForEachWeight() {
    let tensor = WeightTensor(shape: [10, 100], values: (0..<1000).map { Float($0 % 17) })
    let set = WeightSet(source: "here", tensors: ["w": tensor])
    #expect(set.serialised(isCompact: true).count < 1000 + 40 + 300)
    #expect(set.serialised().count > 4000)
  }

  /// Scales of another number than there are outputs belong to something else.
  @Test func whatOnlyLooksCompactStaysAsItIs() throws {
    let set = WeightSet(
      source: "here",
      tensors: [
        "a": WeightTensor(shape: [2], values: [1, 2]), "a.scale": WeightTensor(shape: [3], values: [1, 2, 3]),
      ])
    #expect(try read(set.serialised()).tensors == set.tensors)
  }
}
