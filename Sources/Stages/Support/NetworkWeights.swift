import Basics
import Datasets
import DeepFeatures
import NeuralNetworks
import Plans

extension RunEnvironment {
  /// Weights that were added by name lie beside the data sets.
  var weightStore: WeightStore { WeightStore(directory: beside("weights")) }

  /// Where trainings keep what they go on from after they were killed; nil where a session was given a folder that is
  /// not there.
  var checkpointDirectory: String? {
    dataDirectory.map(isPresentFolder) ?? true ? beside("training") : nil
  }

  private func beside(_ name: String) -> String {
    let parts = registry.directory.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.joined(separator: "/") + "/" + name
  }
}

/// Weights by a name that was added, or by the path of a file; in a key they stand by their content.
struct WeightsParameter: ParameterValue, Hashable {
  static let type = ParameterType.path
  static let placeholder = WeightsParameter("")
  let text: String
  var canonicalText: String { text.canonicalText }

  init(_ text: String) {
    self.text = text
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    text = try PathParameter(argument).path
  }

  func keyText(in environment: RunEnvironment) throws -> String {
    isRandom ? canonicalText : try environment.contentName(ofFile: place(in: environment).path)
  }

  /// Whether a training is to begin with random weights.
  var isRandom: Bool { text == "random" }

  func check(in environment: RunEnvironment) throws {
    guard !isRandom, !environment.awaited.mayHold(text) else { return }
    _ = try place(in: environment)
  }

  /// - Throws: `WeightStoreError`, `NetworkError`.
  func weights(in environment: RunEnvironment) throws -> WeightSet {
    let place = try place(in: environment)
    return try place.isAdded ? environment.weightStore.weights(text) : WeightSet(path: place.path)
  }

  private func place(in environment: RunEnvironment) throws -> (path: String, isAdded: Bool) {
    let store = environment.weightStore
    if store.names().contains(text) { return (try store.record(text).path, true) }
    if isPresent(text) { return (text, false) }
    let known = store.names()
    throw WeightStoreError.notAdded(text, nearest: nearestName(to: text, among: known), known: known)
  }
}

/// A residual network with its weights, as stages use it: made once for all that use it in a run.
struct ResidualNetworkSource {
  let weights: WeightsParameter?
  let size: Int?
  var precision = NetworkPrecision.single

  /// Names the weights by their content.
  func name(in environment: RunEnvironment) throws -> String {
    try weights?.keyText(in: environment) ?? DefaultWeights.identity
  }

  /// - Throws: `WeightStoreError`, `NetworkError`.
  func tensors(in environment: RunEnvironment) throws -> WeightSet {
    try weights?.weights(in: environment) ?? DefaultWeights.weights()
  }

  /// What the network takes: the size asked for, else the size that the weights were learnt at, else torchvision's.
  func input(for tensors: WeightSet) -> NetworkInput {
    if let size = size ?? tensors.metadata["size"].flatMap(Int.init).flatMap({ (32...4096).contains($0) ? $0 : nil }) {
      return NetworkInput(size: size)
    }
    return NetworkInput(size: 224, shorterSide: 256)
  }

  /// - Parameter layer: 1 to 4, or the last.
  func extractor(layer: Int?, isPooled: Bool, _ context: StageContext) throws -> FeatureExtractor {
    let name = try "resnet18 \(name(in: context.environment)) \(size ?? 0) \(layer ?? 0) \(isPooled) \(precision)"
    return try context.shared(name, bytes: { _ in 100 << 20 }) {
      // Unpacking weights takes a moment in which nobody could interrupt.
      try context.execution.abandoning { [environment = context.environment] in
        let tensors = try tensors(in: environment)
        return try FeatureExtractor(
          FrozenNetwork.resNet18(tensors), input: input(for: tensors), layer: layer.map { "layer\($0)" } ?? "avgpool",
          isPooled: isPooled, precision: precision)
      }
    }
  }
}
