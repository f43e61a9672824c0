import Numerics

/// How a network is trained. Checked when made.
public struct TrainingOptions: Sendable, Equatable {
  public let epochs: Int
  /// Images of a step.
  public let batch: Int
  public let optimiser: OptimiserKind
  /// The highest learning rate.
  public let rate: Double
  public let momentum: Double
  /// Weight decay, of weights alone.
  public let decay: Double
  /// Epochs over which the rate rises from zero; then it falls along a cosine.
  public let warmUp: Double
  /// The largest norm of all gradients together; none leaves them as they are.
  public let clip: Double?
  public let loss: ClassificationLoss
  /// Epochs without a better macro-F1 on the validation part after which training ends.
  public let patience: Int
  public let seed: UInt64

  /// - Throws: `NetworkError.invalidOption`.
  public init(
    epochs: Int, batch: Int = 32, optimiser: OptimiserKind = .sgd, rate: Double = 0.05,
    momentum: Double = 0.9,
    decay: Double = 5e-4, warmUp: Double = 1, clip: Double? = nil, loss: ClassificationLoss,
    patience: Int = 10,
    seed: UInt64
  ) throws {
    func require(_ isAllowed: Bool, _ name: String, _ value: some Any, _ allowed: String) throws {
      if !isAllowed {
        throw NetworkError.invalidOption(name: name, value: "\(value)", allowed: allowed)
      }
    }
    try require((1...10_000).contains(epochs), "epochs", epochs, "from 1 to 10000")
    try require((2...4096).contains(batch), "batch", batch, "from 2 to 4096")
    try require(rate > 0 && rate <= 100, "rate", rate, "above 0, at most 100")
    try require(momentum >= 0 && momentum < 1, "momentum", momentum, "from 0 to below 1")
    try require(decay >= 0 && decay < 1, "decay", decay, "from 0 to below 1")
    try require(
      warmUp >= 0 && warmUp <= Double(epochs), "warmup", warmUp, "from 0 to the number of epochs")
    try require(clip.map { $0 > 0 } ?? true, "clip", clip ?? 0, "above 0")
    try require(patience >= 1, "patience", patience, "1 or more")
    self.epochs = epochs
    self.batch = batch
    self.optimiser = optimiser
    self.rate = rate
    self.momentum = momentum
    self.decay = decay
    self.warmUp = warmUp
    self.clip = clip
    self.loss = loss
    self.patience = patience
    self.seed = seed
  }
}

/// What a network learns from: images by number, and the class of each.
public struct TrainingImages: Sendable {
  /// Writes an image as height × width × channels numbers. In training it is given a generator of its own, for
  /// augmentation; it must depend on nothing else that is random.
  public typealias Fill =
    @Sendable (_ image: Int, _ draw: SeededGenerator?, _ pixels: UnsafeMutableBufferPointer<Float>)
    throws -> Void

  public let classes: [Int]
  /// Images to learn from.
  public let training: [Int]
  /// Images to tell by when to stop; none trains to the end. They must come from the training part of a study.
  public let validation: [Int]
  let fill: Fill

  /// - Parameter classes: the class of each image, by its number.
  public init(classes: [Int], training: [Int], validation: [Int], fill: @escaping Fill) {
    self.classes = classes
    self.training = training
    self.validation = validation
    self.fill = fill
  }
}

/// How an epoch ended.
public struct EpochRecord: Sendable, Equatable, Codable {
  public let epoch: Int
  /// Mean loss over the epoch's steps.
  public let loss: Double
  /// Of the validation part; nil without one.
  public let validationLoss: Double?
  public let macroF1: Double?
  public let accuracy: Double?
}

/// What training gives.
public struct TrainingResult: Sendable {
  /// Of the best epoch, in PyTorch's names and layouts.
  public let weights: WeightSet
  public let history: [EpochRecord]
  public let bestEpoch: Int
  /// Whether somebody stopped it before its end.
  public let wasInterrupted: Bool
}
