import Numerics

/// What can be wrong with options, training rows or rows to apply a model to.
public enum LearningError: ExplainableError, Equatable {
  case noRows
  case oneClass(name: String)
  case nonFinite(row: Int, column: Int)
  /// A fitted model was given rows of another width than it learnt from.
  case wrongWidth(expected: Int, found: Int)
  /// Labels or weights that are not one for each row.
  case mismatchedCounts(what: String, expected: Int, found: Int)
  /// A class with too few rows for `method` with k neighbours.
  case classTooSmall(name: String, rows: Int, needed: Int, method: String, neighbours: Int)
  case constantData
  /// More components asked for than min(rows, columns) allows.
  case tooManyComponents(asked: Int, rows: Int, columns: Int)
  /// An option outside its bounds, such as `C` with "greater than 0".
  case invalidOption(name: String, value: String, allowed: String)
  case unknownClass(name: String, known: [String])
  /// A resampling target below the rows that a class already has.
  case targetBelowCount(name: String, rows: Int, target: Int)
  case negativeWeight(row: Int)
  case noColumns
  /// A model that was read from a file and does not fit together.
  case damagedModel
  /// Finite numbers whose squares are not.
  case overflow

  public static let samples: [Self] = [
    .noRows, .oneClass(name: "fear"), .nonFinite(row: 1, column: 1), .wrongWidth(expected: 3, found: 1),
    .mismatchedCounts(what: "…", expected: 3, found: 1),
    .classTooSmall(name: "fear", rows: 1, needed: 6, method: "smote", neighbours: 5), .constantData,
    .tooManyComponents(asked: 50, rows: 1, columns: 40),
    .invalidOption(name: "C", value: "0", allowed: "greater than 0"),
    .unknownClass(name: "fear", known: ["happy", "sad"]), .targetBelowCount(name: "fear", rows: 1, target: 1),
    .negativeWeight(row: 1), .noColumns, .damagedModel, .overflow,
  ]

  public var entry: ErrorEntry { rowsEntry ?? optionsEntry ?? .unlisted(self) }

  private var rowsEntry: ErrorEntry? {
    switch self {
    case .noRows:
      ErrorEntry(
        "E0601", "there are no rows to learn from", remedy: "check the filters and splits before this step",
        explanation: "A model learns from rows. An empty set usually means that a filter or a split left nothing over.")
    case .oneClass(let name):
      ErrorEntry(
        "E0602", "all rows are of one class, '\(name)'",
        remedy: "load rows of at least two classes, or check which column holds the labels",
        explanation: "A classifier learns what tells classes apart. With a single class there is nothing to learn, and "
          + "every score of such a model would mean nothing.")
    case .nonFinite(let row, let column):
      ErrorEntry(
        "E0603", "row \(row + 1), column \(column + 1) is not a finite number",
        remedy: "drop the row, or fill in the missing value, before this step",
        explanation: "NaN and infinity spread through sums, so one of them would spoil every number of the model. They "
          + "mostly come from missing values or from dividing by zero.")
    case .wrongWidth(let expected, let found):
      ErrorEntry(
        "E0604", "the model was fitted on \(expected) columns; these rows have \(found)",
        remedy: "apply the same steps to these rows as to the training rows",
        explanation: "A fitted model knows the columns that it was fitted on, by position. Rows with more or fewer "
          + "columns come from other features.")
    case .mismatchedCounts(let what, let expected, let found):
      ErrorEntry(
        "E0605", "\(expected) rows but \(found) \(what)", remedy: "give one for each row",
        explanation: "Every row needs its own label and, where weights are given, its own weight.")
    case .classTooSmall(let name, let rows, let needed, let method, let neighbours):
      ErrorEntry(
        "E0606",
        "class '\(name)' has \(rows) row\(rows == 1 ? "" : "s"); \(method) with k = \(neighbours) needs \(needed)",
        remedy: rows > 1
          ? "use k=\(rows - 1) or less, or drop class '\(name)'" : "drop class '\(name)', or add rows to it",
        explanation: "Neighbours are looked for within the class, and a row is not its own neighbour: k neighbours "
          + "need k + 1 rows.")
    case .constantData:
      ErrorEntry(
        "E0607", "all rows are the same", remedy: "check that the columns were read as intended",
        explanation: "When all rows are the same there is no variance to explain and nothing that tells rows apart.")
    case .negativeWeight(let row):
      ErrorEntry(
        "E0612", "the weight of row \(row + 1) is negative or not a finite number", remedy: "weights must be 0 or more",
        explanation: "A row's weight says how many rows it counts for, so it cannot be below zero.")
    case .noColumns:
      ErrorEntry(
        "E0613", "the rows have no columns", remedy: "make features from the rows first",
        explanation: "A model learns from columns of numbers, one row for each example.")
    case .overflow:
      ErrorEntry(
        "E0615", "the numbers are so large that their squares overflow",
        remedy: "scale the columns first",
        explanation: "Rows are kept in single precision, which ends near 3e38; products of numbers above 1e19 are "
          + "infinite.")
    default: nil
    }
  }

  private var optionsEntry: ErrorEntry? {
    switch self {
    case .tooManyComponents(let asked, let rows, let columns):
      ErrorEntry(
        "E0608",
        "k must be at most min(rows, columns) = min(\(rows), \(columns)) = \(min(rows, columns)); got \(asked)",
        remedy: "use k=\(min(rows, columns)) or less",
        explanation: "n rows of d columns vary in at most min(n, d) directions, so there are no more components than "
          + "that.")
    case .invalidOption(let name, let value, let allowed):
      ErrorEntry(
        "E0609", "`\(name)` must be \(allowed); got \(value)", remedy: "give a value in that range",
        explanation: "Every option has bounds, which the manual of the step states.")
    case .unknownClass(let name, let known):
      ErrorEntry(
        "E0610", "there is no class '\(name)'; the classes are \(known.joined(separator: ", "))",
        remedy: "use one of those names",
        explanation: "Classes are called by the names that they have in the data, upper and lower case included.")
    case .targetBelowCount(let name, let rows, let target):
      ErrorEntry(
        "E0611", "class '\(name)' has \(rows) rows already, more than the \(target) asked for",
        remedy: "ask for at least as many rows as there are, or reduce the class by undersampling",
        explanation: "Oversampling only adds rows. To have fewer rows of a class, use an undersampling step.")
    case .damagedModel:
      ErrorEntry(
        "E0614", "the model's parts do not fit together",
        remedy: "fit it again; the file that it was read from is damaged or was changed",
        explanation: "A saved model keeps several tables whose sizes must agree. When they do not, it cannot be "
          + "applied.")
    default: nil
    }
  }
}
