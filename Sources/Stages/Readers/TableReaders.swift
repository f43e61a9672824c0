import Plans

/// The table a reader of tables works on.
func table(of input: PlanValue, for name: String) throws -> Table {
  guard let table = input.payload.as(Table.self) else {
    throw PlanError.wrongContent(stage: name, needs: "a table", found: input.kind.description)
  }
  return table
}

extension Table {
  /// How to read a column, or a part of an estimate such as `macro_f1_sd`.
  /// - Throws: `StageError.noSuchColumn`.
  func requiredReading(of column: String) throws -> @Sendable (Row) -> Scalar {
    guard let reading = reading(column) else { throw StageError.noSuchColumn(name: column, known: namedColumns) }
    return reading
  }
}

/// What the examples of these stages begin with: a small sweep.
let exampleSweep = "faces n=80 subjects=16 intensity=1 | lbp | pca {5, 10} | {logreg, svm linear} | cv 3"

/// `sort macro_f1`
struct SortStage: ReaderStage {
  enum Order: String, WordParameter {
    case best, up, down
    static let placeholder = Order.best
  }

  static let declaration = Declaration(
    "sort", "Puts the rows of a table in order; the largest number first.", takes: .table, gives: .table,
    discussion: "Rows with equal values stay in the order they had; what is missing comes last.",
    searchTerms: ["order", "rank"],
    examples: [Example("\(exampleSweep) | sort macro_f1", shows: "macro_f1")])

  @Parameter("the column to sort by", positional: true) var column: ColumnName
  @Parameter("up (smallest first) or down", positional: true) var order = Order.best

  func columns(from columns: [String]) -> [String]? { columns }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    var table = try table(of: input, for: "sort")
    let read = try table.requiredReading(of: column.name)
    let isText = table.rows.contains { if case .text = read($0) { true } else { false } }
    let isRising = order == .up || (order == .best && isText)
    let present = table.rows.filter { read($0) != .missing }
    let missing = table.rows.filter { read($0) == .missing }
    let sorted = present.enumerated().sorted { a, b in
      let (first, second) = (read(a.element).plain, read(b.element).plain)
      if first == second { return a.offset < b.offset }
      return isRising ? Scalar.precedes(first, second) : Scalar.precedes(second, first)
    }
    table.rows = sorted.map(\.element) + missing
    return table
  }
}

/// `top 5`
struct TopStage: ReaderStage {
  static let declaration = Declaration(
    "top", "Keeps the first rows of a table.", takes: .table, gives: .table,
    discussion: """
      After `sort` these are the best. The best of many combinations is partly the luckiest: the more were tried, the \
      less its score says of new faces.
      """,
    searchTerms: ["head", "first", "limit"],
    examples: [Example("\(exampleSweep) | sort macro_f1 | top 2", shows: "macro_f1")])

  @Parameter("how many rows", in: .from(1), positional: true, aliases: ["n"]) var count = 5

  func columns(from columns: [String]) -> [String]? { columns }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    var table = try table(of: input, for: "top")
    let isShortened = table.rows.count > count
    table.rows = Array(table.rows.prefix(count))
    if isShortened, table.combinationsTried > 1 {
      table.notes.append(
        "\(table.combinationsTried) combinations were scored: what is kept for its score looks better than it is; "
          + "`tune` before the evaluator chooses inside each training fold instead")
    }
    return table
  }
}

/// `where (macro_f1 > 0.4)`
struct WhereStage: ReaderStage {
  static let declaration = Declaration(
    "where", "Keeps the rows of a table for which a comparison holds.", takes: .table, gives: .table,
    discussion:
      "Texts are compared with texts: `where (model == \"svm rbf\")`. What is missing never compares as true.",
    searchTerms: ["filter", "subset"],
    examples: [Example("\(exampleSweep) | where (k == 10)", shows: "10")])

  @Parameter("a comparison over the columns, in parentheses", positional: true) var condition: Condition

  func columns(from columns: [String]) -> [String]? { columns }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    var table = try table(of: input, for: "where")
    let readings = try condition.columns.map { try table.requiredReading(of: $0) }
    table.rows = try table.rows.filter { row in try condition.holds(readings.map { $0(row).plain }) }
    return table
  }
}

/// `select [model, macro_f1]`
struct SelectStage: ReaderStage {
  static let declaration = Declaration(
    "select", "Keeps the named columns of a table, in the order given.", takes: .table, gives: .table,
    discussion:
      "For a table that is wider than the page; the variable that held the table keeps all its columns.",
    searchTerms: ["columns", "pick"],
    examples: [Example("\(exampleSweep) | select [model, macro_f1]", shows: "macro_f1")])

  @Parameter("the columns", positional: true) var names: [ColumnName]

  func columns(from columns: [String]) -> [String]? { names.map(\.name) }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    var table = try table(of: input, for: "select")
    let readings = try names.map { try table.requiredReading(of: $0.name) }
    table.columns = names.map(\.name)
    table.choices = table.choices.filter(table.columns.contains)
    table.rows = table.rows.map { row in Table.Row(readings.map { $0(row) }, plan: row.plan, further: row.further) }
    return table
  }
}
