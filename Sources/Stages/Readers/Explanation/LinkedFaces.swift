import Basics
import Drawing
import Plans
import Rendering

/// Wrongly recognised faces beside what was predicted of them: on a page each face leads to its row in the table below; in
/// every other format it is a sheet of pictures.
struct LinkedFaces: DocumentBlock {
  let faces: [(picture: Picture, mark: String)]
  let synthetic: String?
  let name = "faces"

  /// In CSS pixels.
  private static let width = 200.0

  var lowered: [Document.Block] { [.pictures(faces.map(\.picture))] }
  var chart: Chart? { Chart(title: "", pictures: faces.map(\.picture)) }

  func form(_ type: MediaType) -> String? {
    guard type == .html else { return nil }
    return "<div class=\"mien-faces\">\n" + faces.map(figure).joined(separator: "\n") + "\n</div>"
  }

  /// That the data are not real stands on each, as it may be copied out.
  private func figure(_ picture: Picture, _ mark: String) -> String {
    let alone = Chart(title: "", pictures: [picture.captioned("")], synthetic: synthetic)
    let scene = ChartLayout.scene(of: alone, on: .page, width: Self.width)
    let svg = SVGText(colors: .byPage).text(of: scene, isWhole: false)
    let caption = markupEscaped(picture.caption)
    return "<figure><a href=\"#\(mark)\" title=\"what was predicted of it\">\(svg)<figcaption>\(caption)</figcaption>"
      + "</a></figure>"
  }
}

/// A table whose rows can be led to on a page.
struct MarkedTable: DocumentBlock {
  let table: Table
  /// Of each row; letters, digits and hyphens.
  let marks: [String]
  let name = "table"

  var lowered: [Document.Block] { [.table(table)] }

  func form(_ type: MediaType) -> String? {
    type == .html ? HTMLText().text(of: table, marks: marks) : nil
  }
}
