import Basics
import Imaging
import Numerics
import Plans
import Samples

/// `base | occlusion`, `base | occlusion 3 grid=10`
struct OcclusionStage: ReaderStage {
  static let declaration = Declaration(
    "occlusion", "Shows where on a face a model looks: how far its answer falls when a part is covered.",
    takes: .result,
    gives: .document,
    discussion: """
      Part after part of one test face is covered with its mean grey, the whole pipeline is asked again, and the fall of the \
      answer for the class that the face was taken for is laid over it: the lighter a part, the more the answer rests on it. \
      It works for any pipeline that begins with images, whatever the model. A part that is covered is itself something to \
      see, so a model can be thrown off by the cover rather than by what is missing; two parts that say the same can each be \
      spared. Rows are numbered within the test of the first split; without a number it is the first.
      """,
    searchTerms: ["saliency", "heat map", "where", "explain", "attention", "cover", "grad-cam"],
    reference: "Zeiler & Fergus 2014",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | occlusion grid=4", shows: "rests")
    ])

  @Parameter("which row of the first split's test, from 1", in: .from(1), positional: true) var row = 1
  @Parameter("parts along each side", in: .between(2, 32)) var grid = 8

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let result = try result(of: input, for: "occlusion")
    guard let outcome = result.outcomes.first, outcome.truth.indices.contains(row - 1) else {
      throw ExplanationError.noSuchRow(row, count: result.outcomes.first?.truth.count ?? 0)
    }
    let rows = try context.rows([outcome.split.test[row - 1]], of: result.plan)
    guard let stack = rows.content as? ImageStack, stack.count == 1 else { throw ExplanationError.noFaces(columns: 0) }
    let face = stack[0]
    let covered = (0..<grid * grid).map { Self.covered(face, part: $0, grid: grid) }
    let answers = try answers(ImageStack([face] + covered), try context.fittedPipeline(result.plan), context.stage)
    let code = outcome.predictions.codes[row - 1]
    let falls = (1..<answers.rows).map { Double(answers[0, code]) - Double(answers[$0, code]) }
    let greatest = falls.max() ?? 0
    let (name, truth) = (result.classNames[code], result.classNames[outcome.truth[row - 1]])
    let picture = stack.picture(ofRow: 0)
    let map = cellPicture(
      falls.map { greatest > 0 ? max(0, $0) / greatest : 0 }, columns: grid, rows: grid, over: picture)
    func text(_ value: Double) -> String { NumberFormat.decimal(value, digits: 3, missing: "–") }
    let words =
      greatest > 0
      ? "The answer '\(name)', \(text(Double(answers[0, code]))), falls by \(text(greatest)) at most: it rests on the lightest part."
      : "The answer '\(name)', \(text(Double(answers[0, code]))), falls nowhere, whichever part is covered: it rests on no part alone."
    return Document(
      kind: "occlusion",
      blocks: [
        .text(words), .pictures([picture.captioned("\(truth), taken for \(name)"), map.captioned("rests on")]),
      ],
      synthetic: result.provenance.synthetic,
      fields: [("greatest_fall", .number(greatest))]
        + falls.enumerated().map { ("fall_\($0 / grid + 1)_\($0 % grid + 1)", .number($1)) },
      notes: ["of the first split, \(outcome.split.name); each part is covered with the mean grey of the face"],
      provenance: result.provenanceLines)
  }

  /// Rows × classes: probabilities or, where the model has none, 1 for the class that it predicts.
  private func answers(_ images: ImageStack, _ pipeline: FittedPipeline, _ context: StageContext) throws -> Matrix {
    guard let last = pipeline.steps.last, case .model(let model) = last.learnt else { throw StageError.noModel }
    var content: any RowContent = images
    for (_, learnt) in pipeline.steps.dropLast() { content = try learnt.applied(to: content, context) }
    if let found = try model.probabilities(content, context: context.execution) { return found }
    let codes = try model.predict(content, context: context.execution).codes
    var votes = Matrix(rows: codes.count, columns: model.classNames.count)
    for (row, code) in codes.enumerated() { votes[row, code] = 1 }
    return votes
  }

  private static func covered(_ face: Image, part: Int, grid: Int) -> Image {
    var pixels = face.pixels
    let grey = UInt8(pixels.reduce(0) { $0 + Int($1) } / max(1, pixels.count))
    let (row, column) = (part / grid, part % grid)
    for y in (row * face.height / grid)..<((row + 1) * face.height / grid) {
      for x in (column * face.width / grid)..<((column + 1) * face.width / grid) {
        for channel in 0..<face.channels { pixels[(y * face.width + x) * face.channels + channel] = grey }
      }
    }
    return Image(width: face.width, height: face.height, channels: face.channels, pixels: pixels)
  }
}
