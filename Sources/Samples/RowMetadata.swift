import Numerics

/// What is known of each row beside its content: columns, each with a name, a type and a role.
///
/// A role that is not `attribute` has one column at most. Memory: a value a row and column; texts share their characters.
public struct RowMetadata: Sendable, Equatable {
  /// Which side of the data set's own split a row is on.
  public enum Part: String, Sendable, Codable, CaseIterable {
    case train, test
  }

  public let count: Int
  public private(set) var columns: [MetadataColumn]
  public var origin: DataProvenance

  /// - Throws: `SamplesError.mismatchedCounts`, `.repeatedColumn` where two columns have one name, or one role that
  ///   allows one only.
  public init(count: Int, columns: [MetadataColumn], origin: DataProvenance) throws(SamplesError) {
    for column in columns where column.count != count {
      throw .mismatchedCounts(what: "values of '\(column.name)'", count: column.count, rows: count)
    }
    for (index, column) in columns.enumerated() {
      let isRepeated = columns[..<index].contains {
        $0.role == column.role && (column.role != .attribute || $0.name == column.name)
      }
      guard !isRepeated else { throw .repeatedColumn(name: column.name, role: column.role.rawValue) }
    }
    self.init(unchecked: columns, count: count, origin: origin)
  }

  init(unchecked columns: [MetadataColumn], count: Int, origin: DataProvenance) {
    self.count = count
    self.columns = columns
    self.origin = origin
  }

  /// What most data sets know of a row.
  /// - Precondition: as many entries in each list.
  public init(
    labels: Labels?, subjects: [String]? = nil, sources: [String], parts: [Part]? = nil, rowNames: [String],
    attributes: [MetadataColumn] = [], origin: DataProvenance
  ) {
    var columns: [MetadataColumn] = []
    if let labels { columns.append(.labels(labels)) }
    if let subjects { columns.append(.subjects(subjects)) }
    columns += attributes
    columns.append(.sources(sources))
    if let parts { columns.append(.parts(parts)) }
    columns.append(.rowNames(rowNames))
    precondition(columns.allSatisfy { $0.count == rowNames.count }, "columns of different lengths")
    self.init(unchecked: columns, count: rowNames.count, origin: origin)
  }

  /// Some rows, in that order, repeats allowed.
  public func gathering(_ rows: [Int]) -> RowMetadata {
    RowMetadata(unchecked: columns.map { $0.gathering(rows) }, count: rows.count, origin: origin)
  }

  /// The same with another column in the place of the one of this name and role, or of this role where it allows one
  /// only; otherwise behind all others.
  /// - Precondition: as many values as rows.
  public func setting(_ column: MetadataColumn) -> RowMetadata {
    precondition(column.count == count, "a column of another length")
    var result = self
    let place = columns.firstIndex {
      $0.role == column.role && (column.role != .attribute || $0.name == column.name)
    }
    if let place { result.columns[place] = column } else { result.columns.append(column) }
    return result
  }

  /// Without the columns of a role.
  public func removing(_ role: MetadataColumn.Role) -> RowMetadata {
    RowMetadata(unchecked: columns.filter { $0.role != role }, count: count, origin: origin)
  }
}

extension MetadataColumn {
  public static func labels(_ labels: Labels) -> MetadataColumn { MetadataColumn("label", .label, .classes(labels)) }

  /// An empty text stands for an unknown subject.
  public static func subjects(_ names: [String]) -> MetadataColumn {
    MetadataColumn("subject", .subject, .texts(names.map { $0.isEmpty ? nil : $0 }))
  }

  public static func sources(_ names: [String]) -> MetadataColumn {
    MetadataColumn("source", .source, .texts(names))
  }

  public static func weights(_ weights: [Double]) -> MetadataColumn {
    MetadataColumn("weight", .weight, .numbers(weights))
  }

  public static func parts(_ parts: [RowMetadata.Part]) -> MetadataColumn {
    let names = RowMetadata.Part.allCases.map(\.rawValue)
    return MetadataColumn("split", .part, .classes(Labels(names: names, codes: parts.map { $0 == .train ? 0 : 1 })))
  }

  public static func rowNames(_ names: [String]) -> MetadataColumn {
    MetadataColumn("row", .rowName, .texts(names))
  }

  /// An attribute of texts; an empty one stands for a missing value.
  public static func attribute(_ name: String, _ texts: [String]) -> MetadataColumn {
    MetadataColumn(name, .attribute, .texts(texts.map { $0.isEmpty ? nil : $0 }))
  }
}
