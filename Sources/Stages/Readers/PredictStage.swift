import Datasets
import Imaging
import Learning
import Plans

/// `base | predict "photo.jpg"`
struct PredictStage: ReaderStage {
  static let declaration = Declaration(
    "predict", "Tells what class a model takes an image of yours for.", takes: [.result, .fittedModel],
    gives: .document,
    discussion: """
      The plan's stages are applied as they were fitted on the training rows. The image is taken as it is: cut it to the \
      face as the training images are, or the answer means little. A prediction is no knowledge of what somebody feels.
      """,
    searchTerms: ["classify", "photo", "apply", "infer"],
    examples: [
      Example(
        "faces n=64 subjects=8 intensity=1 | lbp | svm linear | predict \"photo.jpg\"",
        notRunBecause: "it needs a photo of your own")
    ])

  @Parameter("an image, or several", positional: true) var paths: [PathParameter]
  @Parameter("whether images are turned as their camera noted (upright) or stay as they lie in the file (stored)")
  var orientation = LoadStage.Orientation.upright

  func check(in environment: RunEnvironment) throws {
    for path in paths { try environment.checkPresent(path.path) }
  }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let pipeline = try fittedPipeline(of: input, context)
    let stack = ImageStack(try paths.map { try image(at: $0.path) })
    let predictions = try pipeline.predict(stack, context.stage)
    let names = pipeline.classNames
    guard predictions.codes.allSatisfy(names.indices.contains) else { throw LearningError.damagedModel }
    let rows = zip(paths, predictions.codes).map { path, code in
      Table.Row([.text(path.path), .text(names[code])])
    }
    return Document(
      kind: "prediction", blocks: [.table(Table(columns: ["image", "taken for"], rows: rows))],
      synthetic: pipeline.origin.synthetic,
      fields: zip(paths, predictions.codes).map { path, code in (path.path, .text(names[code])) })
  }

  private func image(at path: String) throws -> Image {
    let bytes = try readWholeFile(path)
    let decoder = ImageDecoder(orientation: orientation.stored)
    do { return try bytes.withUnsafeBytes { try decoder.decode($0) } } catch let error as ImagingError {
      throw StageError.photoUnreadable(path: path, reason: error.problem)
    }
  }
}
