import Imaging
import Numerics
import Plans
import Samples

@testable import Stages

/// The rows of one content that the conformance suites try stages on. A stage whose content has none here fails them: see
/// `ConformanceInputs.all`, where a new content is added.
struct ConformanceInput: Sendable {
  /// A kind of rows that a person will sooner or later have.
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let rows: Samples
  }

  let kind: ValueKinds
  /// Rows that can be learnt from: about as many as asked for, fewer where they are dear.
  let ordinary: @Sendable (Int) -> Samples
  /// More of them that a row-wise stage must take, such as colours.
  var variants: [Samples] = []
  /// Rows that cannot be learnt from, or hardly.
  let odd: [Case]
  /// The content with some of its rows replaced by quite different ones.
  let replacing: @Sendable (any RowContent, [Bool]) -> any RowContent
}

/// No rows are known of a content that a stage takes, so nothing would have been tried.
struct NoConformanceInput: Error, Equatable {
  let stage: String
  let takes: String
}

enum ConformanceInputs {
  static let all = [features, images, texts]

  /// Rows of every content that a stage takes.
  /// - Throws: `NoConformanceInput` where one of them has none.
  static func all(
    for declaration: Declaration, among inputs: [ConformanceInput] = all
  ) throws(NoConformanceInput) -> [ConformanceInput] {
    let taken = inputs.filter { declaration.takes.contains($0.kind) }
    let kinds = taken.reduce(ValueKinds()) { $0.union($1.kind) }
    guard !taken.isEmpty, declaration.takes.contains(.rows) || kinds.contains(declaration.takes) else {
      throw NoConformanceInput(stage: declaration.name, takes: declaration.takes.description)
    }
    return taken
  }

  /// The input whose content some rows have.
  static func input(like content: any RowContent) throws(NoConformanceInput) -> ConformanceInput {
    guard let input = all.first(where: { $0.kind == content.valueKind }) else {
      throw NoConformanceInput(stage: "rows", takes: content.kind.name)
    }
    return input
  }

  // MARK: Features

  static let features = ConformanceInput(
    kind: .features, ordinary: { SampleRows.features($0) },
    odd: [
      .init(description: "no rows", rows: SampleRows.features(0)),
      .init(description: "one row", rows: SampleRows.features(1)),
      .init(description: "two rows", rows: SampleRows.features(2)),
      .init(description: "one row of each class", rows: SampleRows.features(3, codes: [0, 1, 2])),
      .init(description: "one class", rows: SampleRows.features(40, codes: [Int](repeating: 1, count: 40))),
      .init(description: "a class without rows", rows: SampleRows.features(60, codes: (0..<60).map { $0 % 2 })),
      .init(
        description: "a class with one row", rows: SampleRows.features(61, codes: (0..<60).map { $0 % 2 } + [2])),
      .init(description: "one column", rows: SampleRows.features(60, columns: 1)),
      .init(description: "no columns", rows: SampleRows.features(60, columns: 0)),
      .init(
        description: "a constant column",
        rows: SampleRows.features(60).settingFeatures { matrix in for row in 0..<60 { matrix[row, 5] = 3 } }),
      .init(
        description: "nothing but constant columns",
        rows: SampleRows.features(60).settingFeatures { $0 = Matrix(rows: 60, columns: 12, repeating: 2) }),
      .init(
        description: "every row twice", rows: SampleRows.features(60).gathering((0..<60).flatMap { [$0, $0] })),
      .init(description: "huge numbers", rows: scaledFeatures(1e30)),
      .init(description: "tiny numbers", rows: scaledFeatures(1e-30)),
      .init(description: "more columns than rows", rows: SampleRows.features(12, columns: 300)),
    ],
    replacing: { content, isReplaced in
      guard var matrix = content.told(as: Matrix.self) else { return content }
      for row in 0..<matrix.rows where isReplaced[row] {
        for column in 0..<matrix.columns { matrix[row, column] = matrix[row, column] * -50 + Float(column) }
      }
      return matrix
    })

  private static func scaledFeatures(_ factor: Float) -> Samples {
    SampleRows.features(60).settingFeatures { matrix in matrix.storage = matrix.storage.map { $0 * factor } }
  }

  // MARK: Images

  static let images = ConformanceInput(
    kind: .images, ordinary: { SampleRows.images(min($0, 60)) }, variants: [SampleRows.images(40, channels: 3)],
    odd: [
      .init(description: "no images", rows: SampleRows.images(0)),
      .init(description: "one image", rows: SampleRows.images(1)),
      .init(description: "images of one pixel", rows: SampleRows.images(20, side: 1)),
      .init(description: "colours", rows: SampleRows.images(20, channels: 3)),
      .init(description: "images of two sizes", rows: mixedImages),
    ],
    replacing: { content, isReplaced in
      guard let stack = content as? ImageStack else { return content }
      return ImageStack(
        (0..<stack.count).map { row in
          var image = stack[row]
          if isReplaced[row] { image.pixels = image.pixels.map { 255 - $0 } }
          return image
        })
    })

  // MARK: Texts

  static let texts = ConformanceInput(
    kind: .texts, ordinary: { SampleRows.texts(min($0, 90)) },
    odd: [
      .init(description: "no texts", rows: SampleRows.texts(0)),
      .init(description: "one text", rows: SampleRows.texts(1)),
      .init(description: "nothing but stop words", rows: SampleRows.texts(20) { _ in "the of and" }),
      .init(description: "empty texts", rows: SampleRows.texts(20) { _ in "" }),
      .init(description: "one word", rows: SampleRows.texts(20) { _ in "Gesicht" }),
      .init(description: "other scripts", rows: SampleRows.texts(20) { "表情 выражение \u{1F600} \($0)" }),
      .init(description: "control codes", rows: SampleRows.texts(20) { "a\u{0}b\u{1B}[31m face \($0)" }),
    ],
    replacing: { content, isReplaced in
      guard let texts = content as? TextContent else { return content }
      return TextContent(texts: zip(texts.texts, isReplaced).map { $1 ? "quite another text, \($0)" : $0 })
    })

  private static var mixedImages: Samples {
    var stack = SampleRows.images(10).content as? ImageStack ?? ImageStack()
    stack.append(contentsOf: SampleRows.images(10, side: 11).content as? ImageStack ?? ImageStack())
    return Samples(content: stack, metadata: SampleRows.metadata(SampleRows.codes(20)))
  }
}
