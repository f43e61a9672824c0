/// How well one class was recognised, of those rows that something tested.
public struct ClassScore: Sendable, Equatable, Codable {
  public let name: String
  /// Of the rows predicted as this class, the part that is; 0 where none was predicted.
  public let precision: Double
  /// Of the rows of this class, the part that was found; 0 where there is none.
  public let recall: Double
  /// The harmonic mean of both: 2·hits / (support + predicted); 0 where the class is nowhere.
  public let f1: Double
  /// Rows of this class.
  public let support: Int
  /// Rows predicted as this class.
  public let predicted: Int
  /// 95%; nil where nobody asked for it.
  public var recallInterval: ClosedRange<Double>?

  /// Whether any row is of this class, or was predicted as it. Others do not enter averages over classes.
  public var isPresent: Bool { support > 0 || predicted > 0 }

  /// - Parameter hits: rows of this class that were predicted as it.
  public init(name: String, hits: Int, support: Int, predicted: Int) {
    self.name = name
    self.support = support
    self.predicted = predicted
    precision = Self.share(hits, of: predicted)
    recall = Self.share(hits, of: support)
    f1 = Self.share(2 * hits, of: support + predicted)
  }

  private static func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }
}
