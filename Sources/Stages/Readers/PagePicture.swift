import Drawing
import Plans

/// A picture that pages show beside a table which says the same: terminals and data formats have the table.
///
/// Narrower than others, because it is laid out once for all pages: shrunk to a telephone it is still read.
struct PagePicture: DocumentBlock {
  let picture: Chart
  let name = "picture"

  var lowered: [Document.Block] { [] }

  func form(_ type: MediaType) -> String? {
    guard type == .svg else { return nil }
    return SVGText(colors: .byPage).text(of: ChartLayout.scene(of: picture, on: .page, width: 420), isWhole: false)
  }
}
