import Imaging
import NeuralNetworks
import Numerics

/// A frozen network with what it takes: pictures in, a row of features for each out.
public struct FeatureExtractor: Sendable {
  public let input: NetworkInput
  private let network: PreparedNetwork

  /// - Parameters:
  ///   - layer: of the network's layers; the last by default.
  ///   - isPooled: the mean of each map; otherwise every number of the maps, channel by channel.
  /// - Throws: `NetworkError.unknownLayer`, `.imageSize`, `.wrongChannels`.
  public init(
    _ network: FrozenNetwork, input: NetworkInput, layer: String? = nil, isPooled: Bool = true,
    precision: NetworkPrecision = .single
  ) throws {
    guard network.channels == input.channels else {
      throw NetworkError.wrongChannels(expected: network.channels, found: input.channels)
    }
    self.input = input
    self.network = try network.prepared(
      height: input.size, width: input.size, layer: layer, isPooled: isPooled, precision: precision)
  }

  /// Numbers of a picture's row.
  public var columns: Int { network.columns }
  /// Rows and columns of the maps behind the features.
  public var mapHeight: Int { network.mapHeight }
  public var mapWidth: Int { network.mapWidth }

  /// A row for each picture, the same bits for any number of pictures at a time and any number of threads.
  /// - Throws: `ImagingError`, `NetworkError.nonFinite`, `Interrupted`.
  public func features(of images: ImageStack, context: ExecutionContext) throws -> Matrix {
    try input.check(images)
    return try network.features(count: images.count, context: context) { [input] index, pixels in
      try input.write(images[index], to: pixels)
    }
  }
}
