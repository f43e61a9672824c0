import Samples

/// The columns of a table that hold text, filled from several threads that never touch the same row.
struct TextColumns: Sendable {
  private let roles: [ColumnRoles.Role]
  private let columns: [Results<String>?]

  init(rows: Int, roles: [ColumnRoles.Role]) {
    self.roles = roles
    columns = roles.map { role in
      switch role {
      case .feature, .dropped: nil
      default: Results(count: rows, initial: "")
      }
    }
  }

  func set(_ text: String, row: Int, column: Int) {
    columns[column]?[row] = text
  }

  /// A copy of the first column with this role, where there is one.
  subscript(role: ColumnRoles.Role) -> [String]? {
    roles.firstIndex(of: role).flatMap { columns[$0]?.values }
  }

  /// Copies of all attributes and targets, typed by what is in them. One that is called like an earlier one gets its number
  /// behind its name.
  func attributes() -> [MetadataColumn] {
    var seen: [String: Int] = [:]
    return typed().map { column in
      let count = seen[column.name, default: 0] + 1
      seen[column.name] = count
      return count == 1 ? column : MetadataColumn("\(column.name) (\(count))", column.role, column.values)
    }
  }

  private func typed() -> [MetadataColumn] {
    roles.indices.compactMap { column in
      guard let texts = columns[column]?.values else { return nil }
      switch roles[column] {
      // What groups are called stays a word, even where all are numbers.
      case .attribute(Dataset.groupName): return MetadataColumn(Dataset.groupName, .attribute, Self.known(texts))
      case .attribute(let name): return MetadataColumn(name, .attribute, Self.values(texts))
      case .target(let name): return MetadataColumn(name, .target, Self.values(texts))
      default: return nil
      }
    }
  }

  private static func known(_ texts: [String]) -> MetadataColumn.Values {
    .texts(texts.map { MissingWords.isMissing($0) ? nil : $0 })
  }

  /// Among numbers every word for a missing one counts; among words `none` may be an answer.
  private static func values(_ texts: [String]) -> MetadataColumn.Values {
    let numbers = MetadataColumn.Values(
      inferredFrom: texts.map { $0.isEmpty || NumberParser.problem(of: $0) == .missing ? nil : $0 })
    if case .texts = numbers {} else { return numbers }
    return known(texts)
  }
}
