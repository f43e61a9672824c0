import Foundation
import Numerics
import Testing

@testable import NeuralNetworks

/// A network that PyTorch exported, and graphs that are not sound.
@Suite struct ONNXTests {
  static func features(
    _ network: FrozenNetwork, count: Int, of file: String = "tiny_onnx.safetensors"
  ) throws -> Matrix {
    let images = try #require(try WeightSet(path: fixture(file)).tensors["images"]).values
    return try network.prepared(height: 16, width: 16).features(count: count, context: .plain) { image, pixels in
      for place in pixels.indices { pixels[place] = images[image * 768 + place % 3 * 256 + place / 3] }
    }
  }

  @Test func outputsAreThoseOfPyTorch() throws {
    let expected = try #require(try WeightSet(path: fixture("tiny_onnx.safetensors")).tensors["output"])
    let network = try FrozenNetwork.onnx(path: fixture("tiny.onnx"))
    let result = try Self.features(network, count: 2)
    #expect(expected.shape == [2, 5] && result.columns == 5)
    for (value, wanted) in zip(result.storage, expected.values) { #expect(abs(value - wanted) < 1e-5) }
    #expect(try Array(Self.features(network, count: 1).storage) == Array(result.row(0)))
  }

  /// Padding, other sizes, groups of channels in another order, halves and ranges of channels, slopes, smooth rectifiers.
  @Test func arrangementsAreThoseOfPyTorch() throws {
    let expected = try #require(try WeightSet(path: fixture("arranging.safetensors")).tensors["output"])
    let network = try FrozenNetwork.onnx(path: fixture("arranging.onnx"))
    let result = try Self.features(network, count: 2, of: "arranging.safetensors")
    #expect(expected.shape == [2, 5] && result.columns == 5)
    for (value, wanted) in zip(result.storage, expected.values) { #expect(abs(value - wanted) < 1e-5) }
  }

  @Test func unknownOperatorsAreNamed() throws {
    let bytes = Self.model([Self.node("Einsum", ["x"], ["y"], name: "strange")], output: "y")
    #expect(throws: NetworkError.unsupportedOperator(path: "m", kind: "Einsum", node: "strange", reason: "")) {
      try bytes.withUnsafeBytes { try FrozenNetwork.onnx($0, path: "m") }
    }
  }

  @Test func cyclesAndMissingTensorsAreRefused() throws {
    let cycle = Self.model(
      [Self.node("Relu", ["b"], ["a"], name: "one"), Self.node("Relu", ["a"], ["b"], name: "two")], output: "b")
    #expect { try cycle.withUnsafeBytes { try FrozenNetwork.onnx($0, path: "m") } } throws: { error in
      (error as? NetworkError)?.problem.contains("node 'one' takes 'b'") == true
    }
    let headless = Self.model([], output: "y")
    #expect { try headless.withUnsafeBytes { try FrozenNetwork.onnx($0, path: "m") } } throws: { error in
      (error as? NetworkError)?.code == "E1014"
    }
  }

  /// Any byte changed, and any end cut off: a network, or an error of this module; and what is read can be prepared.
  @Test func damageNeverBringsTheReaderDown() throws {
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: fixture("tiny.onnx"))))
    for place in stride(from: 0, to: whole.count, by: 11) {
      var damaged = whole
      damaged[place] ^= UInt8(truncatingIfNeeded: 1 + place % 255)
      for bytes in [damaged, Array(whole[..<place])] {
        do {
          let network = try bytes.withUnsafeBytes { try FrozenNetwork.onnx($0, path: "m") }
          if place % 88 == 0 { _ = try Self.features(network, count: 1) }
        } catch { #expect(error is NetworkError) }
      }
    }
  }

  // MARK: Messages by hand

  private static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    [UInt8(number << 3 | 2), UInt8(bytes.count & 0x7F | 0x80), UInt8(bytes.count >> 7)] + bytes
  }

  private static func node(_ kind: String, _ inputs: [String], _ outputs: [String], name: String) -> [UInt8] {
    inputs.flatMap { field(1, Array($0.utf8)) } + outputs.flatMap { field(2, Array($0.utf8)) }
      + field(3, Array(name.utf8)) + field(4, Array(kind.utf8))
  }

  private static func model(_ nodes: [[UInt8]], output: String) -> [UInt8] {
    let sizes: [[UInt8]] = [1, 3, 8, 8].map { field(1, [8, $0]) }
    let type = field(1, [8, 1] + field(2, sizes.flatMap { $0 }))
    let input = field(1, Array("x".utf8)) + field(2, type)
    return field(
      7, nodes.flatMap { field(1, $0) } + field(11, input) + field(12, field(1, Array(output.utf8))))
  }
}
