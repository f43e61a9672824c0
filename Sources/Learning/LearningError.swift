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

  public var code: String {
    switch self {
    case .noRows: "E0601"
    case .oneClass: "E0602"
    case .nonFinite: "E0603"
    case .wrongWidth: "E0604"
    case .mismatchedCounts: "E0605"
    case .classTooSmall: "E0606"
    case .constantData: "E0607"
    case .tooManyComponents: "E0608"
    case .invalidOption: "E0609"
    case .unknownClass: "E0610"
    case .targetBelowCount: "E0611"
    case .negativeWeight: "E0612"
    case .noColumns: "E0613"
    case .damagedModel: "E0614"
    case .overflow: "E0615"
    }
  }

  public var problem: String {
    switch self {
    case .noRows: "there are no rows to learn from"
    case .oneClass(let name): "all rows are of one class, '\(name)'"
    case .nonFinite(let row, let column):
      "row \(row + 1), column \(column + 1) is not a finite number"
    case .wrongWidth(let expected, let found):
      "the model was fitted on \(expected) columns; these rows have \(found)"
    case .mismatchedCounts(let what, let expected, let found):
      "\(expected) rows but \(found) \(what)"
    case .classTooSmall(let name, let rows, let needed, let method, let neighbours):
      "class '\(name)' has \(rows) row\(rows == 1 ? "" : "s"); \(method) with k = \(neighbours) needs \(needed)"
    case .constantData: "all rows are the same"
    case .tooManyComponents(let asked, let rows, let columns):
      "k must be at most min(rows, columns) = min(\(rows), \(columns)) = \(min(rows, columns)); got \(asked)"
    case .invalidOption(let name, let value, let allowed): "`\(name)` must be \(allowed); got \(value)"
    case .unknownClass(let name, let known):
      "there is no class '\(name)'; the classes are \(known.joined(separator: ", "))"
    case .targetBelowCount(let name, let rows, let target):
      "class '\(name)' has \(rows) rows already, more than the \(target) asked for"
    case .negativeWeight(let row): "the weight of row \(row + 1) is negative or not a finite number"
    case .noColumns: "the rows have no columns"
    case .damagedModel: "the model's parts do not fit together"
    case .overflow: "the numbers are so large that their squares overflow"
    }
  }

  public var remedy: String {
    switch self {
    case .noRows: "check the filters and splits before this step"
    case .oneClass: "load rows of at least two classes, or check which column holds the labels"
    case .nonFinite: "drop the row, or fill in the missing value, before this step"
    case .wrongWidth: "apply the same steps to these rows as to the training rows"
    case .mismatchedCounts: "give one for each row"
    case .classTooSmall(let name, let rows, _, _, _):
      rows > 1 ? "use k=\(rows - 1) or less, or drop class '\(name)'" : "drop class '\(name)', or add rows to it"
    case .constantData: "check that the columns were read as intended"
    case .tooManyComponents(_, let rows, let columns): "use k=\(min(rows, columns)) or less"
    case .invalidOption: "give a value in that range"
    case .unknownClass: "use one of those names"
    case .targetBelowCount: "ask for at least as many rows as there are, or reduce the class by undersampling"
    case .negativeWeight: "weights must be 0 or more"
    case .noColumns: "make features from the rows first"
    case .damagedModel: "fit it again; the file that it was read from is damaged or was changed"
    case .overflow: "scale the columns first, with `scale`"
    }
  }

  public var explanation: String {
    switch self {
    case .noRows: "A model learns from rows. An empty set usually means that a filter or a split left nothing over."
    case .oneClass:
      "A classifier learns what tells classes apart. With a single class there is nothing to learn, and every score "
        + "of such a model would mean nothing."
    case .nonFinite:
      "NaN and infinity spread through sums, so one of them would spoil every number of the model. They mostly come "
        + "from missing values or from dividing by zero."
    case .wrongWidth:
      "A fitted model knows the columns that it was fitted on, by position. Rows with more or fewer columns come from "
        + "other features."
    case .mismatchedCounts: "Every row needs its own label and, where weights are given, its own weight."
    case .classTooSmall:
      "Neighbours are looked for within the class, and a row is not its own neighbour: k neighbours need k + 1 rows."
    case .constantData:
      "When all rows are the same there is no variance to explain and nothing that tells rows apart."
    case .tooManyComponents:
      "n rows of d columns vary in at most min(n, d) directions, so there are no more components than that."
    case .invalidOption: "Every option has bounds, which the manual of the step states."
    case .unknownClass: "Classes are called by the names that they have in the data, upper and lower case included."
    case .targetBelowCount:
      "Oversampling only adds rows. To have fewer rows of a class, use an undersampling step."
    case .negativeWeight: "A row's weight says how many rows it counts for, so it cannot be below zero."
    case .noColumns: "A model learns from columns of numbers, one row for each example."
    case .damagedModel:
      "A saved model keeps several tables whose sizes must agree. When they do not, it cannot be applied."
    case .overflow:
      "Rows are kept in single precision, which ends near 3e38; products of numbers above 1e19 are infinite."
    }
  }
}
