import Datasets
import Drawing
import Plans

/// A form in which a picture is written to a file.
enum PictureFile: String, CaseIterable {
  case svg
  case vegaLite = "vl.json"

  /// By the ending of the name; nil where that is none of a picture.
  init?(path: String) {
    let name = path.lowercased()
    guard let form = Self.allCases.first(where: { name.hasSuffix("." + $0.rawValue) }) else { return nil }
    self = form
  }

  /// - Parameter width: in millimetres.
  func write(_ chart: Chart, to path: String, width: Double, dotsPerInch: Int) throws {
    let pixels = width / 25.4 * 96
    switch self {
    case .svg:
      let scene = ChartLayout.scene(of: chart, on: .page, width: pixels)
      try writeWholeFile(Array(SVGText().text(of: scene).utf8), to: path)
    case .vegaLite: try writeWholeFile(Array(VegaLite().text(of: chart).utf8), to: path)
    }
  }
}
