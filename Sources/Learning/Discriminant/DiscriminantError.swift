import Numerics

/// What can be wrong with data whose classes are described by means and variances.
public enum DiscriminantError: ExplainableError, Equatable {
  /// No column varies within a class.
  case noSpread(method: String)
  /// As many classes as rows, so that no class shows any spread.
  case tooFewRows(rows: Int, classes: Int, method: String)

  public var code: String {
    switch self {
    case .noSpread: "E0660"
    case .tooFewRows: "E0661"
    }
  }

  public var problem: String {
    switch self {
    case .noSpread(let method): "\(method) finds no column that varies within a class"
    case .tooFewRows(let rows, let classes, let method):
      "\(method) needs more rows than classes; there are \(rows) rows of \(classes) classes"
    }
  }

  public var remedy: String {
    switch self {
    case .noSpread: "check that the columns were read as intended"
    case .tooFewRows: "add rows, or use `knn k=1`"
    }
  }

  public var explanation: String {
    "These models judge how far a row lies from the middle of a class by how far the class's own rows lie from it. "
      + "Where they do not differ at all there is nothing to judge by."
  }
}
