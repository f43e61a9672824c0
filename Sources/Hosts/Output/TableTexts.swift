import Graphics
import Plans

extension TextTable {
  /// A table of scalars with its numbers as text, those of a column in one form and to the right.
  /// - Parameter exactly: every digit, for programs; otherwise as a person reads them.
  init(_ table: Table, exactly: Bool = false) {
    let forms = table.columns.indices.map { column in
      NumberForm(of: table.rows.compactMap { column < $0.cells.count ? $0.cells[column] : nil }, exactly: exactly)
    }
    self.init(
      columns: zip(table.columns, forms).map { Column($0, $1.isNumeric ? .right : .left) },
      rows: table.rows.map { row in zip(row.cells, forms).map { $1.text($0) } })
  }
}

/// How the numbers of one column are written.
private struct NumberForm {
  private enum Kind {
    case exact, whole, decimals, mixed
  }

  private let kind: Kind
  let isNumeric: Bool

  init(of cells: [Scalar], exactly: Bool) {
    let numbers = cells.compactMap(\.number)
    isNumeric = !numbers.isEmpty && cells.allSatisfy { $0.number != nil || $0 == .missing }
    let finite = numbers.filter(\.isFinite)
    if exactly {
      kind = .exact
    } else if finite.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e15 }) {
      kind = .whole
    } else if finite.allSatisfy({ $0 == 0 || (0.001..<1e9).contains(abs($0)) }) {
      kind = .decimals
    } else {
      kind = .mixed
    }
  }

  func text(_ cell: Scalar) -> String {
    guard case .number(let number) = cell, number.isFinite else {
      return kind == .exact && (cell == .missing || cell.number != nil) ? "" : cell.text
    }
    switch kind {
    case .exact: return shortest(number)
    case .decimals: return NumberFormat.decimal(number, digits: 4)
    case .whole: return number < 10_000 ? shortest(number) : NumberFormat.grouped(Int(number))
    case .mixed: return cell.text
    }
  }
}
