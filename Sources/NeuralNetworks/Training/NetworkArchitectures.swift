import Numerics

extension TrainableNetwork {
  /// ResNet18 with a classifier, random weights by He's rule.
  /// - Throws: `NetworkError.imageSize`.
  public static func resNet18(classes: Int, height: Int, width: Int, seed: UInt64) throws
    -> TrainableNetwork
  {
    var builder = NetworkBuilder(channels: 3, seed: seed)
    builder.convolve("conv1", "bn1", 64, ConvolutionGeometry(7, stride: 2, padding: 3), isRectified: true)
    builder.add(PoolingLayer(.maximum, ConvolutionGeometry(3, stride: 2, padding: 1)))
    for (stage, width) in [64, 128, 256, 512].enumerated() {
      for block in 0..<2 {
        builder.residualBlock("layer\(stage + 1).\(block)", width, stage > 0 && block == 0 ? 2 : 1)
      }
    }
    builder.classify("fc", classes)
    return try TrainableNetwork(
      "ResNet18", classes: classes, height: height, width: width, channels: 3, nodes: builder.nodes)
  }

  /// A small network for teaching: `depth` times a 3×3 convolution, normalisation, rectifier and halving, with twice the
  /// channels each time, then a classifier on the means of the last maps.
  /// - Parameter depth: 3 to 5.
  /// - Throws: `NetworkError.imageSize`, `.invalidOption`.
  public static func small(
    classes: Int, height: Int, width: Int, channels: Int, depth: Int = 3, filters: Int = 16,
    seed: UInt64
  ) throws -> TrainableNetwork {
    guard (3...5).contains(depth) else {
      throw NetworkError.invalidOption(name: "layers", value: "\(depth)", allowed: "3 to 5")
    }
    var builder = NetworkBuilder(channels: channels, seed: seed)
    for layer in 0..<depth {
      builder.convolve(
        "conv\(layer + 1)", "bn\(layer + 1)", filters << layer, ConvolutionGeometry(3, padding: 1), isRectified: true)
      if layer < depth - 1 {
        builder.add(PoolingLayer(.maximum, ConvolutionGeometry(2, stride: 2)))
      }
    }
    builder.classify("fc", classes)
    return try TrainableNetwork(
      "cnn", classes: classes, height: height, width: width, channels: channels,
      nodes: builder.nodes)
  }
}

/// Puts layers on top of one another.
struct NetworkBuilder {
  private(set) var nodes: [TrainableNetwork.Node] = []
  private(set) var top = 0
  private var channels: Int
  private var generator: SeededGenerator
  /// One for all layers, as they run one after the other.
  private let arenas = ArenaPool()

  init(channels: Int, seed: UInt64) {
    self.channels = channels
    generator = SeededGenerator(seed: seed)
  }

  mutating func add(_ layer: any TrainableLayer, on inputs: [Int]? = nil) {
    nodes.append(TrainableNetwork.Node(layer: layer, inputs: inputs ?? [top]))
    top = nodes.count
  }

  mutating func convolve(
    _ name: String, _ normalisation: String, _ outputs: Int, _ geometry: ConvolutionGeometry,
    from inputs: Int? = nil, on input: Int? = nil, isRectified: Bool = false
  ) {
    convolve(name, from: inputs ?? channels, outputs, geometry, on: input ?? top)
    add(NormalisationLayer(normalisation, outputs, isRectified: isRectified))
  }

  private mutating func convolve(
    _ name: String, from inputs: Int, _ outputs: Int, _ geometry: ConvolutionGeometry, on input: Int
  ) {
    add(
      ConvolutionLayer(name, inputs, outputs, geometry, hasBias: false, arenas: arenas, generator: &generator),
      on: [input])
    channels = outputs
  }

  mutating func residualBlock(_ name: String, _ width: Int, _ stride: Int) {
    let (input, inputs) = (top, channels)
    convolve(
      "\(name).conv1", "\(name).bn1", width, ConvolutionGeometry(3, stride: stride, padding: 1), isRectified: true)
    convolve("\(name).conv2", from: width, width, ConvolutionGeometry(3, padding: 1), on: top)
    let result = top
    var shortcut = input
    if stride != 1 || inputs != width {
      convolve(
        "\(name).downsample.0", "\(name).downsample.1", width,
        ConvolutionGeometry(1, stride: stride), from: inputs,
        on: input)
      shortcut = top
    }
    add(NormalisationLayer("\(name).bn2", width, isRectified: true), on: [result, shortcut])
  }

  /// The means of the maps, and a score for each class from them.
  mutating func classify(_ name: String, _ classes: Int) {
    add(PoolingLayer(.average(countsPadding: false), nil))
    add(
      ConvolutionLayer(
        name, channels, classes, ConvolutionGeometry(1), hasBias: true, arenas: arenas, generator: &generator))
  }
}
