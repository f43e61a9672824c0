import Evaluation
import Numerics
import Plans
import Samples

extension RowMetadata {
  /// What an evaluation may know of these rows: never a feature. Rows without labels count as one class, so that splits
  /// are drawn by chance alone.
  func evaluationRows() throws -> EvaluationRows {
    try EvaluationRows(
      labels: knownLabels ?? Labels(names: ["row"], codes: [Int](repeating: 0, count: count)),
      subjects: column(.subject).map { Grouping($0.texts) }, sources: Grouping(sources.map { $0 }), parts: parts)
  }

  /// Whether the data set came with a split that has rows on both sides.
  var hasParts: Bool {
    guard let parts else { return false }
    return parts.contains(.train) && parts.contains(.test)
  }

  var knowsSubjects: Bool { column(.subject).map { $0.missingCount < count } ?? false }
}

extension SplitSet {
  func plan(_ description: String) -> SplitPlan {
    SplitPlan(splits: splits, description: description, notes: notes)
  }
}

/// What is kept on one side of a split: `by=row` allows a face on both.
enum SplitBy: String, WordParameter {
  case subject, row
  static let placeholder = SplitBy.subject
  static let help = "what stays on one side: subject or row; left out, subject wherever subjects are known"
}

extension SplitBy? {
  /// - Throws: `EvaluationError.subjectsUnknown` where subjects are asked for that nobody knows.
  func unit(for metadata: RowMetadata) throws -> SplitUnit {
    guard self != .subject || metadata.knowsSubjects else { throw EvaluationError.subjectsUnknown }
    return self == .row ? .row : .subject
  }

  /// For a report.
  func description(for metadata: RowMetadata) -> String {
    guard metadata.knowsSubjects else { return "stratified by class" }
    return self == .row
      ? "stratified by class; by row: the same face may be on both sides"
      : "stratified by class, every subject on one side"
  }
}
