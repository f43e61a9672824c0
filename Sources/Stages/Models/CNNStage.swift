import DeepFeatures
import Plans
import Samples

/// `cnn`, `cnn layers=4 epochs=30`
struct CNNStage: ModelStage {
  static let declaration = Declaration(
    "cnn", "Trains a small convolutional network from nothing on the training images.", takes: .images, gives: .result,
    discussion: """
      Three to five times the same: small filters that slide over the image, a normalisation, everything negative set to \
      zero, and maps of half the size with twice as many filters; then a score for each class from the means of the last \
      maps. All filters start at random and follow the gradient of the loss. Small enough to watch it learn: `base | \
      curve` shows loss and macro-F1 by epoch. It needs hundreds of images of each class to be any good; with fewer, \
      features that others have learnt (`resnet18`) or thought of (`lbp`) do better. A part of the training subjects \
      is held back to tell when it gets no better, and the epoch that was best on them is kept. Killed, the same line \
      goes on where it was. Ctrl-C keeps the best epoch.
      """,
    searchTerms: ["convolutional", "neural", "network", "deep", "train", "epochs"],
    reference: "LeCun, Bottou, Bengio & Haffner 1998; Ioffe & Szegedy 2015",
    examples: [
      Example(
        "faces n=160 subjects=16 classes=[happy, surprise] intensity=1 | cnn epochs=2 size=32 filters=8",
        shows: "macro-F1"),
      Example(
        "faces n=80 subjects=8 classes=[happy, surprise] intensity=1 | augment | cnn 2 size=24 filters=8",
        shows: "macro-F1"),
    ])

  @Parameter("passes over the training images", in: .between(1, 10_000), positional: true) var epochs = 20
  @Parameter("width and height that images are brought to", in: .between(16, 256)) var size = 48
  @Parameter("how many convolutions", in: .between(3, 5)) var layers = 3
  @Parameter("filters of the first; twice as many in each after it", in: .between(4, 64)) var filters = 16
  let teaching = TeachingParameters(rate: 0.05)

  var weightsClasses: Bool { teaching.classes == .balanced }

  func fit(_ training: Samples, _ context: StageContext) throws -> NetworkModel {
    var learning = teaching.applied(to: NetworkLearning(.cnn, size: size, epochs: epochs))
    (learning.depth, learning.filters) = (layers, filters)
    return try learning.model(
      name: "cnn", of: training, holding: teaching.holding.value, arguments: canonicalArguments, context)
  }
}
