import Files

extension FrozenNetwork {
  /// A feed-forward network from an ONNX file, of the operators that image backbones use (see the README).
  ///
  /// Tensors that the file names are layers; the last is the graph's first output. Normalisation, constants,
  /// activations and sums are joined with the convolution before them.
  /// - Throws: `NetworkError.unreadable`, `.badGraph`, `.unsupportedOperator`.
  public static func onnx(path: String) throws -> FrozenNetwork {
    let file = try FileBytes(mapping: path) { path, number in
      NetworkError.unreadable(path: path, reason: systemMessage(number))
    }
    return try withExtendedLifetime(file) { try onnx(file.bytes, path: path) }
  }

  /// The same from bytes in memory; `path` is what messages call them.
  public static func onnx(_ bytes: UnsafeRawBufferPointer, path: String) throws -> FrozenNetwork {
    let model: ONNXModel
    do { model = try ONNXModel(bytes) } catch { throw NetworkError.badGraph(path: path, reason: error.reason) }
    var translation = try ONNXTranslation(model, path: path)
    guard model.nodes.count <= 10_000 else {
      throw NetworkError.badGraph(path: path, reason: "it has \(model.nodes.count) nodes, more than 10000")
    }
    for node in model.nodes { try translation.add(node) }
    return try translation.network()
  }
}

/// Turns nodes of an ONNX graph, one after the other, into steps.
struct ONNXTranslation {
  let path: String
  private let model: ONNXModel
  private(set) var nodes: [NetworkNode] = []
  /// Channels, height and width of what goes in; -1 for what is left open.
  private let imageShape: [Int]
  /// Channels of each node's maps, where they are known.
  private var channels: [Int?] = []
  /// Whether each of a node's names is read by one other node alone.
  private var isReadOnce: [Bool] = []
  /// The node that gives a tensor.
  private var places: [String: Int] = [:]
  private var names: [(name: String, node: Int)] = []
  private(set) var constants: [String: WeightTensor]
  /// Tensors that are others in another order.
  var views: [String: View] = [:]
  /// How many nodes read a tensor.
  private var uses: [String: Int] = [:]

  init(_ model: ONNXModel, path: String) throws {
    self.model = model
    self.path = path
    constants = model.constants
    for node in model.nodes { for input in node.inputs { uses[input, default: 0] += 1 } }
    for output in model.outputs { uses[output, default: 0] += 1 }
    guard let input = model.inputs.first, model.inputs.count == 1, input.shape.count == 4 else {
      throw NetworkError.badGraph(
        path: path, reason: "it must have one input, of images of two dimensions with channels")
    }
    // TensorFlow puts the channels last, and turns them forward by a node of its own.
    let isLast = [1, 3].contains(input.shape[3]) && ![1, 3].contains(input.shape[1])
    let shape = isLast ? [input.shape[0], input.shape[3], input.shape[1], input.shape[2]] : input.shape
    guard shape[1] > 0 else { throw NetworkError.badGraph(path: path, reason: "its input does not say its channels") }
    imageShape = Array(shape[1...])
    nodes = [NetworkNode(name: input.name, step: .input, inputs: [])]
    channels = [shape[1]]
    isReadOnce = [false]
    if isLast { views[input.name] = .permuted(place: 0, axes: [0, 2, 3, 1]) } else { places[input.name] = 0 }
  }

  func network() throws -> FrozenNetwork {
    guard let output = model.outputs.first, let last = places[output] else {
      throw NetworkError.badGraph(path: path, reason: "nothing gives its output")
    }
    // What was joined with another step is not there by itself: a step goes by the last of its names.
    let lasting = Dictionary(names.map { ($0.node, $0.name) }) { _, later in later }
    let layers = names.filter { lasting[$0.node] == $0.name && $0.node != last } + [(output, last)]
    let size = imageShape[1] > 0 && imageShape[2] > 0 ? (height: imageShape[1], width: imageShape[2]) : nil
    return FrozenNetwork(
      name: path, channels: imageShape[0], layers: layers.map(\.name), ignored: [], nodes: nodes,
      layerNodes: layers.map(\.node), imageSize: size)
  }

  // MARK: What the operators use

  /// The step that gives an input of a node.
  func place(_ node: ONNXModel.Node, _ index: Int) throws -> Int {
    let name = index < node.inputs.count ? node.inputs[index] : ""
    guard let place = places[name] else {
      throw NetworkError.badGraph(
        path: path, reason: "node '\(node.name)' takes '\(name)', which nothing before it gives (a cycle, perhaps)")
    }
    return place
  }

  func constant(_ node: ONNXModel.Node, _ index: Int) -> WeightTensor? {
    index < node.inputs.count ? constants[node.inputs[index]] : nil
  }

  /// Whole numbers of a constant; none where one of them is not whole.
  func integers(_ node: ONNXModel.Node, _ index: Int) -> [Int] {
    let values = constant(node, index)?.values ?? []
    let integers = values.compactMap { Int(exactly: $0) }
    return integers.count == values.count ? integers : []
  }

  /// Images of a batch, where the file fixes that.
  var images: Int { model.inputs.first?.shape.first ?? -1 }

  func unsupported(_ node: ONNXModel.Node, _ reason: String) -> NetworkError {
    .unsupportedOperator(path: path, kind: node.kind, node: node.name, reason: reason)
  }

  mutating func define(_ node: ONNXModel.Node, _ tensor: WeightTensor) {
    if let output = node.outputs.first { constants[output] = tensor }
  }

  /// The node gives what another step gives already.
  mutating func define(_ node: ONNXModel.Node, as place: Int) {
    guard let output = node.outputs.first else { return }
    places[output] = place
    isReadOnce[place] = isReadOnce[place] && uses[output] == 1
    names.append((output, place))
  }

  mutating func define(_ node: ONNXModel.Node, _ step: NetworkStep, _ inputs: [Int], channels count: Int?) {
    nodes.append(NetworkNode(name: node.outputs.first ?? node.name, step: step, inputs: inputs))
    channels.append(count)
    isReadOnce.append(true)
    define(node, as: nodes.count - 1)
  }

  func channels(at place: Int) -> Int? { channels[place] }

  /// The convolution that alone gives an input of this node, which alone reads it, and that has no bounds yet.
  func joinable(_ node: ONNXModel.Node, _ index: Int) -> (place: Int, bank: FilterBank)? {
    guard index < node.inputs.count, uses[node.inputs[index]] == 1, let place = places[node.inputs[index]],
      isReadOnce[place], case .convolution(let bank) = nodes[place].step, bank.lower == -.infinity,
      bank.upper == .infinity
    else { return nil }
    return (place, bank)
  }

  mutating func replace(_ place: Int, _ bank: FilterBank, adding input: Int? = nil) {
    nodes[place] = NetworkNode(
      name: nodes[place].name, step: .convolution(bank), inputs: nodes[place].inputs + (input.map { [$0] } ?? []))
  }

  /// Whether a step has a second input already.
  func hasShortcut(_ place: Int) -> Bool { nodes[place].inputs.count > 1 }
}
