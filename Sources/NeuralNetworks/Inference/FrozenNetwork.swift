/// A network that computes features, its weights fixed: normalisation is folded into the convolutions.
public struct FrozenNetwork: Sendable {
  /// What it is, such as "ResNet18".
  public let name: String
  public let channels: Int
  /// Names that features can be asked for by, in order; the last is what the network is for.
  public let layers: [String]
  /// What the file of weights held beside them.
  public let ignored: [String]
  let nodes: [NetworkNode]
  /// The node behind each name of `layers`.
  let layerNodes: [Int]
  /// The only size of images that it takes, where its file says one.
  public internal(set) var imageSize: (height: Int, width: Int)?

  /// Chooses kernels and plans memory for images of one size. Cost: transforming all weights, some tens of milliseconds.
  /// - Parameters:
  ///   - layer: one of `layers`; the last by default.
  ///   - isPooled: the mean of each map over the image; otherwise every number of the maps, channel by channel.
  ///   - precision: with how many digits weights and maps are kept.
  /// - Throws: `NetworkError.unknownLayer`, `.imageSize`.
  public func prepared(
    height: Int, width: Int, layer: String? = nil, isPooled: Bool = true, precision: NetworkPrecision = .single
  ) throws -> PreparedNetwork {
    var node = layerNodes.last ?? nodes.count - 1
    if let layer {
      guard let index = layers.firstIndex(of: layer) else {
        throw NetworkError.unknownLayer(name: layer, known: layers)
      }
      node = layerNodes[index]
    }
    return try PreparedNetwork(self, height: height, width: width, node: node, isPooled: isPooled, precision: precision)
  }
}
