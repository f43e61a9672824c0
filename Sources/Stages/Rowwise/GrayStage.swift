import Imaging
import Plans
import Samples

/// `gray`
struct GrayStage: RowwiseStage {
  static let declaration = Declaration(
    "gray", "Turns colour images grey.", takes: .images, gives: .images,
    discussion: "Grey is 0.299 red + 0.587 green + 0.114 blue, as television had it; grey images stay as they are.",
    searchTerms: ["grey", "grayscale", "greyscale"], reference: "ITU-R BT.601",
    examples: [Example("faces n=20 subjects=4 | gray", shows: "20 images")])

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    try content.require(ImageStack.self, for: "gray").gray(context: context.execution)
  }
}
