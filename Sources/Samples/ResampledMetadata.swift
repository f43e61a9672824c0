import Numerics

/// A row that a resampler made up: its class, and the rows it was made from.
public struct MadeRow: Sendable, Equatable {
  public let code: Int
  /// Rows of the training rows that the resampler was given; empty where that is not known.
  public let parents: [Int]

  public init(code: Int, parents: [Int] = []) {
    self.code = code
    self.parents = parents
  }
}

extension RowMetadata {
  /// The name of what a resampler has made up.
  static let madeName = SyntheticMark.word

  /// What is known of these rows after resampling: some of them, then those that were made up.
  ///
  /// A made row is nobody's face, so its subject, source and row name are "synthetic", and it is a training row. An
  /// attribute has the parents' value where all of them agree, for what lies between two faces of one group is of that
  /// group; otherwise, and where the parents are not known, it is missing. Numbers are not averaged: half-way between two
  /// ages is nobody's age.
  /// - Throws: `SamplesError.noLabels` where rows were made up without classes to be of.
  public func resampled(keeping rows: [Int], adding made: [MadeRow]) throws(SamplesError) -> RowMetadata {
    let isUntouched = rows.count == count && rows.elementsEqual(0..<count)
    let kept = isUntouched ? self : gathering(rows)
    guard !made.isEmpty else { return kept }
    let labels = try labels
    let names = [String?](repeating: Self.madeName, count: made.count)
    let columns = zip(self.columns, kept.columns).map { given, kept -> MetadataColumn in
      switch kept.role {
      case .label:
        return .labels(Labels(names: labels.names, codes: rows.map { labels.codes[$0] } + made.map(\.code)))
      case .subject, .source, .rowName: return kept.appending(MetadataColumn(kept.name, kept.role, .texts(names)))
      case .part: return kept.appending(.parts([Part](repeating: .train, count: made.count)))
      case .made: return kept.appending(MetadataColumn(kept.name, .made, .wholeNumbers(made.map { _ in 1 })))
      default: return kept.appending(given.agreed(for: made))
      }
    }
    let result = RowMetadata(unchecked: columns, count: kept.count + made.count, origin: origin)
    guard column(.made) == nil else { return result }
    let marks = [Int?](repeating: 0, count: kept.count) + [Int?](repeating: 1, count: made.count)
    return result.setting(MetadataColumn("made", .made, .wholeNumbers(marks)))
  }

  /// The rows that no resampler has made up.
  public var realRows: [Int] {
    guard case .wholeNumbers(let marks)? = column(.made)?.values else { return Array(0..<count) }
    return marks.indices.filter { marks[$0] != 1 }
  }
}

extension MetadataColumn {
  /// The value that the parents of each made row share; missing where they share none.
  fileprivate func agreed(for made: [MadeRow]) -> MetadataColumn {
    let values: Values =
      switch values {
      case .texts(let list): .texts(made.map { Self.shared($0.parents, list) })
      case .wholeNumbers(let list): .wholeNumbers(made.map { Self.shared($0.parents, list) })
      case .numbers(let list): .numbers(made.map { Self.shared($0.parents, list) })
      case .classes(let labels):
        .texts(made.map { row in Self.shared(row.parents, labels.codes).map { labels.names[$0] } })
      }
    return MetadataColumn(name, role, values)
  }

  private static func shared<Value: Equatable>(_ rows: [Int], _ list: [Value?]) -> Value? {
    guard let first = rows.first, let value = list[first] else { return nil }
    return rows.allSatisfy { list[$0] == value } ? value : nil
  }
}
