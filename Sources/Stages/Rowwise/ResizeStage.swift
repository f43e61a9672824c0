import Imaging
import Plans
import Samples

/// `resize 48`, `resize 64 48`
struct ResizeStage: RowwiseStage {
  static let declaration = Declaration(
    "resize", "Brings images to one size.", takes: .images, gives: .images,
    discussion: """
      Bilinear, and antialiased where it shrinks, as Pillow and torchvision do it. With one number images become \
      square, whatever their shape was.
      """,
    searchTerms: ["size", "shrink", "enlarge", "width", "height"], reference: "PIL.Image.resize(BILINEAR)",
    examples: [Example("faces n=20 subjects=4 | resize 48", shows: "images of 48×48")])

  @Parameter("new width in pixels", in: .between(1, 4096), positional: true, aliases: ["size"]) var width: Int
  @Parameter("new height; as the width if left out", in: .between(1, 4096), positional: true) var height: Int? = nil

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    try content.require(ImageStack.self, for: "resize").resized(
      width: width, height: height ?? width, context: context.execution)
  }
}
