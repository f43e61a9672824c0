import Basics
import CDefaultWeights
import NeuralNetworks

/// The weights that `resnet18` has without being given any: learnt by `WeightTraining` from faces that nobody has.
public enum DefaultWeights {
  /// As a file of safetensors.
  private static var bytes: UnsafeRawBufferPointer {
    var count = 0
    let start = default_weights(&count)
    return UnsafeRawBufferPointer(start: start, count: count)
  }

  /// - Throws: `WeightStoreError.noDefault` in a build without them.
  public static func weights() throws -> WeightSet {
    guard bytes.count > 1 else { throw WeightStoreError.noDefault }
    return try WeightSet(bytes, path: "the weights of the program")
  }

  /// Names their content, for the keys of what is made from them.
  public static let identity = Checksum.of(bytes, key: Digest("default weights")).hexadecimal
}
