import Numerics

/// What can be wrong with rows whose missing numbers are to be filled in.
public enum ImputationError: ExplainableError, Equatable {
  /// Not one number is known.
  case nothingKnown(rows: Int, columns: Int)

  public var code: String { "E0670" }

  public var problem: String {
    switch self {
    case .nothingKnown(let rows, let columns):
      "every number of the \(rows) training row\(rows == 1 ? "" : "s") is missing, in all of \(columns) "
        + "column\(columns == 1 ? "" : "s")"
    }
  }

  public var remedy: String { "check that the columns were read as intended" }

  public var explanation: String {
    "A missing number is filled by what the other numbers of its column say. Where no column has any there is nothing "
      + "to go by."
  }
}
