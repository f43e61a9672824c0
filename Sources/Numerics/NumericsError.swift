/// What can go wrong in numerics for reasons that lie in the data.
public enum NumericsError: ExplainableError, Equatable {
  /// More neighbours asked for than there are rows to choose from.
  case tooFewReferences(needed: Int, found: Int)
  /// LAPACK gave up; mostly because of numbers that are not finite.
  case decompositionFailed(routine: String, status: Int)
  /// Finite numbers whose squares are not.
  case overflow
  /// The address space of the process is limited, and too little is left.
  case outOfMemory(needed: Int, limit: Int)

  public static let samples: [Self] = [
    .tooFewReferences(needed: 6, found: 1), .decompositionFailed(routine: "…", status: 1), .overflow,
    .outOfMemory(needed: 1 << 20, limit: 1 << 20),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .tooFewReferences(let needed, let found):
      ErrorEntry(
        "E0901", "\(needed) neighbours need as many rows; there are \(found)",
        remedy: found > 0 ? "ask for \(found) neighbours or fewer" : "add rows",
        explanation: "A row's nearest neighbours are chosen among the rows at hand; there must be enough of them.")
    case .decompositionFailed(let routine, let status):
      ErrorEntry(
        "E0902", "the decomposition \(routine) failed with status \(status)",
        remedy: "check the columns for numbers that are not finite or extremely large",
        explanation: "Eigenvectors and factors are found by iteration, which breaks down on NaN, infinity and "
          + "overflow.")
    case .overflow:
      ErrorEntry(
        "E0903", "the numbers are so large that squared distances overflow", remedy: "scale the columns first",
        explanation: "Rows are kept in single precision, which ends near 3e38; squares of numbers above 1e19 are "
          + "infinite.")
    case .outOfMemory(let needed, let limit):
      ErrorEntry(
        "E0904",
        "\(needed >> 20) MiB of memory are needed, which the limit of \(limit >> 20) MiB for this process does not "
          + "leave",
        remedy: "raise the limit (ulimit -v), or take fewer rows or columns",
        explanation: "Large pieces of memory are asked for before they are needed, so that what cannot be had is an "
          + "error. One thread at least needs 128 MiB to multiply matrices in; where the limit has room for no more, "
          + "fewer threads are used.")
    }
  }
}
