import Numerics
import Plans
import Samples

/// `negate`
struct NegateStage: RowwiseStage {
  static let declaration = Declaration(
    "negate", "Turns the sign of every number.", takes: .features, gives: .features,
    discussion: "Bright becomes dark. A model that only compares numbers learns the same from either.",
    searchTerms: ["invert", "minus"],
    examples: [Example("faces n=20 subjects=4 | pixels | negate", shows: "20 × 6,400 features")])

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    let rows = try content.require(Matrix.self, for: "negate")
    return Matrix(rows: rows.rows, columns: rows.columns, storage: rows.storage.map { -$0 })
  }
}
