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

  public var code: String {
    switch self {
    case .tooFewReferences: "E0901"
    case .decompositionFailed: "E0902"
    case .overflow: "E0903"
    case .outOfMemory: "E0904"
    }
  }

  public var problem: String {
    switch self {
    case .tooFewReferences(let needed, let found): "\(needed) neighbours need as many rows; there are \(found)"
    case .decompositionFailed(let routine, let status): "the decomposition \(routine) failed with status \(status)"
    case .overflow: "the numbers are so large that squared distances overflow"
    case .outOfMemory(let needed, let limit):
      "\(needed >> 20) MiB of memory are needed, which the limit of \(limit >> 20) MiB for this process does not leave"
    }
  }

  public var remedy: String {
    switch self {
    case .tooFewReferences(_, let found): found > 0 ? "ask for \(found) neighbours or fewer" : "add rows"
    case .decompositionFailed: "check the columns for numbers that are not finite or extremely large"
    case .overflow: "scale the columns first"
    case .outOfMemory: "raise the limit (ulimit -v), or work on fewer threads: set threads 1"
    }
  }

  public var explanation: String {
    switch self {
    case .tooFewReferences:
      "A row's nearest neighbours are chosen among the rows at hand; there must be enough of them."
    case .decompositionFailed:
      "Eigenvectors and factors are found by iteration, which breaks down on NaN, infinity and overflow."
    case .outOfMemory:
      "Each thread that multiplies matrices has memory of its own. It is asked for before it is needed, because the library "
        + "that multiplies would otherwise wait for it for ever."
    case .overflow:
      "Rows are kept in single precision, which ends near 3e38; squares of numbers above 1e19 are infinite."
    }
  }
}
