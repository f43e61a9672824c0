import Numerics
import Synchronization
import Testing

@testable import NeuralNetworks

@Suite struct ResidualNetworkTests {
  /// ResNet18's tensors, in torchvision's names, of numbers that mean nothing.
  static let tensors: [String: WeightTensor] = {
    var random = SeededGenerator(seed: 1)
    let pattern = (0..<1021).map { _ in Float(random.uniform() - 0.5) }
    var tensors: [String: WeightTensor] = [:]
    func add(_ name: String, _ shape: [Int], scale: Float = 1, plus: Float = 0) {
      let count = shape.reduce(1, *)
      let numbers = pattern.map { $0 * scale + plus }
      var values: [Float] = []
      values.reserveCapacity(count + 1021)
      while values.count < count { values += numbers }
      tensors[name] = WeightTensor(shape: shape, values: Array(values[..<count]))
    }
    func layer(_ name: String, _ normalisation: String, _ shape: [Int]) {
      add("\(name).weight", shape, scale: 2 / Float(shape[1] * shape[2] * shape[3]).squareRoot())
      for field in ["weight", "bias", "running_mean"] { add("\(normalisation).\(field)", [shape[0]]) }
      add("\(normalisation).running_var", [shape[0]], plus: 1)
      tensors["\(normalisation).num_batches_tracked"] = WeightTensor(shape: [], values: [3])
    }
    layer("conv1", "bn1", [64, 3, 7, 7])
    var channels = 64
    for (stage, width) in [64, 128, 256, 512].enumerated() {
      for block in 0..<2 {
        let name = "layer\(stage + 1).\(block)"
        layer("\(name).conv1", "\(name).bn1", [width, channels, 3, 3])
        layer("\(name).conv2", "\(name).bn2", [width, width, 3, 3])
        if channels != width { layer("\(name).downsample.0", "\(name).downsample.1", [width, channels, 1, 1]) }
        channels = width
      }
    }
    add("fc.weight", [7, 512])
    add("fc.bias", [7])
    return tensors
  }()

  static func weights(_ change: (String) -> String? = { $0 }) -> WeightSet {
    var renamed: [String: WeightTensor] = [:]
    for (name, tensor) in tensors { if let name = change(name) { renamed[name] = tensor } }
    return WeightSet(source: "here", tensors: renamed)
  }

  static func features(
    _ network: FrozenNetwork, count: Int, threads: Int = 1, layer: String? = nil, isPooled: Bool = true
  ) throws -> Matrix {
    let prepared = try network.prepared(height: 36, width: 33, layer: layer, isPooled: isPooled)
    return try prepared.features(count: count, context: ExecutionContext(threads: threads)) { image, pixels in
      var random = SeededGenerator(seed: UInt64(image))
      for place in pixels.indices { pixels[place] = Float(random.uniform()) }
    }
  }

  @Test func featuresDependNeitherOnBatchNorOnThreads() throws {
    let network = try FrozenNetwork.resNet18(Self.weights())
    let all = try Self.features(network, count: 5)
    #expect(all.columns == 512)
    #expect(Set(all.storage).count > 1000)
    #expect(try Self.features(network, count: 5, threads: 2) == all)
    #expect(try Array(Self.features(network, count: 1).storage) == Array(all.row(0)))
  }

