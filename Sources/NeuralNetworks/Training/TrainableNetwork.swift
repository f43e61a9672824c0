import Numerics

/// A graph of layers that can be trained.
public final class TrainableNetwork: @unchecked Sendable {
  struct Node {
    let layer: any TrainableLayer
    let inputs: [Int]
  }

  public let name: String
  public let classes: Int
  public let height: Int
  public let width: Int
  public let channels: Int
  let nodes: [Node]
  let shapes: [MapShape]
  /// The maps of the batch at hand, made again only for another number of images.
  private var maps: [MapBatch] = []

  /// Node 0 is the input, and has no layer: `nodes[i]` gives maps i + 1.
  /// - Throws: `NetworkError.imageSize`.
  init(_ name: String, classes: Int, height: Int, width: Int, channels: Int, nodes: [Node]) throws {
    self.name = name
    self.classes = classes
    self.height = height
    self.width = width
    self.channels = channels
    self.nodes = nodes
    var shapes = [MapShape.dense(height: height, width: width, channels: channels)]
    for node in nodes {
      guard let shape = node.layer.output(node.inputs.map { shapes[$0] }) else {
        throw NetworkError.imageSize(
          height: height, width: width, layer: node.layer.parameters.first?.name ?? "pool")
      }
      shapes.append(shape)
    }
    self.shapes = shapes
  }

  var parameters: [TrainableParameter] { nodes.flatMap(\.layer.parameters) }

  /// Keeps everything whose name begins with one of the prefixes as it is, statistics included.
  public func freeze(_ prefixes: [String]) {
    for node in nodes {
      for parameter in node.layer.parameters
      where prefixes.contains(where: { parameter.name.hasPrefix($0) }) {
        parameter.isTrained = false
        (node.layer as? NormalisationLayer)?.isFrozen = true
      }
    }
  }

  /// The memory that the images of a batch are written to, before `forward`.
  func input(count: Int) -> MapBatch {
    if maps.first?.count != count { maps = shapes.map { MapBatch($0, count: count) } }
    return maps[0]
  }

  /// Runs the batch that was written to `input`. - Returns: one row of scores an image. - Throws: `Interrupted`.
  func forward(isTraining: Bool, context: ExecutionContext) throws -> MapBatch {
    for (index, node) in nodes.enumerated() {
      try context.checkInterruption()
      try node.layer.forward(
        node.inputs.map { maps[$0] }, maps[index + 1], isTraining: isTraining, context: context)
    }
    return maps[nodes.count]
  }

  /// Gradients of all trained parameters from the gradient in the scores.
  func backward(context: ExecutionContext) throws {
    // Nobody needs gradients before the first layer that is trained.
    var wanted = [false]
    for node in nodes {
      wanted.append(
        node.inputs.contains { wanted[$0] } || node.layer.parameters.contains(where: \.isTrained))
    }
    for index in 0..<nodes.count { maps[index].hasGradient = false }
    for (index, node) in nodes.enumerated().reversed() where wanted[index + 1] {
      try context.checkInterruption()
      maps[index + 1].clearUnsetGradient()
      try node.layer.backward(
        node.inputs.map { maps[$0] }, maps[index + 1], wanted: node.inputs.map { wanted[$0] },
        context: context)
    }
  }
}
