import Numerics
import Samples

/// How many rows of a class each part has.
public struct ClassCoverage: Sendable, Hashable {
  public let className: String
  /// nil where the data set has no split of its own.
  public let train: Int?
  /// nil where the data set has no split of its own.
  public let test: Int?
  public let total: Int

  static func table(labels: Labels, parts: [RowMetadata.Part]?) -> [ClassCoverage] {
    let totals = labels.counts
    var train = [Int](repeating: 0, count: totals.count)
    for (row, part) in (parts ?? []).enumerated() where part == .train { train[labels.codes[row]] += 1 }
    return totals.indices.map { code in
      ClassCoverage(
        className: labels.names[code], train: parts == nil ? nil : train[code],
        test: parts == nil ? nil : totals[code] - train[code], total: totals[code])
    }
  }
}

extension Dataset {
  /// Rows of each class, by part where the data set has its own split; in the order of the class names. None without
  /// labels.
  public func coverage() -> [ClassCoverage] {
    metadata.knownLabels.map { ClassCoverage.table(labels: $0, parts: metadata.parts) } ?? []
  }
}
