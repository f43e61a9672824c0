import Numerics
import Samples

/// What the columns of a table that `save` writes are called, so that `load` knows what each is for.
enum SavedColumnName {
  private static let attributePrefix = "attribute:"
  private static let targetPrefix = "target:"
  private static let featurePrefix = "feature:"

  /// The attribute that a column is called after; nil for any other column.
  static func attribute(in header: String) -> String? { name(header, attributePrefix) }

  /// The target that a column is called after; nil for any other column.
  static func target(in header: String) -> String? { name(header, targetPrefix) }

  /// The feature that a column is called after; nil for any other column.
  static func feature(in header: String) -> String? { name(header, featurePrefix) }

  /// Under which a column is a feature, whatever its name or its numbers look like.
  static func marked(_ name: String) -> String { featurePrefix + name }

  /// What features are called in a table, so that none is taken for the label or for something else that is known of a
  /// row. Marked only where a name could be, or where numbers count the rows.
  static func features(_ names: [String], of matrix: Matrix) -> [String] {
    names.enumerated().map { column, name in
      let isTaken =
        [
          "label", "labels", "class", "emotion", "target", "expression", "y", "subject", "source", "split", "usage",
          "group",
        ]
        .contains(name.lowercased()) || ColumnNames.isIndex(name) || ColumnNames.mayBeIndex(name)
        || ColumnNames.isIdentity(name) || ColumnNames.isSubject(name) || ColumnNames.isGroup(name)
        || ColumnNames.endsAsIdentifier(name)
        || matrix.rows > 2 && (0..<matrix.rows).allSatisfy { matrix[$0, column] == matrix[0, column] + Float($0) }
        || [attributePrefix, targetPrefix, featurePrefix].contains { name.hasPrefix($0) }
      return isTaken ? marked(name) : name
    }
  }

  private static func name(_ header: String, _ prefix: String) -> String? {
    guard header.hasPrefix(prefix), header.count > prefix.count else { return nil }
    return String(header.dropFirst(prefix.count))
  }

  /// Everything of some roles that is known of rows, under the name that tells its role.
  static func columns(of metadata: RowMetadata, roles: [MetadataColumn.Role]) -> [(String, [String?])] {
    roles.flatMap { role in
      metadata.columns.filter { $0.role == role }.map { column in
        switch role {
        case .attribute where column.name != Dataset.groupName: (attributePrefix + column.name, column.exactTexts)
        case .target: (targetPrefix + column.name, column.exactTexts)
        case .subject: ("subject", column.texts)
        case .source: ("source", column.texts)
        case .part: ("split", column.texts)
        default: (column.name, column.texts)
        }
      }
    }
  }
}

extension MetadataColumn {
  /// In words that tell the type as well: 2.0 is a number, 2 a whole one.
  fileprivate var exactTexts: [String?] {
    if case .numbers(let list) = values { list.map { $0?.description } } else { texts }
  }
}
