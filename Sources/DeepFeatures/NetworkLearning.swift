import Basics
import Glibc
import Imaging
import NeuralNetworks
import Numerics

/// How a network is taught classes of pictures.
public struct NetworkLearning: Sendable {
  public var architecture: NetworkClassifier.Architecture
  /// Width and height that pictures are brought to.
  public var size: Int
  public var epochs: Int
  public var batch = 32
  public var rate = 0.01
  public var patience = 5
  /// Share of each target that is spread over all classes.
  public var smoothing = 0.0
  /// Whether rare classes count as much as common ones.
  public var isBalanced = false
  /// What a residual network begins with; random weights where there are none.
  public var start: WeightSet?
  /// How many of a residual network's five stages keep their weights: the stem, then its four layers.
  public var frozenStages = 0
  /// Of the small network: convolutions, and maps of the first.
  public var depth = 3
  public var filters = 16

  public init(_ architecture: NetworkClassifier.Architecture, size: Int, epochs: Int) {
    (self.architecture, self.size, self.epochs) = (architecture, size, epochs)
  }

  /// Pictures of which `training` are learnt from, and `validation` tell when to stop.
  public struct Pictures: Sendable {
    public let images: ImageStack
    public let labels: Labels
    public let training: [Int]
    public let validation: [Int]

    public init(_ images: ImageStack, _ labels: Labels, training: [Int], validation: [Int]) {
      (self.images, self.labels, self.training, self.validation) = (images, labels, training, validation)
    }
  }

  /// Teaches, and keeps the weights of the epoch that was best on the validation pictures, or of the last without any.
  /// - Parameters:
  ///   - checkpoints: a folder where each epoch is kept until all are done, so that a training that was killed goes on
  ///     where it was and ends at the same weights; none keeps nothing.
  ///   - name: of all that the training depends on beside the pictures.
  /// - Throws: `NetworkError`, `ImagingError`, `Interrupted` before a first epoch is done.
  public func fitted(
    to pictures: Pictures, seed: UInt64, checkpoints: String?, name: String, context: ExecutionContext
  ) throws -> NetworkClassifier {
    let channels = architecture == .resnet18 || pictures.images.shapes.contains { $0.channels == 3 } ? 3 : 1
    let input = NetworkInput(size: size, channels: channels)
    try input.check(pictures.images)
    // Millions of random numbers, of which a residual network draws a second's worth.
    let network = try context.abandoning { [self, classes = pictures.labels.names.count] in
      try untrained(classes: classes, channels, seed)
    }
    let images = TrainingImages(
      classes: pictures.labels.codes, training: pictures.training, validation: pictures.validation
    ) { [images = pictures.images] index, _, pixels in try input.write(images[index], to: pixels) }
    let path = checkpoints.map { "\($0)/\(digest(pictures, seed, name)).checkpoint" }
    let result = try NetworkTrainer(options(pictures, seed), checkpoint: path).train(
      network, on: images, context: context)
    if let path, !result.wasInterrupted { unlink(path) }
    return NetworkClassifier(
      result, architecture, classNames: pictures.labels.names, size: size, channels: channels)
  }

  private func untrained(classes: Int, _ channels: Int, _ seed: UInt64) throws -> TrainableNetwork {
    guard architecture == .resnet18 else {
      return try .small(
        classes: classes, height: size, width: size, channels: channels, depth: depth, filters: filters, seed: seed)
    }
    let network = try TrainableNetwork.resNet18(classes: classes, height: size, width: size, seed: seed)
    if let start { try network.load(start, isBackboneOnly: true) }
    let stages = [["conv1.", "bn1."], ["layer1."], ["layer2."], ["layer3."], ["layer4."]]
    network.freeze(Array(stages.prefix(frozenStages).joined()))
    return network
  }

  private func options(_ pictures: Pictures, _ seed: UInt64) throws -> TrainingOptions {
    var weights: [Double] = []
    if isBalanced {
      let counts = pictures.labels.gathering(pictures.training).counts
      let present = counts.count { $0 > 0 }
      weights = counts.map { $0 == 0 ? 0 : Double(pictures.training.count) / Double(present * $0) }
    }
    return try TrainingOptions(
      epochs: epochs, batch: batch, rate: rate, warmUp: min(1, Double(epochs) / 4), clip: 5,
      loss: ClassificationLoss(smoothing: smoothing, classWeights: weights), patience: patience, seed: seed)
  }

  /// Of everything that the training depends on, so that no other one takes its checkpoint.
  private func digest(_ pictures: Pictures, _ seed: UInt64, _ name: String) -> String {
    var digest = Digest("training", name)
    digest.combine("\(seed) \(pictures.labels.names) \(pictures.images.shapes.count)")
    pictures.images.bytes.withUnsafeBytes { digest.combine(Checksum.of($0, key: digest)) }
    for number in pictures.labels.codes + pictures.validation { digest.combine(number) }
    return digest.hexadecimal
  }
}
