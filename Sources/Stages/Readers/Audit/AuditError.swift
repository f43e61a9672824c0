import Basics
import Numerics

/// What can be wrong with asking whom a result is unfair to.
enum AuditError: ExplainableError {
  case noAttributes
  case oneGroup(name: String, by: String, rows: Rows = .tested)
  case tooManyGroups(count: Int, by: String, limit: Int, rows: Rows = .tested)
  case namedTwice(String)
  case noResult(found: String)

  /// Whose groups they are.
  enum Rows: String {
    case tested = "test rows"
    case all = "rows"
    case training = "training rows"
    case asked = "rows asked about"
  }

  static let samples: [Self] = [
    .noAttributes, .oneGroup(name: "light", by: "group"), .tooManyGroups(count: 120, by: "age", limit: 99),
    .namedTwice("sex"), .noResult(found: "…"),
  ]

  var entry: ErrorEntry {
    switch self {
    case .noAttributes:
      ErrorEntry(
        "E0330", "nothing says by what the test rows are to be grouped",
        remedy: "name an attribute, or several to be crossed: `audit by=group`, `audit by=[sex, age]`",
        explanation: Self.idea)
    case .oneGroup(let name, let by, let rows):
      ErrorEntry(
        "E0331", "all \(rows.rawValue) are of one group by \(by), '\(name)': there is nothing to compare",
        remedy: "name an attribute that differs among the \(rows.rawValue)"
          + (rows == .tested ? ", or test on more rows" : ""),
        explanation: "A gap is between two groups at least.")
    case .tooManyGroups(let count, let by, let limit, let rows):
      ErrorEntry(
        "E0332",
        "\(by) makes \(grouped(count)) groups of the \(rows.rawValue); at most \(grouped(limit)) can be compared",
        remedy: "cut numbers such as ages into a few ranges in the table first, or cross fewer attributes",
        explanation: "With a hundred groups nearly every one is too small to tell anything, and one is the worst "
          + "by luck alone.")
    case .namedTwice(let name):
      ErrorEntry("E0333", "'\(name)' is named twice", remedy: "name each attribute once", explanation: Self.idea)
    case .noResult(let found):
      ErrorEntry(
        "E0334", "audit needs a result, or several; got \(found)",
        remedy: "put a result before it, `base | audit by=group`, or name several, `audit base fair by=group`",
        explanation: Self.idea)
    }
  }

  private static let idea =
    "An audit compares how well a model does for the groups that an attribute makes of the test rows: `base | audit "
    + "by=group`."
}
