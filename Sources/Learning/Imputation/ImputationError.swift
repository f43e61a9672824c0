import Numerics

/// What can be wrong with rows whose missing numbers are to be filled in.
public enum ImputationError: ExplainableError, Equatable {
  /// Not one number is known.
  case nothingKnown(rows: Int, columns: Int)

  public static let samples: [Self] = [
    .nothingKnown(rows: 3, columns: 2)
  ]

  public var entry: ErrorEntry {
    switch self {
    case .nothingKnown(let rows, let columns):
      ErrorEntry(
        "E0670",
        "every number of the \(rows) training row\(rows == 1 ? "" : "s") is missing, in all of \(columns) "
          + "column\(columns == 1 ? "" : "s")",
        remedy: "check that the columns were read as intended",
        explanation: "A missing number is filled by what the other numbers of its column say. Where no column has any "
          + "there is nothing to go by.")
    }
  }
}
