import DeepFeatures
import Imaging
import NeuralNetworks
import Numerics
import SyntheticFaces

/// The data, the options and the files of the default weights.
struct DefaultTraining {
  static let size = 48
  static let epochs = 8
  /// Strong and weak expressions alike: those of full strength are learnt from first, those of a micro-expression are
  /// what is asked for.
  static let intensities = [0.3, 0.6, 1.0]
  static let facesEach = 1200
  static let subjectsEach = 60
  static let validationFaces = 480
  /// Far from the seeds of stand-ins, which are names in letters, and from the small ones that people write.
  static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

  let folder: String

  func run(_ context: ExecutionContext) throws {
    var faces = ImageStack()
    var classes: [Int] = []
    for (index, intensity) in Self.intensities.enumerated() {
      try add(Self.facesEach, subjects: Self.subjectsEach, intensity, index, &faces, &classes, context)
    }
    let training = Array(0..<classes.count)
    for (index, intensity) in Self.intensities.enumerated() {
      try add(Self.validationFaces / 3, subjects: 8, intensity, index + 10, &faces, &classes, context)
    }
    let names = Emotion.allCases.map(\.rawValue)
    let network = try TrainableNetwork.resNet18(
      classes: names.count, height: Self.size, width: Self.size, seed: Self.seed)
    let images = trainingImages(faces, classes, training, Array(training.count..<classes.count))
    let options = try TrainingOptions(
      epochs: Self.epochs, batch: 32, rate: 0.05, decay: 5e-4, loss: ClassificationLoss(smoothing: 0.1),
      seed: Self.seed)
    let result = try NetworkTrainer(options, checkpoint: "\(folder)/resnet18-faces.checkpoint").train(
      network, on: images, context: context)
    try write(result, names)
  }

  private func add(
    _ count: Int, subjects: Int, _ intensity: Double, _ stream: Int, _ faces: inout ImageStack,
    _ classes: inout [Int], _ context: ExecutionContext
  ) throws {
    let set = try SyntheticFaces(
      count: count, subjects: subjects, intensity: intensity, size: Self.size, seed: Self.seed &+ UInt64(stream),
      name: "weights\(stream)"
    ).render(context: context.silent)
    faces.append(contentsOf: set.images)
    classes += set.labels.codes
  }

  private func trainingImages(
    _ faces: ImageStack, _ classes: [Int], _ training: [Int], _ validation: [Int]
  ) -> TrainingImages {
    let input = NetworkInput(size: Self.size)
    var augmentation = ImageAugmentation()
    (augmentation.rotation, augmentation.shift, augmentation.scale) = (8, 0.06, 0.08)
    (augmentation.brightness, augmentation.contrast, augmentation.noise) = (0.2, 0.2, 0.02)
    return TrainingImages(classes: classes, training: training, validation: validation) {
      [augmentation] index, draw, pixels in
      guard var draw else { return try input.write(faces[index], to: pixels) }
      try input.write(augmentation.applied(to: faces[index], &draw), to: pixels)
    }
  }

  private func write(_ result: TrainingResult, _ names: [String]) throws {
    var weights = result.weights
    weights.metadata = [
      "name": "resnet18-faces", "network": "resnet18", "size": "\(Self.size)", "classes": names.joined(separator: ","),
      "data": "\(Self.facesEach * Self.intensities.count) synthetic faces of "
        + "\(Self.subjectsEach * Self.intensities.count) subjects, intensities \(Self.intensities), seed \(Self.seed)",
      "epochs": "\(Self.epochs), the best by macro-F1 on \(Self.validationFaces) faces of 24 other subjects: "
        + "\(result.bestEpoch)",
      "history": result.history.map { "\($0.epoch):\($0.loss):\($0.macroF1 ?? 0)" }.joined(separator: " "),
      "licence": "Apache-2.0",
    ]
    try weights.write(to: "\(folder)/resnet18-faces.safetensors", isCompact: true)
  }
}
