import Numerics
import Samples

/// All that a splitting may know of the rows: never a feature, so that a split cannot depend on what is learnt from.
public struct EvaluationRows: Sendable {
  public let labels: Labels
  public let subjects: Grouping?
  public let sources: Grouping?
  public let parts: [RowMetadata.Part?]?

  /// - Parameters:
  ///   - labels: the class of each row; classes without rows are allowed.
  ///   - subjects: whose face it is, where known.
  ///   - sources: which data set the row came from, where several were merged.
  ///   - parts: the part its makers put it in.
  /// - Throws: `EvaluationError.noRows`, `.differentLengths`.
  public init(
    labels: Labels, subjects: Grouping? = nil, sources: Grouping? = nil, parts: [RowMetadata.Part?]? = nil
  ) throws {
    guard labels.count > 0 else { throw EvaluationError.noRows }
    for (what, found) in [
      ("subjects", subjects?.count), ("sources", sources?.count), ("parts", parts?.count),
    ] {
      if let found, found != labels.count {
        throw EvaluationError.differentLengths(of: what, found: found, rows: labels.count)
      }
    }
    self.labels = labels
    self.subjects = subjects
    self.sources = sources
    self.parts = parts
  }

  public var count: Int { labels.count }

  /// The subjects, where at least one is known.
  var knownSubjects: Grouping? {
    guard let subjects, subjects.unknownCount < subjects.count else { return nil }
    return subjects
  }
}
