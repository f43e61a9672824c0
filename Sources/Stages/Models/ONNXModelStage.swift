import Datasets
import DeepFeatures
import Imaging
import NeuralNetworks
import Numerics
import Plans
import Samples

/// `onnx model "emotions.onnx" classes=["anger", "happy", "sad"]`
struct ONNXModelStage: ModelStage, ApproximatingStage {
  static let declaration = Declaration(
    "onnx_model", "Takes the classes of a network in an ONNX file for its answers.", takes: .images, gives: .result,
    discussion: """
      Written `onnx model`. A network that somebody trained elsewhere is scored and audited like any other model; it \
      learns nothing here. `classes` names what its numbers are of, in its order; left out, they are taken for the \
      classes of the rows in the order of their names. Classes that the rows do not have are left out of its answers. \
      Whether it saw your test faces when it was trained, only its makers know: then its score says nothing of new ones. \
      \(NetworkPrecisionChoice.help)
      """,
    searchTerms: ["onnx model", "pretrained", "network", "import", "audit", "pytorch", "keras"],
    reference: "ONNX operator set; torch.onnx.export",
    examples: [
      Example(
        "load \"ck48\" | onnx_model \"emotions.onnx\" classes=[\"anger\", \"happy\", \"sad\"] | audit by=group",
        notRunBecause: "it needs a network of yours")
    ])

  @Parameter("the file of the network", positional: true) var model: FileParameter
  @Parameter("the class of each of its numbers, in its order") var classes: [String] = []
  @Parameter(
    "width and height that images are brought to; what the file says or 224, if left out", in: .between(1, 2048))
  var size: Int? = nil
  @Parameter("whether colours are shifted and scaled as for ImageNet", aliases: ["normalize"]) var normalise = true
  @Parameter("digits that weights and maps are kept with: single, bf16 or int8") var precision =
    NetworkPrecisionChoice.single

  var approximation: Approximation? { precision.approximation }

  func check(in environment: RunEnvironment) throws { try environment.checkPresent(model.path) }

  func readPaths(in environment: RunEnvironment) -> [String] { [model.path] }

  func fit(_ training: Samples, _ context: StageContext) throws -> ImportedModel {
    let names = try training.metadata.labels.names
    let outputs = classes.isEmpty ? names : classes
    let classifier = ImportedClassifier(
      try readWholeFile(model.path), path: model.path, size: size, isNormalised: normalise, outputs: outputs,
      classNames: names, precision: precision.engine)
    let count = try classifier.outputCount()
    guard count == outputs.count else {
      throw NetworkStageError.wrongClasses(path: model.path, outputs: count, named: outputs.count)
    }
    let missing = names.filter { !outputs.contains($0) }
    if !missing.isEmpty { context.note("the network has no class \(missing.joined(separator: ", "))") }
    return ImportedModel(classifier: classifier)
  }
}

/// A network of a file, as plans see it.
struct ImportedModel: FittedModel {
  let classifier: ImportedClassifier

  var classNames: [String] { classifier.classNames }
  var byteCount: Int { classifier.byteCount }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    Predictions(
      probabilities: try classifier.probabilities(
        of: content.require(ImageStack.self, for: "onnx model"), context: context))
  }
}

extension Predictions {
  /// The most likely class of each row; of equally likely ones the first.
  init(probabilities: Matrix) {
    let codes = (0..<probabilities.rows).map { row in
      (0..<probabilities.columns).reduce(0) { probabilities[row, $1] > probabilities[row, $0] ? $1 : $0 }
    }
    self.init(codes: codes, probabilities: probabilities)
  }
}
