import Foundation
import Imaging
import NeuralNetworks
import Numerics
import Synchronization

/// A network that was trained to tell classes of pictures apart, with how its training went.
public struct NetworkClassifier: Sendable, Codable {
  public enum Architecture: String, Sendable, Codable {
    case resnet18, cnn
  }

  private enum Key: CodingKey {
    case architecture, classNames, size, channels, history, bestEpoch, wasInterrupted, weights
  }

  public let architecture: Architecture
  /// In the order of its scores.
  public let classNames: [String]
  /// Width and height that pictures are brought to.
  public let size: Int
  public let channels: Int
  public let history: [EpochRecord]
  public let bestEpoch: Int
  /// Whether a person ended the training early.
  public let wasInterrupted: Bool
  private let bytes: Data
  private let extractors = Extractors()

  init(_ result: TrainingResult, _ architecture: Architecture, classNames: [String], size: Int, channels: Int) {
    (self.architecture, self.classNames, self.size, self.channels) = (architecture, classNames, size, channels)
    (history, bestEpoch, wasInterrupted) = (result.history, result.bestEpoch, result.wasInterrupted)
    bytes = Data(result.weights.serialised())
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    architecture = try container.decode(Architecture.self, forKey: .architecture)
    classNames = try container.decode([String].self, forKey: .classNames)
    size = try container.decode(Int.self, forKey: .size)
    channels = try container.decode(Int.self, forKey: .channels)
    history = try container.decode([EpochRecord].self, forKey: .history)
    bestEpoch = try container.decode(Int.self, forKey: .bestEpoch)
    wasInterrupted = try container.decode(Bool.self, forKey: .wasInterrupted)
    bytes = try container.decode(Data.self, forKey: .weights)
    guard (1...4096).contains(size), channels == 1 || channels == 3, !classNames.isEmpty else {
      throw DecodingError.dataCorruptedError(forKey: .size, in: container, debugDescription: "an impossible network")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(architecture, forKey: .architecture)
    try container.encode(classNames, forKey: .classNames)
    try container.encode(size, forKey: .size)
    try container.encode(channels, forKey: .channels)
    try container.encode(history, forKey: .history)
    try container.encode(bestEpoch, forKey: .bestEpoch)
    try container.encode(wasInterrupted, forKey: .wasInterrupted)
    try container.encode(bytes, forKey: .weights)
  }

  public var byteCount: Int { 2 * bytes.count }

  /// In PyTorch's names and layouts.
  /// - Throws: `NetworkError` where they were damaged on their way through a file.
  public func weights() throws -> WeightSet {
    try bytes.withUnsafeBytes { try WeightSet($0, path: "the model") }
  }

  /// How likely each class is, pictures × classes.
  /// - Throws: `ImagingError`, `NetworkError`, `Interrupted`.
  public func probabilities(of images: ImageStack, context: ExecutionContext) throws -> Matrix {
    var scores = try extractor("fc", isPooled: true).features(of: images, context: context)
    for row in 0..<scores.rows {
      let values = (0..<scores.columns).map { Double(scores[row, $0]) }
      let largest = values.max() ?? 0
      let powers = values.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      for column in 0..<scores.columns { scores[row, column] = Float(powers[column] / sum) }
    }
    return scores
  }

  /// The maps before their means are taken, of each picture.
  public func maps() throws -> FeatureExtractor { try extractor("avgpool", isPooled: false) }

  /// What each map's mean adds to the score of a class.
  public func mapWeights(ofClass code: Int) throws -> [Float] {
    guard let tensor = try weights().tensors["fc.weight"], tensor.shape.count == 2, code < tensor.shape[0] else {
      throw NetworkError.damaged(path: "the model", reason: "it has no classifier")
    }
    return Array(tensor.values[code * tensor.shape[1]..<(code + 1) * tensor.shape[1]])
  }

  private func extractor(_ layer: String, isPooled: Bool) throws -> FeatureExtractor {
    try extractors.value(layer) {
      let weights = try weights()
      let network = try architecture == .resnet18 ? FrozenNetwork.resNet18(weights) : FrozenNetwork.small(weights)
      return try FeatureExtractor(
        network, input: NetworkInput(size: size, channels: channels), layer: layer, isPooled: isPooled)
    }
  }

  /// Networks made ready, which takes longer than a picture's way through them.
  private final class Extractors: Sendable {
    private let known = Mutex<[String: FeatureExtractor]>([:])

    func value(_ layer: String, _ make: () throws -> FeatureExtractor) throws -> FeatureExtractor {
      if let found = known.withLock({ $0[layer] }) { return found }
      let made = try make()
      known.withLock { $0[layer] = made }
      return made
    }
  }
}
