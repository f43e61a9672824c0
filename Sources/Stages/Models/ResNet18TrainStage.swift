import DeepFeatures
import Imaging
import NeuralNetworks
import Plans
import Samples

/// `resnet18 train epochs=10`, `resnet18 train freeze=4 weights="imagenet"`
struct ResNet18TrainStage: ModelStage {
  static let declaration = Declaration(
    "resnet18_train", "Trains a residual network of eighteen layers on the training images.", takes: .images,
    gives: .result,
    discussion: """
      Written `resnet18 train`. All weights start from ones that were trained before (those in the program, or \
      `weights`; \"random\" starts from nothing) and follow the gradient of the loss on small batches, so that the \
      features themselves suit the classes. `freeze` keeps the first of its five stages as they are, which learns \
      faster and from fewer faces. A part of the training subjects is held back to tell when it gets no better; the \
      epoch that was best on them is kept, and no test row has a say. Each epoch is kept on disk until the training is \
      done: killed, the same line goes on where it was and ends at the same weights. Ctrl-C keeps the best epoch. \
      `base | curve` shows how it went. Expect minutes to hours: thousands of faces, a few milliseconds each an epoch.
      """,
    searchTerms: ["resnet18 train", "fine-tune", "finetune", "deep", "network", "train", "epochs"],
    reference: "He, Zhang, Ren & Sun 2016; Loshchilov & Hutter 2017",
    examples: [
      Example(
        "faces n=80 subjects=8 classes=[happy, surprise] intensity=1 | resnet18 train epochs=1 size=32",
        shows: "macro-F1"),
      Example(
        "load \"ziya07\" | resnet18_train epochs=20 freeze=3 weights=\"imagenet\"",
        notRunBecause: "it needs weights that you added, and takes an hour"),
    ])

  @Parameter("passes over the training images", in: .between(1, 1000), positional: true) var epochs = 10
  @Parameter("width and height that images are brought to; that of the weights, if left out", in: .between(32, 512))
  var size: Int? = nil
  @Parameter("a file of weights to start from, a name that was added, or \"random\"") var weights: WeightsParameter? =
    nil
  @Parameter("how many of its five stages keep their weights", in: .between(0, 5)) var freeze = 0
  let teaching = TeachingParameters(rate: 0.01)

  var weightsClasses: Bool { teaching.classes == .balanced }

  private var source: ResidualNetworkSource {
    ResidualNetworkSource(weights: weights?.isRandom == true ? nil : weights, size: size)
  }

  func check(in environment: RunEnvironment) throws { try weights?.check(in: environment) }

  func identity(in environment: RunEnvironment) throws -> String { weights == nil ? DefaultWeights.identity : "" }

  func readPaths(in environment: RunEnvironment) -> [String] {
    weights.map { $0.isRandom ? [] : [$0.text] } ?? []
  }

  func fit(_ training: Samples, _ context: StageContext) throws -> NetworkModel {
    // Before weights are unpacked, which takes a second.
    guard try training.content.require(ImageStack.self, for: "resnet18 train").count > 1 else {
      throw NetworkError.noRows
    }
    let start =
      weights?.isRandom == true
      ? nil
      : try context.execution.abandoning { [source, environment = context.environment] in
        try source.tensors(in: environment)
      }
    let side = size ?? start.map { source.input(for: $0).size } ?? 64
    var learning = teaching.applied(to: NetworkLearning(.resnet18, size: side, epochs: epochs))
    (learning.start, learning.frozenStages) = (start, freeze)
    let name = try keyArguments(in: context.environment) + " " + identity(in: context.environment)
    return try learning.model(
      name: "resnet18 train", of: training, holding: teaching.holding.value, arguments: name, context)
  }
}
