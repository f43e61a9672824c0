import Samples

/// What an evaluator decides.
public struct SplitPlan: Sendable {
  public var splits: [RowSplit]
  /// For a report: "5-fold cross-validation, subjects kept on one side".
  public var description: String
  public var notes: [String]
  /// Whether the predictions of all splits are put together before scores are taken, rather than averaged over splits.
  public var isPooled: Bool

  public init(splits: [RowSplit], description: String, notes: [String] = [], isPooled: Bool = false) {
    self.splits = splits
    self.description = description
    self.notes = notes
    self.isPooled = isPooled
  }
}