  @Test func layersAreFoundByName() throws {
    let network = try FrozenNetwork.resNet18(Self.weights())
    #expect(network.layers == ["conv1", "maxpool", "layer1", "layer2", "layer3", "layer4", "fc", "avgpool"])
    #expect(try Self.features(network, count: 1, layer: "fc").columns == 7)
    #expect(try Self.features(network, count: 1, layer: "layer2").columns == 128)
    let maps = try Self.features(network, count: 1, layer: "layer2", isPooled: false)
    let pooled = try Self.features(network, count: 1, layer: "layer2")
    #expect(maps.columns == 128 * 5 * 5)
    for channel in 0..<128 {
      let mean = maps.storage[channel * 25..<channel * 25 + 25].reduce(0, +) / 25
      #expect(abs(mean - pooled[0, channel]) < 1e-4)
    }
    #expect(throws: NetworkError.unknownLayer(name: "layer5", known: network.layers)) {
      try network.prepared(height: 36, width: 33, layer: "layer5")
    }
  }

  @Test func prefixesAndOtherNamesGiveTheSameNetwork() throws {
    let expected = try Self.features(FrozenNetwork.resNet18(Self.weights()), count: 1)
    let prefixed = try FrozenNetwork.resNet18(Self.weights { "model.backbone.\($0)" })
    #expect(try Self.features(prefixed, count: 1) == expected)
    let other = try FrozenNetwork.resNet18(Self.weights { Self.huggingFaceName($0) })
    #expect(other.layers.contains("fc"))
    #expect(try Self.features(other, count: 1) == expected)
    let headed = try FrozenNetwork.resNet18(Self.weights { $0.hasPrefix("fc") ? "head.1.\($0)" : "backbone.\($0)" })
    #expect(headed.ignored == ["head.1.fc.bias", "head.1.fc.weight"])
    #expect(!headed.layers.contains("fc"))
  }

  static func huggingFaceName(_ name: String) -> String {
    let parts = name.split(separator: ".").map(String.init)
    let field = parts[parts.count - 1]
    switch parts[0] {
    case "conv1": return "resnet.embedder.embedder.convolution.\(field)"
    case "bn1": return "resnet.embedder.embedder.normalization.\(field)"
    case "fc": return "classifier.1.\(field)"
    default:
      let stage = (Int(parts[0].dropFirst(5)) ?? 1) - 1
      let block = "resnet.encoder.stages.\(stage).layers.\(parts[1])"
      if parts[2] == "downsample" {
        return "\(block).shortcut.\(parts[3] == "0" ? "convolution" : "normalization").\(field)"
      }
      let place = parts[2].hasSuffix("1") ? 0 : 1
      return "\(block).layer.\(place).\(parts[2].hasPrefix("conv") ? "convolution" : "normalization").\(field)"
    }
  }

  @Test func missingExtraAndMisshapenTensorsAreNamed() throws {
    var weights = Self.weights { $0 == "layer3.1.bn2.bias" ? "layer3.2.bn2.bias" : $0 }
    weights.tensors["conv1.weight"] = WeightTensor(shape: [64, 1, 7, 7], values: [Float](repeating: 0, count: 3136))
    #expect(
      throws: NetworkError.mismatchedWeights(
        WeightMismatch(
          path: "here", network: "ResNet18", missing: ["layer3.1.bn2.bias"], extra: ["layer3.2.bn2.bias"],
          misshapen: [.init(name: "conv1.weight", expected: [64, 3, 7, 7], found: [64, 1, 7, 7])]))
    ) { try FrozenNetwork.resNet18(weights) }
    #expect { try FrozenNetwork.resNet18(WeightSet(source: "here", tensors: [:])) } throws: { error in
      (error as? NetworkError)?.problem.contains("missing conv1.weight, bn1.weight") == true
    }
  }

  @Test func damageInTheNumbersIsSeen() throws {
    var weights = Self.weights()
    weights.tensors["layer4.1.bn2.bias"] = WeightTensor(shape: [512], values: [Float](repeating: .nan, count: 512))
    let network = try FrozenNetwork.resNet18(weights)
    #expect(throws: NetworkError.nonFinite(image: 0)) { try Self.features(network, count: 2) }
  }

  @Test func interruptionIsAnswered() throws {
    let prepared = try FrozenNetwork.resNet18(Self.weights()).prepared(height: 32, width: 32)
    let asked = Atomic<Int>(0)
    let context = ExecutionContext(
      threads: 1, isInterrupted: { asked.add(1, ordering: .relaxed).newValue > 3 })
    #expect(throws: Interrupted.self) {
      try prepared.features(count: 2, context: context) { _, pixels in pixels.update(repeating: 1) }
    }
  }
}
