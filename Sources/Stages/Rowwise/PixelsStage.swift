import Imaging
import Plans
import Samples

/// `pixels`
struct PixelsStage: RowwiseStage {
  static let declaration = Declaration(
    "pixels", "Takes the pixels themselves as features, from 0 (black) to 1.", takes: .images, gives: .features,
    discussion: """
      The simplest description of an image, and the one to beat. All images must have one size: `resize 48 | pixels`.
      """,
    searchTerms: ["raw", "flatten", "intensity"],
    examples: [Example("faces n=20 subjects=4 | resize 24 | pixels", shows: "20 × 576 features")])

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    try content.require(ImageStack.self, for: "pixels").pixelDescriptors(context: context.execution)
  }
}
