import Basics

/// A table as texts, for whoever shows or writes it.
public struct TableLayout: Sendable, Equatable {
  public struct Column: Sendable, Equatable {
    public let title: String
    /// Numbers stand to the right.
    public let isNumeric: Bool
  }

  public struct Cell: Sendable, Equatable {
    public let text: String
    /// What is best in its column is set in bold.
    public let isBest: Bool
  }

  /// How much of an estimate is told.
  public enum Spread: Sendable, Equatable {
    case all
    /// Only that of some columns, where there is no room for all.
    case only([String])
    case none
  }

  public let columns: [Column]
  public let rows: [[Cell]]
  /// What the signs in it mean, a line each.
  public let legend: [String]
  /// Rows that can be passed over, which are grey.
  public private(set) var faintRows: Set<Int> = []

  /// Every digit, an estimate's parts in columns of their own, for programs.
  public static func exact(_ table: Table) -> TableLayout {
    let table = table.expanded
    return TableLayout(
      columns: table.columns.indices.map { Column(title: table.columns[$0], isNumeric: table.isNumeric($0)) },
      rows: table.rows.map { row in row.cells.map { Cell(text: $0.exactText, isBest: false) } }, legend: [])
  }

  /// As a person reads it: "0.415 ± 0.021", with signs for the best of a column and for what cannot be told from it.
  /// - Parameter starsBest: whether the best of a column carries a sign, for places that may have no bold letters.
  public static func reading(_ table: Table, spread: Spread = .all, starsBest: Bool = false) -> TableLayout {
    let forms = table.columns.indices.map { column in
      NumberForm(
        of: table.cells(ofColumn: column), tellsSpread: spread.tells(table.columns[column]),
        starsBest: starsBest)
    }
    var layout = TableLayout(
      columns: zip(table.columns, forms).map { Column(title: $0, isNumeric: $1.isNumeric) },
      rows: table.rows.map { row in
        zip(row.cells, forms).map { cell, form in Cell(text: form.text(cell), isBest: cell.standing == .best) }
      },
      legend: legend(of: table, spread, starsBest))
    layout.faintRows = Set(table.rows.indices.filter { table.rows[$0].isFaint })
    return layout
  }

  /// Without signs that a plain terminal does not have.
  public var inASCII: TableLayout {
    func plain(_ text: String) -> String {
      text.replacing("±", with: "+-").replacing("≈", with: "~").replacing("–", with: "-")
    }
    var layout = TableLayout(
      columns: columns, rows: rows.map { $0.map { Cell(text: plain($0.text), isBest: $0.isBest) } },
      legend: legend.map(plain))
    layout.faintRows = faintRows
    return layout
  }

  /// What must be read with the table, in any format: that its data are not real, what was run and how it was evaluated,
  /// and what its signs mean. Taken from provenance, so that no caption can name what did not run.
  public func caption(of table: Table) -> [String] {
    (table.synthetic.map { ["\($0.uppercased()): NOT REAL DATA"] } ?? [])
      + table.provenance.filter { $0.topic != .data }.map(\.text) + legend
  }

  private static func legend(of table: Table, _ spread: Spread, _ starsBest: Bool) -> [String] {
    let estimates = table.columns.indices.flatMap { table.cells(ofColumn: $0) }.compactMap { cell in
      if case .estimate(let estimate) = cell { estimate } else { nil }
    }
    var legend: [String] = []
    if estimates.contains(where: { $0.standing == .best }) {
      legend.append(
        "\(starsBest ? "*" : "bold:") best of its column; ≈ cannot be told apart from it, all comparisons taken together, at 5%"
      )
    }
    if spread != .none, estimates.contains(where: { $0.deviation != nil }) {
      legend.append("±: standard deviation over \(table.deviatesOver)")
    }
    return legend
  }
}

extension TableLayout.Spread {
  fileprivate func tells(_ column: String) -> Bool {
    switch self {
    case .all: true
    case .only(let names): names.contains(column)
    case .none: false
    }
  }
}

extension Table {
  fileprivate func cells(ofColumn index: Int) -> [Scalar] {
    rows.compactMap { index < $0.cells.count ? $0.cells[index] : nil }
  }

  fileprivate func isNumeric(_ index: Int) -> Bool {
    let cells = cells(ofColumn: index)
    return cells.contains { $0.number != nil } && cells.allSatisfy { $0.number != nil || $0 == .missing }
  }
}

extension Scalar {
  /// All digits, and nothing for what is missing.
  public var exactText: String {
    switch self {
    case .number(let value): value.isFinite ? NumberFormat.shortest(value) : ""
    case .estimate(let estimate): Scalar.number(estimate.value).exactText
    case .missing: ""
    default: text
    }
  }

  fileprivate var standing: Estimate.Standing? {
    if case .estimate(let estimate) = self { estimate.standing } else { nil }
  }
}
