import Samples

/// Everything a report says of one confusion matrix, as plain numbers.
public struct ClassificationScores: Sendable, Equatable, Codable {
  public let rows: Int
  /// The value of each metric of `Metric.all`, by name.
  public let values: [String: Double]
  public let classes: [ClassScore]

  public init(_ confusion: ConfusionMatrix) {
    rows = confusion.total
    classes = confusion.classScores
    let counts = ClassCounts(confusion)
    values = Dictionary(uniqueKeysWithValues: Metric.all.map { ($0.name, $0.score(counts)) })
  }

  public subscript(metric: Metric) -> Double { values[metric.name] ?? 0 }
}
