/// What a stage may see; see the table in the language's reference. The kind decides how a stage takes part in
/// evaluation, so that no stage can look at test rows by accident.
public enum StageKind: String, Sendable, CaseIterable {
  /// Makes rows from files or from nothing.
  case source
  /// Decides which rows there are, by what is known of them, before any split.
  case selector
  /// Looks at one row at a time; never refitted.
  case rowwise = "row-wise"
  /// Learns from training rows, then applies to all.
  case fitted
  /// Changes training rows only.
  case resampler
  /// Learns from training rows, predicts test rows.
  case model
  /// Decides which rows train and which test.
  case evaluator
  /// Reads a value; changes nothing.
  case reader

  /// What a person may call the kind: "evaluator", "evaluators", "evaluation".
  public static func named(_ name: String) -> StageKind? {
    allCases.first { kind in
      [kind.rawValue, kind.rawValue + "s"].contains(name) || (kind == .evaluator && name == "evaluation")
    }
  }

  /// "a model", "an evaluator".
  public var withArticle: String { (self == .evaluator ? "an " : "a ") + rawValue + (isNoun ? "" : " stage") }

  private var isNoun: Bool {
    switch self {
    case .rowwise, .fitted: false
    case .source, .selector, .resampler, .model, .evaluator, .reader: true
    }
  }

  /// The column that a sweep over stages of this kind fills.
  public var columnName: String {
    switch self {
    case .source: "data"
    case .selector: "rows"
    case .rowwise: "features"
    case .fitted: "transform"
    case .resampler: "resampler"
    case .model: "model"
    case .evaluator: "evaluator"
    case .reader: "reader"
    }
  }
}
