import Basics
import Datasets
import Imaging
import Learning
import Numerics
import Plans
import Samples

/// `base | predict "photo.jpg"`, `base | predict "folder"`
struct PredictStage: ReaderStage {
  static let declaration = Declaration(
    "predict", "Tells what class a model takes images of yours for, and how likely it thinks that.",
    takes: [.result, .fittedModel],
    gives: .document,
    discussion: """
      The plan's stages are applied as they were fitted on the training rows. The image is taken as it is: cut it to the \
      face as the training images are, or the answer means little. A folder stands for the images that lie in it. Where the \
      model tells probabilities, the likeliest class and the one after it stand with theirs; they are the model's opinion of \
      its own answer. A model answers whatever it is shown: an image whose features are further from every test row than any \
      of those is from its nearest is told to be unlike what the model was tried on. That a note is missing proves nothing. \
      Of an image that the model learnt from, a note says so: that it is known again tells nothing of others. A prediction \
      is no knowledge of what somebody feels.
      """,
    searchTerms: ["classify", "photo", "apply", "infer"],
    examples: [
      Example(
        "faces n=64 subjects=8 intensity=1 | lbp | svm linear | predict \"photo.jpg\"",
        notRunBecause: "it needs a photo of your own")
    ])

  @Parameter("an image, a folder of images, or several", positional: true) var paths: [PathParameter]
  @Parameter("whether images are turned as their camera noted (upright) or stay as they lie in the file (stored)")
  var orientation = LoadStage.Orientation.upright

  func check(in environment: RunEnvironment) throws {
    for path in paths { try environment.checkPresent(path.path) }
  }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let pipeline = try fittedPipeline(of: input, context)
    let files = try paths.flatMap { try images(at: $0.path) }
    let stack = ImageStack(try files.map { try image(at: $0) })
    let predictions = try pipeline.answers(to: stack, context.stage)
    let names = pipeline.classNames
    guard predictions.codes.allSatisfy(names.indices.contains) else { throw LearningError.damagedModel }
    let answers = files.indices.map { row in
      Answer(row, predictions, names: names)
    }
    let strangers = try Strangeness(of: input, pipeline, context)?.rows(of: stack, pipeline, context.stage) ?? []
    let learntFrom = try pipeline.rowsLearntFrom(in: stack, context.stage).map { files[$0] }
    return Document(
      kind: "prediction", blocks: [.table(table(files, answers))], synthetic: pipeline.origin.synthetic,
      fields: zip(files, answers).map { file, answer in (file, .text(answer.name)) },
      notes: strangers.map {
        "\(files[$0]) is unlike the pictures that the model was tried on: its answer means little"
      } + Self.notes(onRowsLearntFrom: learntFrom, of: pipeline.trainingRows))
  }

  private func table(_ files: [String], _ answers: [Answer]) -> Table {
    let tellsProbabilities = answers.contains { $0.probability != nil }
    let rows = zip(files, answers).map { file, answer in
      let probabilities: [Scalar] = [
        answer.probability.map { .number($0) } ?? .missing, answer.next.map { .text($0.name) } ?? .missing,
        answer.next.map { .number($0.probability) } ?? .missing,
      ]
      return Table.Row([.text(file), .text(answer.name)] + (tellsProbabilities ? probabilities : []))
    }
    return Table(
      columns: ["image", "taken for"] + (tellsProbabilities ? ["probability", "or else", "its probability"] : []),
      rows: rows)
  }

  /// The image itself, or those in a folder in the order of their names.
  private func images(at path: String) throws -> [String] {
    guard isPresentFolder(path) else { return [path] }
    let endings = ["jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "gif", "pgm", "ppm"]
    let names = (visibleNames(in: path) ?? []).filter { name in
      endings.contains(name.split(separator: ".").last.map { $0.lowercased() } ?? "")
    }
    guard !names.isEmpty else {
      throw StageError.photoUnreadable(path: path, reason: "there are no images in this folder")
    }
    return names.sorted().map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }

  private static func notes(onRowsLearntFrom known: [String], of rows: Int) -> [String] {
    guard !known.isEmpty else { return [] }
    let these = known.count == 1 ? "is one" : "are among those"
    return [
      "\(known.joined(separator: ", ")) \(these) of the \(grouped(rows)) rows that the model learnt from: what it says of "
        + "them tells nothing of new images"
    ]
  }

  private func image(at path: String) throws -> Image {
    let bytes = try readWholeFile(path)
    let decoder = ImageDecoder(orientation: orientation.stored)
    do { return try bytes.withUnsafeBytes { try decoder.decode($0) } } catch let error as ImagingError {
      throw StageError.photoUnreadable(path: path, reason: error.problem)
    }
  }
}

extension FittedPipeline {
  /// The class of each row, with the probabilities of all classes where the model tells them.
  fileprivate func answers(to content: any RowContent, _ context: StageContext) throws -> Predictions {
    var predictions = try predict(content, context)
    guard predictions.probabilities == nil else { return predictions }
    var content = content
    for (_, learnt) in steps {
      switch learnt {
      case .rowwise(let stage): content = try stage.apply(to: content, context)
      case .transform(let transform): content = try transform.apply(to: content, context: context.execution)
      case .model(let model): predictions.probabilities = try model.probabilities(content, context: context.execution)
      }
    }
    return predictions
  }
}

/// What a model says of one image.
private struct Answer {
  let name: String
  /// nil where the model tells none.
  var probability: Double?
  var next: (name: String, probability: Double)?

  init(_ row: Int, _ predictions: Predictions, names: [String]) {
    let code = predictions.codes[row]
    name = names[code]
    guard let matrix = predictions.probabilities, matrix.columns == names.count, row < matrix.rows else { return }
    probability = Double(matrix[row, code])
    next = names.indices.filter { $0 != code }.max { matrix[row, $0] < matrix[row, $1] }
      .map { (names[$0], Double(matrix[row, $0])) }
  }
}
