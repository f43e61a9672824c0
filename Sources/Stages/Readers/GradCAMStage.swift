import Basics
import DeepFeatures
import Glibc
import Imaging
import NeuralNetworks
import Numerics
import Plans
import Samples

/// `base | gradcam`, `base | gradcam 8 class=fear`
struct GradCAMStage: ReaderStage {
  static let declaration = Declaration(
    "gradcam", "Draws where in test images a network saw what speaks for a class.", takes: .result, gives: .document,
    discussion: """
      Each of the network's last maps says where in the image it saw something. Weighted by how much its mean adds to \
      the score of a class, and summed, they are a heat map: red is what spoke most for the class, blue what did not. \
      It is drawn for the class that was predicted, or for the one you name: ask for another to see what would have \
      spoken for it. Below each face stands its class, and what it was taken for where that is another. For `resnet18` before another model the weights are that model's gradient at the image. A map says \
      where the network looked, not that it was right to; it is as coarse as the last maps are (two by two for images \
      of 64, seven by seven for 224: give `size`), and it means nothing for a model that does not tell the classes \
      apart.
      """,
    searchTerms: ["heat map", "saliency", "explain", "activation", "cam", "attention"],
    reference: "Selvaraju et al. 2017; Zhou et al. 2016",
    examples: [
      Example(
        "faces n=80 subjects=8 classes=[happy, surprise] intensity=1 | resnet18 size=128 | logreg | gradcam 4",
        shows: "happy"),
      Example(
        "faces n=80 subjects=8 classes=[happy, surprise] intensity=1 | cnn 2 size=32 filters=8 | gradcam 2 class=happy",
        shows: "happy"),
    ])

  @Parameter("how many test images", in: .between(1, 64), positional: true, aliases: ["n"]) var count = 4
  @Parameter("for which class; the predicted one, if left out") var `class`: Topic? = nil

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    guard let result = input.as(EvaluationResult.self) else { throw StageError.noModel }
    let pipeline = try fittedPipeline(of: input, context)
    let network = try MappedNetwork(pipeline, context.stage)
    let rows = try testImages(result, network, context)
    let images = try rows.content.require(ImageStack.self, for: "gradcam")
    guard images.count > 0 else { throw NetworkError.noRows }
    let labels = try rows.metadata.labels
    let chosen = (0..<min(count, images.count)).map { $0 * images.count / min(count, images.count) }
    let shown = images.gathering(chosen)
    let answers = try network.answers(for: shown, context.stage)
    let target = try `class`.map { try code(of: $0.name, in: pipeline.classNames) }
    var pictures: [Picture] = []
    for (index, row) in chosen.enumerated() {
      let code = target ?? answers[index]
      let heat = try network.activation(of: shown, index, ofClass: code, context.stage)
      let truth = labels.names[labels.codes[row]]
      let answer = pipeline.classNames[answers[index]]
      let caption = answer == truth ? truth : "\(truth) as \(answer)"
      let image = shown[index]
      pictures.append(
        Picture(grey: try image.gray().pixels, width: image.width, height: image.height, caption: caption))
      pictures.append(heated(image, heat, network, caption: "for \(pipeline.classNames[code])"))
    }
    return Document(kind: "gradcam", blocks: [.pictures(pictures)], synthetic: pipeline.origin.synthetic)
  }

  /// The test rows as they are before the stage that the maps are of.
  private func testImages(_ result: EvaluationResult, _ network: MappedNetwork, _ context: ReaderContext) throws
    -> Samples
  {
    try context.modelInput(network.plan(before: result.plan))
  }

  private func code(of name: String, in known: [String]) throws -> Int {
    guard let code = known.firstIndex(of: name) else { throw NetworkStageError.noClass(name: name, known: known) }
    return code
  }

  /// The image with the heat laid over it, bilinear between the middles of the maps' cells.
  private func heated(_ image: Image, _ heat: ClassActivation, _ network: MappedNetwork, caption: String) -> Picture {
    let grey = (try? image.gray().pixels) ?? []
    var pixels: [UInt8] = []
    pixels.reserveCapacity(image.width * image.height * 3)
    let side = min(image.width, image.height)
    for y in 0..<image.height {
      for x in 0..<image.width {
        // The network saw the middle square.
        let across = (Double(x - (image.width - side) / 2) + 0.5) / Double(side)
        let down = (Double(y - (image.height - side) / 2) + 0.5) / Double(side)
        let value = heat.value(across: across, down: down)
        let light = Double(y * image.width + x < grey.count ? grey[y * image.width + x] : 0)
        for colour in Self.colour(value) { pixels.append(UInt8(min(255, 0.55 * light + 0.45 * colour))) }
      }
    }
    return Picture(rgb: pixels, width: image.width, height: image.height, caption: caption)
  }

  /// Blue through green to red.
  private static func colour(_ value: Double) -> [Double] {
    func ramp(_ middle: Double) -> Double { max(0, min(1, 1.5 - abs(4 * value - middle))) * 255 }
    return [ramp(3), ramp(2), ramp(1)]
  }
}

extension ClassActivation {
  /// From 0 to 1 at a place in the image, both coordinates from 0 to 1.
  fileprivate func value(across: Double, down: Double) -> Double {
    func place(_ share: Double, _ count: Int) -> (Int, Int, Double) {
      let position = min(max(share * Double(count) - 0.5, 0), Double(count - 1))
      let low = Int(position)
      return (low, min(low + 1, count - 1), position - Double(low))
    }
    let (left, right, partX) = place(across, width)
    let (top, bottom, partY) = place(down, height)
    func cell(_ row: Int, _ column: Int) -> Double { Double(values[row * width + column]) }
    let upper = cell(top, left) * (1 - partX) + cell(top, right) * partX
    let lower = cell(bottom, left) * (1 - partX) + cell(bottom, right) * partX
    return upper * (1 - partY) + lower * partY
  }
}
