import Plans
import Samples

/// `skip`
struct SkipStage: IdentityStage {
  static let declaration = Declaration(
    "skip", "Does nothing: the alternative of leaving a stage out.",
    pairs: [.unchanged(.rows)],
    discussion: "`{skip, smote}` asks whether smote earns its place; `maybe smote` is short for it.",
    searchTerms: ["none", "identity", "passthrough"],
    examples: [Example("faces n=40 subjects=8 | pixels | {skip, scale}", shows: "scale")])

  func apply(to content: any RowContent, _ context: StageContext) -> any RowContent {
    content
  }
}
