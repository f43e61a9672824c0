import DeepFeatures
import Imaging
import NeuralNetworks
import Plans
import Samples

/// `onnx "model.onnx"`, `onnx "model.onnx" layer="/avgpool/Output"`
struct ONNXStage: RowwiseStage, ApproximatingStage {
  static let declaration = Declaration(
    "onnx", "Describes images by what a network in an ONNX file gives for them.", takes: .images, gives: .features,
    discussion: """
      Every framework writes ONNX, so any network that was trained elsewhere can be tried here: its last numbers as \
      features, or those of an earlier `layer`, which is the name of a tensor in the file. The network runs as it is and \
      learns nothing, so no test row can reach it; whether it saw your test faces when it was trained, only its makers \
      know. Images are brought to the size that the file asks for, or to 224, and their numbers shifted and scaled as \
      for ImageNet unless normalise=no leaves them between 0 and 1. It must be a feed-forward network of images, of the \
      operators that image backbones use; any other is named with its node. A network that ends in classes is a model \
      of its own: `onnx model`. \(NetworkPrecisionChoice.help)
      """,
    searchTerms: [
      "network", "deep", "features", "pytorch", "keras", "mobilenet", "import", "model", "int8", "bf16", "quantization",
    ],
    reference: "ONNX operator set; torch.onnx.export",
    examples: [
      Example("faces n=20 subjects=4 | onnx \"model.onnx\"", notRunBecause: "it needs a network of yours"),
      Example(
        "faces n=20 subjects=4 | onnx \"mobilenet_v2.onnx\" layer=\"/features/features.18/features.18.2/Clip_output_0\"",
        notRunBecause: "it needs a network of yours"),
      Example(
        "faces n=80 subjects=16 | onnx \"mobilenet_v2.onnx\" precision=int8 | pca 10 | logreg",
        notRunBecause: "it needs a network of yours"),
    ])

  @Parameter("the file of the network", positional: true) var model: FileParameter
  @Parameter("the name of a tensor in it; its first output, if left out", positional: true) var layer: String? = nil
  @Parameter(
    "width and height that images are brought to; what the file says or 224, if left out", in: .between(1, 2048))
  var size: Int? = nil
  @Parameter("whether colours are shifted and scaled as for ImageNet", aliases: ["normalize"]) var normalise = true
  @Parameter("digits that weights and maps are kept with: single, bf16 or int8") var precision =
    NetworkPrecisionChoice.single

  var approximation: Approximation? { precision.approximation }

  func check(in environment: RunEnvironment) throws { try environment.checkPresent(model.path) }

  func readPaths(in environment: RunEnvironment) -> [String] { [model.path] }

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    let images = try content.require(ImageStack.self, for: "onnx")
    let features = try extractor(precision.engine, context).features(of: images, context: context.execution)
    try precision.noteShift(of: features, images, context) { try extractor(.single, context) }
    return features
  }

  private func extractor(_ precision: NetworkPrecision, _ context: StageContext) throws -> FeatureExtractor {
    let file = try context.environment.contentName(ofFile: model.path)
    return try context.shared("onnx \(file) \(canonicalArguments) \(precision)", bytes: { _ in 100 << 20 }) {
      try context.execution.abandoning {
        let network = try FrozenNetwork.onnx(path: model.path)
        let input = try NetworkInput.of(network, size: size, isNormalised: normalise, path: model.path)
        return try FeatureExtractor(network, input: input, layer: layer, precision: precision)
      }
    }
  }
}
