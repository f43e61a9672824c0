/// The columns of a table that hold text, filled from several threads that never touch the same row.
struct TextColumns: Sendable {
  private let roles: [ColumnRoles.Role]
  private let columns: [Results<String>?]

  init(rows: Int, roles: [ColumnRoles.Role]) {
    self.roles = roles
    columns = roles.map { role in
      if case .feature = role { nil } else { Results(count: rows, initial: "") }
    }
  }

  func set(_ text: String, row: Int, column: Int) {
    columns[column]?[row] = text
  }

  /// A copy of the column with this role, where there is one.
  subscript(role: ColumnRoles.Role) -> [String]? {
    roles.firstIndex(of: role).flatMap { columns[$0]?.values }
  }
}
