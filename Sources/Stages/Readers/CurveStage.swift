import Numerics
import Plans

/// `base | curve`
struct CurveStage: ReaderStage {
  static let declaration = Declaration(
    "curve", "Shows how a network's training went: a row for each epoch.", takes: [.result, .fittedModel],
    gives: .table,
    discussion: """
      The loss is what training makes smaller; macro-F1 and accuracy are of the training subjects that were held back to \
      tell when to stop, never of test rows. A loss that falls while macro-F1 does not rise is learning by heart: more \
      data, `augment`, `freeze` or a smaller network help. `curve | plot` draws it. With several folds it is the \
      training of the first.
      """,
    searchTerms: ["learning curve", "loss", "epochs", "history", "training"],
    examples: [
      Example(
        "faces n=160 subjects=16 classes=[happy, surprise] intensity=1 | cnn epochs=2 size=32 filters=8 | curve",
        shows: "loss")
    ])

  static let columns = ["epoch", "loss", "held_back_loss", "macro_f1", "accuracy", "kept"]

  func columns(from columns: [String]) -> [String]? { Self.columns }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let pipeline = try fittedPipeline(of: input, context)
    guard case .model(let model as NetworkModel) = pipeline.steps.last?.learnt else {
      throw NetworkStageError.notTrained
    }
    let rows = model.classifier.history.map { record in
      Table.Row([
        .number(Double(record.epoch)), .number(record.loss), Self.cell(record.validationLoss),
        Self.cell(record.macroF1),
        Self.cell(record.accuracy), .text(record.epoch == model.classifier.bestEpoch ? "kept" : ""),
      ])
    }
    return Table(
      columns: Self.columns, rows: rows, synthetic: pipeline.origin.synthetic, choices: [Self.columns[0]])
  }

  private static func cell(_ number: Double?) -> Scalar {
    number.map { .number($0) } ?? .missing
  }
}

/// What can be wrong with asking about a network.
enum NetworkStageError: ExplainableError {
  case notTrained
  case noMaps(found: String)
  case noClass(name: String, known: [String])
  case noGradient
  case wrongClasses(path: String, outputs: Int, named: Int)

  static let samples: [Self] = [
    .notTrained, .noMaps(found: "lbp | svm"), .noClass(name: "joy", known: ["happy"]), .noGradient,
    .wrongClasses(path: "m.onnx", outputs: 7, named: 6),
  ]

  var entry: ErrorEntry {
    switch self {
    case .notTrained:
      ErrorEntry(
        "E1025", "this model is no network that was trained, so there is no curve",
        remedy: "train one: `… | cnn` or `… | resnet18 train`", explanation: Self.idea)
    case .noMaps(let found):
      ErrorEntry(
        "E1026", "there are no maps of a network to look at in '\(found)'",
        remedy: "use it on `… | resnet18 | logreg`, `… | resnet18 train` or `… | cnn`", explanation: Self.idea)
    case .noClass(let name, let known):
      ErrorEntry(
        "E1027", "the model knows no class '\(name)'", remedy: "there are: \(known.joined(separator: ", "))",
        explanation: Self.idea)
    case .noGradient:
      ErrorEntry(
        "E1028", "what the model answers does not change where the features change a little",
        remedy: "use a smooth model that gives probabilities, such as logreg, lda or (svm rbf probability=yes)",
        explanation: Self.idea)
    case .wrongClasses(let path, let outputs, let named):
      ErrorEntry(
        "E1029", "the network in '\(path)' gives \(outputs) numbers, and \(named) classes are named for them",
        remedy: "name the class of each in the network's order: classes=[\"anger\", \"happy\", …]",
        explanation: "A file does not say what the numbers of a network mean; without `classes` they are taken for the "
          + "classes of the rows in the order of their names.")
    }
  }

  private static let idea =
    "`curve` shows the training of a network, and `gradcam` where a network looked: the mean of each of its last maps, by "
    + "how much it changes the score of a class."
}
