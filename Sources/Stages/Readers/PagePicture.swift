import Drawing
import Plans

/// A picture that pages show beside a table which says the same: terminals and data formats have the table.
struct PagePicture: DocumentBlock {
  let picture: Chart
  let name = "picture"

  var lowered: [Document.Block] { [] }
  func form(_ type: MediaType) -> String? { ChartBlock(chart: picture).form(type) }
}
