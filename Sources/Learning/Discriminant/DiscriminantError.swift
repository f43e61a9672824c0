import Numerics

/// What can be wrong with data whose classes are described by means and variances.
public enum DiscriminantError: ExplainableError, Equatable {
  /// No column varies within a class.
  case noSpread(method: String)
  /// As many classes as rows, so that no class shows any spread.
  case tooFewRows(rows: Int, classes: Int, method: String)

  public static let samples: [Self] = [
    .noSpread(method: "lda"), .tooFewRows(rows: 6, classes: 6, method: "lda"),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .noSpread(let method):
      ErrorEntry(
        "E0660", "\(method) finds no column that varies within a class",
        remedy: "check that the columns were read as intended", explanation: Idea.spread)
    case .tooFewRows(let rows, let classes, let method):
      ErrorEntry(
        "E0661", "\(method) needs more rows than classes; there are \(rows) rows of \(classes) classes",
        remedy: "add rows, or use a model that needs one row a class, such as the nearest neighbour",
        explanation: Idea.spread)
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let spread =
    "These models judge how far a row lies from the middle of a class by how far the class's own rows lie from it. "
    + "Where they do not differ at all there is nothing to judge by."
}
