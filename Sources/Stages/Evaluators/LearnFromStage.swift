import Evaluation
import Numerics
import Plans
import Samples

/// `cv 5 | learn_from 20%`
struct LearnFromStage: EvaluatorStage {
  static let wrapsAnother = true
  static let declaration = Declaration(
    "learn_from", "Learns from a share of the training rows; the test rows stay the same.", takes: .result,
    gives: .result,
    discussion: """
      What a model would be worth if there had been fewer rows: each class keeps the same share of its training rows, one \
      row at least, and a smaller share is part of every larger one. The rows are drawn by chance, whole subjects with \
      `by=subject`. The test rows of the evaluator before it stay as they are, so results of different shares can be \
      compared. `learning_curve` takes several shares at once.
      """,
    searchTerms: ["subsample", "fewer", "train_size", "share", "learning curve"],
    reference: "sklearn.model_selection.learning_curve",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 5 | logreg | cv 3 | learn_from 40%", shows: "40%")
    ])

  @Parameter(LearnFromStage.shareHelp, in: .between(0.0001, 1), positional: true, aliases: ["train_size"]) var share =
    Share(0.5)
  @Parameter(LearnFromStage.byHelp) var by = SplitBy.row

  private static let shareHelp = "the share of the training rows"
  static let byHelp = "what is drawn: single rows, or whole subjects"

  init() {}

  /// As `learning_curve` makes it.
  init(share: Share, by: SplitBy) {
    _share = Parameter(
      wrappedValue: share, Self.shareHelp, in: .between(0.0001, 1), positional: true, aliases: ["train_size"])
    _by = Parameter(wrappedValue: by, Self.byHelp)
  }

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    let inner = inner ?? DefaultEvaluator()
    // It would be handed `repeat` without what `repeat` repeats.
    guard !type(of: inner).wrapsAnother else {
      throw LearningCurveError.wrapsWrapper(evaluator: type(of: inner).declaration.name)
    }
    var plan = try inner.splits(of: metadata, wrapping: nil, context)
    let labels = try metadata.labels
    _ = try Optional(by).unit(for: metadata)
    let units = by == .subject ? metadata.subjects : nil
    plan.splits = plan.splits.enumerated().map { index, split in
      var generator = SeededGenerator.derived(from: context.seed, index)
      let kept = Self.kept(of: split.train, share.value, labels, units, &generator)
      return RowSplit(
        train: kept, test: split.test, repetition: split.repetition, fold: split.fold, name: split.name)
    }
    plan.description += ", learning from \(share.canonicalText) of the training rows"
    return plan
  }

  /// The first of all rows in a drawn order, class by class; the order does not depend on the share.
  private static func kept(
    of rows: [Int], _ share: Double, _ labels: Labels, _ units: [String]?, _ generator: inout SeededGenerator
  ) -> [Int] {
    guard share < 1 else { return rows }
    if let units {
      let names = generator.shuffled(Set(rows.map { units[$0] }).sorted())
      let kept = Set(names.prefix(max(1, Int((share * Double(names.count)).rounded()))))
      return rows.filter { kept.contains(units[$0]) }
    }
    var kept: [Int] = []
    for code in labels.names.indices {
      let own = generator.shuffled(rows.filter { labels.codes[$0] == code })
      kept += own.prefix(own.isEmpty ? 0 : max(1, Int((share * Double(own.count)).rounded())))
    }
    return kept.sorted()
  }
}

/// What can be wrong with learning from fewer rows.
enum LearningCurveError: ExplainableError {
  case wrapsWrapper(evaluator: String)
  case shareOutOfRange(Double)
  case twice

  static let samples: [Self] = [.wrapsWrapper(evaluator: "repeat"), .shareOutOfRange(1.5), .twice]

  var entry: ErrorEntry {
    switch self {
    case .wrapsWrapper(let evaluator):
      ErrorEntry(
        "E0346", "learn_from stands behind one evaluator, not behind '\(evaluator)'",
        remedy: "leave `\(evaluator)` out, or take more folds: `cv 10 | learning_curve`", explanation: Self.idea)
    case .shareOutOfRange(let share):
      ErrorEntry(
        "E0347", "a share of the training rows is above 0 and at most 1; got \(share)",
        remedy: "give shares such as `shares=[10%, 50%, 100%]`", explanation: Self.idea)
    case .twice:
      ErrorEntry(
        "E0348", "these plans are a learning curve already", remedy: "leave one `learning_curve` out",
        explanation: Self.idea)
    }
  }

  private static let idea =
    "A learning curve scores a plan that learnt from more and more of its training rows on the same test rows."
}
