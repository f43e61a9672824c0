/// A score of a confusion matrix that has a name: what `sort`, `where`, tables, fields and searches speak of.
///
/// Hosts and stages read `Metric.all`; a metric is added there and nowhere else.
public struct Metric: Sendable, Identifiable {
  /// As it is written in a script: `macro_f1`.
  public let name: String
  /// Other names that people know it by.
  public let aliases: [String]
  /// As it heads a column: "macro-F1".
  public let title: String
  /// What it means, in one sentence.
  public let summary: String
  public let isHigherBetter: Bool
  /// The least and the greatest value it can have.
  public let range: ClosedRange<Double>
  /// Whether it is defined on the counts of all folds together, and never as a mean over folds.
  public let isPooled: Bool
  /// What it takes over classes that count alike: where two sets of rows show different classes, it is not the same of both.
  public let classAverage: ClassAverage
  let score: @Sendable (ClassCounts) -> Double

  public enum ClassAverage: Sendable {
    /// Nothing: rows decide.
    case none
    /// Their recalls, so that of rows of one class it is the recall of that.
    case recalls
    /// What depends on predictions of other classes, too.
    case scores
  }

  public var id: String { name }

  /// Its value of a confusion matrix. Cost: O(classes²).
  public func value(_ confusion: ConfusionMatrix) -> Double { score(ClassCounts(confusion)) }

  /// Whether `a` is the better value; equal values are not.
  public func isBetter(_ a: Double, than b: Double) -> Bool {
    isHigherBetter ? a > b : a < b
  }

  init(
    _ name: String, aliases: [String] = [], title: String, _ summary: String, isHigherBetter: Bool = true,
    range: ClosedRange<Double> = 0...1, isPooled: Bool = false, over classAverage: ClassAverage = .none,
    score: @escaping @Sendable (ClassCounts) -> Double
  ) {
    self.name = name
    self.aliases = aliases
    self.title = title
    self.summary = summary
    self.isHigherBetter = isHigherBetter
    self.range = range
    self.isPooled = isPooled
    self.classAverage = classAverage
    self.score = score
  }

  /// The metric of that name or alias.
  /// - Throws: `EvaluationError.unknownMetric`.
  public static func named(_ name: String) throws -> Metric {
    guard let metric = all.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
      throw EvaluationError.unknownMetric(name, known: all.map(\.name))
    }
    return metric
  }

  /// What a report shows first.
  public static let headline: [Metric] = [accuracy, macroF1, weightedF1, uar]

  /// Every metric, in the order in which a table shows them.
  public static let all: [Metric] = [
    accuracy, macroF1, weightedF1, uar, uf1, macroPrecision, macroRecall, kappa, mcc, worstRecall, recallGap,
    recallGini, gmean,
  ]

  public static let accuracy = Metric(
    "accuracy", title: "accuracy", "The part of the rows that is predicted right; common classes decide it.",
    score: \.accuracy)
  public static let macroF1 = Metric(
    "macro_f1", title: "macro-F1", "Mean F1 of the classes, rare and common counting alike.", over: .scores,
    score: \.macroF1)
  public static let weightedF1 = Metric(
    "weighted_f1", title: "weighted-F1", "Mean F1 of the classes, each counting by its rows.", score: \.weightedF1)
  public static let uar = Metric(
    "uar", aliases: ["balanced_accuracy"], title: "UAR", "Mean recall of the classes that are in the test.",
    over: .recalls, score: \.unweightedRecall)
  public static let uf1 = Metric(
    "uf1", title: "UF1", "Mean F1 of the classes that are in the test, counts pooled over folds (MEGC 2019).",
    isPooled: true, over: .scores, score: \.unweightedF1)
  public static let macroPrecision = Metric(
    "macro_precision", aliases: ["precision"], title: "macro-precision",
    "Mean over classes of the part of a class's predictions that is right.", over: .scores, score: \.macroPrecision)
  public static let macroRecall = Metric(
    "macro_recall", aliases: ["recall"], title: "macro-recall",
    "Mean over classes, predicted or in the test, of the part of a class's rows that is found.",
    over: .scores, score: \.macroRecall)
  public static let kappa = Metric(
    "kappa", title: "kappa", "Agreement beyond what chance would give (Cohen).", range: -1...1, score: \.kappa)
  public static let mcc = Metric(
    "mcc", title: "MCC", "Correlation of truth and prediction over all classes (Matthews, Gorodkin).",
    range: -1...1, score: \.matthewsCorrelation)
  public static let worstRecall = Metric(
    "worst_recall", title: "worst recall", "Recall of the class that is recognised worst.",
    over: .recalls, score: \.worstRecall)
  public static let recallGap = Metric(
    "recall_gap", title: "recall gap", "Recall of the best recognised class less that of the worst.",
    isHigherBetter: false, over: .recalls, score: \.recallGap)
  public static let recallGini = Metric(
    "recall_gini", title: "recall Gini", "How unequally recall is shared among the classes; 0 is equally.",
    isHigherBetter: false, over: .recalls, score: \.recallGini)
  public static let gmean = Metric(
    "gmean", title: "G-mean", "Geometric mean of the recalls; 0 as soon as one class is never found.",
    over: .recalls, score: \.geometricMean)
}
