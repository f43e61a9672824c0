/// Everything that can be wrong with weights, networks and their training. `E1001`…`E1020`.
public enum NetworkError: Error, Sendable, Equatable {
  // Files of weights
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case unknownFormat(path: String)
  case legacyPickle(path: String)
  case damaged(path: String, reason: String)
  /// A pickle that asks for something to be called that is not on the list of what builds tensors.
  case forbiddenPickle(path: String, name: String)
  case unsupportedElements(path: String, tensor: String, type: String)
  case noTensors(path: String, found: String)
  case mismatchedWeights(WeightMismatch)
  // Networks and what they are given
  case unknownLayer(name: String, known: [String])
  /// A layer is left without a pixel.
  case imageSize(height: Int, width: Int, layer: String)
  case wrongChannels(expected: Int, found: Int)
  case nonFinite(image: Int)
  case badGraph(path: String, reason: String)
  case unsupportedOperator(path: String, kind: String, node: String, reason: String)
  // Training
  case noRows
  case mismatchedCounts(what: String, expected: Int, found: Int)
  case invalidOption(name: String, value: String, allowed: String)
  case diverged(epoch: Int)
  case foreignCheckpoint(path: String, reason: String)
}

/// How the tensors of a file differ from those that a network needs.
public struct WeightMismatch: Sendable, Equatable {
  /// A tensor of another shape than the network has.
  public struct Misshapen: Sendable, Equatable {
    public let name: String
    public let expected: [Int]
    public let found: [Int]
  }

  public let path: String
  public let network: String
  public let missing: [String]
  public let extra: [String]
  public let misshapen: [Misshapen]
}
