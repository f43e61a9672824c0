import Foundation
import Imaging
import NeuralNetworks
import Numerics
import Synchronization

/// A network of an ONNX file that ends in classes: it is used as it is, and is saved with the file's bytes.
public struct ImportedClassifier: Sendable, Codable {
  private enum Key: CodingKey {
    case path, model, size, isNormalised, outputs, classNames, precision
  }

  /// Where it came from, for messages.
  public let path: String
  /// Classes as the rows have them, in the order of the probabilities.
  public let classNames: [String]
  /// The class of each of the network's numbers.
  public let outputs: [String]
  private let model: Data
  private let size: Int?
  private let isNormalised: Bool
  private let precision: NetworkPrecision
  private let ready = Mutexed()

  /// - Parameters:
  ///   - outputs: what the network's numbers are of, in its order.
  ///   - classNames: what is asked for.
  public init(
    _ model: [UInt8], path: String, size: Int?, isNormalised: Bool, outputs: [String], classNames: [String],
    precision: NetworkPrecision = .single
  ) {
    (self.path, self.size, self.isNormalised) = (path, size, isNormalised)
    (self.outputs, self.classNames) = (outputs, classNames)
    self.model = Data(model)
    self.precision = precision
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    path = try container.decode(String.self, forKey: .path)
    model = try container.decode(Data.self, forKey: .model)
    size = try container.decodeIfPresent(Int.self, forKey: .size)
    isNormalised = try container.decode(Bool.self, forKey: .isNormalised)
    outputs = try container.decode([String].self, forKey: .outputs)
    classNames = try container.decode([String].self, forKey: .classNames)
    // Models that were saved before there was a choice have none.
    precision = try container.decodeIfPresent(NetworkPrecision.self, forKey: .precision) ?? .single
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(path, forKey: .path)
    try container.encode(model, forKey: .model)
    try container.encodeIfPresent(size, forKey: .size)
    try container.encode(isNormalised, forKey: .isNormalised)
    try container.encode(outputs, forKey: .outputs)
    try container.encode(classNames, forKey: .classNames)
    if precision != .single { try container.encode(precision, forKey: .precision) }
  }

  public var byteCount: Int { 2 * model.count }

  /// How many numbers the network gives.
  public func outputCount() throws -> Int { try extractor().columns }

  /// How likely each class is, pictures × classes. Numbers that are no probabilities go through a softmax; classes that
  /// the rows do not have are left out, and the others add to 1.
  public func probabilities(of images: ImageStack, context: ExecutionContext) throws -> Matrix {
    let numbers = try extractor().features(of: images, context: context)
    let places = classNames.map { outputs.firstIndex(of: $0) }
    var result = Matrix(rows: numbers.rows, columns: classNames.count, repeating: 0)
    for row in 0..<numbers.rows {
      let shares = Self.shares((0..<numbers.columns).map { Double(numbers[row, $0]) })
      let known = places.map { place in place.map { $0 < shares.count ? shares[$0] : 0 } ?? 0 }
      let sum = known.reduce(0, +)
      for column in classNames.indices {
        result[row, column] = Float(sum > 0 ? known[column] / sum : 1 / Double(classNames.count))
      }
    }
    return result
  }

  private static func shares(_ values: [Double]) -> [Double] {
    if values.allSatisfy({ $0 >= 0 }), abs(values.reduce(0, +) - 1) < 1e-3 { return values }
    let largest = values.max() ?? 0
    let powers = values.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private func extractor() throws -> FeatureExtractor {
    try ready.value {
      let network = try model.withUnsafeBytes { try FrozenNetwork.onnx($0, path: path) }
      return try FeatureExtractor(
        network, input: .of(network, size: size, isNormalised: isNormalised, path: path), precision: precision)
    }
  }

  /// A network made ready, which takes longer than a picture's way through it.
  private final class Mutexed: Sendable {
    private let known = Mutex<FeatureExtractor?>(nil)

    func value(_ make: () throws -> FeatureExtractor) throws -> FeatureExtractor {
      if let found = known.withLock({ $0 }) { return found }
      let made = try make()
      known.withLock { $0 = made }
      return made
    }
  }
}

extension NetworkInput {
  /// What a network of a file takes: the size that the file says, or the one asked for, or torchvision's.
  /// - Throws: `NetworkError.badGraph` where the file asks for other sizes.
  public static func of(
    _ network: FrozenNetwork, size: Int?, isNormalised: Bool, path: String
  ) throws -> NetworkInput {
    if let asked = network.imageSize {
      guard asked.height == asked.width, size ?? asked.width == asked.width else {
        throw NetworkError.badGraph(
          path: path,
          reason: "it takes images of \(asked.height)×\(asked.width) and no others; only square ones are given here")
      }
    }
    let side = size ?? network.imageSize?.width ?? 224
    let isPreset = side == 224 && size == nil
    return NetworkInput(
      size: side, shorterSide: isPreset ? 256 : nil, channels: network.channels, isNormalised: isNormalised)
  }
}
