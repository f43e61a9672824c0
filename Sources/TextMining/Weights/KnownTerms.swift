import Numerics

extension TokenizedTexts {
  /// How often terms that are known already stand in each text; others are passed over.
  /// - Parameter columns: of the known terms; a row has `width` of them.
  /// - Throws: `Interrupted`.
  /// - Cost: one pass over the terms; each different term is looked up once.
  public func counts(
    among columns: [String: Int], width: Int, context: ExecutionContext = .plain
  ) throws -> SparseRows {
    let places = terms.map { Int32(columns[$0] ?? -1) }
    return try TermCounts.counted(documents, places, width: width, context)
  }
}
