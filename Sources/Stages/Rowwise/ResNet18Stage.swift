import DeepFeatures
import Imaging
import NeuralNetworks
import Plans
import Samples

/// `resnet18`, `resnet18 weights="imagenet" layer=3`
struct ResNet18Stage: RowwiseStage, ApproximatingStage {
  static let declaration = Declaration(
    "resnet18", "Describes images by what a residual network that was trained before sees in them.", takes: .images,
    gives: .features,
    discussion: """
      Seventeen convolutions, each of small filters over the maps of the one before: edges first, then corners and \
      textures, then parts of faces. What comes out is the mean of each of the 512 last maps, or of the maps after an \
      earlier `layer`. The network was trained before, on other pictures, and learns nothing here, so no test row can \
      reach it. The weights in the program were learnt from synthetic faces by `scripts/weights`: enough to try things \
      out; for real faces those of ImageNet are better, from torchvision's file: `mien weights add imagenet \
      resnet18-f37072fd.pth`, then `resnet18 weights="imagenet"`. Images are brought to `size` (for other weights the \
      shorter side to 256 and the middle 224 taken, if no size is given). Train one on your own rows with \
      `resnet18 train`. \(NetworkPrecisionChoice.help)
      """,
    searchTerms: [
      "deep", "features", "network", "convolutional", "resnet", "imagenet", "embedding", "cnn", "int8", "bf16",
      "quantization",
    ],
    reference: "He, Zhang, Ren & Sun 2016; torchvision.models.resnet18",
    examples: [
      Example("faces n=20 subjects=4 | resnet18", shows: "20 × 512 features"),
      Example("faces n=20 subjects=4 | resnet18 layer=2 size=64", shows: "20 × 128 features"),
      Example(
        "faces n=80 subjects=16 intensity=1 | resnet18 precision=int8 | pca 10 | logreg", shows: "in single precision"),
      Example(
        "load \"ziya07\" | resnet18 weights=\"imagenet\" | pca 50 | svm rbf",
        notRunBecause: "it needs weights that you added under that name"),
    ])

  @Parameter("a file of weights, or a name that was added", positional: true) var weights: WeightsParameter? = nil
  @Parameter("how many of its four layers to go through; all, if left out", in: .between(1, 4)) var layer: Int? = nil
  @Parameter("width and height that images are brought to; that of the weights, if left out", in: .between(32, 1024))
  var size: Int? = nil
  @Parameter("whether each map becomes its mean, rather than staying whole") var pool = true
  @Parameter("digits that weights and maps are kept with: single, bf16 or int8") var precision =
    NetworkPrecisionChoice.single

  var network: ResidualNetworkSource {
    ResidualNetworkSource(weights: weights, size: size, precision: precision.engine)
  }

  var approximation: Approximation? { precision.approximation }

  func check(in environment: RunEnvironment) throws { try weights?.check(in: environment) }

  func identity(in environment: RunEnvironment) throws -> String { weights == nil ? DefaultWeights.identity : "" }

  func readPaths(in environment: RunEnvironment) -> [String] { weights.map { [$0.text] } ?? [] }

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    let images = try content.require(ImageStack.self, for: "resnet18")
    if weights == nil {
      context.note(
        "these weights were learnt from synthetic faces; for real faces those of ImageNet are better: "
          + "`mien weights add imagenet resnet18-f37072fd.pth`, then weights=\"imagenet\"")
    }
    let features = try network.extractor(layer: layer, isPooled: pool, context)
      .features(of: images, context: context.execution)
    try precision.noteShift(of: features, images, context) {
      var exact = network
      exact.precision = .single
      return try exact.extractor(layer: layer, isPooled: pool, context)
    }
    return features
  }
}
