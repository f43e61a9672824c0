import Datasets
import Drawing
import Imaging
import Plans
import Printing
import Rendering

/// A form in which a picture is written to a file.
enum PictureFile: String, CaseIterable {
  case svg, png, pdf
  case vegaLite = "vl.json"

  /// By the ending of the name; nil where that is none of a picture.
  init?(path: String) {
    let name = path.lowercased()
    guard let form = Self.allCases.first(where: { name.hasSuffix("." + $0.rawValue) }) else { return nil }
    self = form
  }

  /// - Parameter width: in millimetres.
  func write(_ chart: Chart, to path: String, width: Double, dotsPerInch: Int) throws {
    // On a page of CSS pixels, of which an inch has 96.
    let scene = ChartLayout.scene(of: chart, on: .page, width: width / 25.4 * 96)
    try writeWholeFile(try bytes(chart, scene, dotsPerInch), to: path)
  }

  private func bytes(_ chart: Chart, _ scene: Scene, _ dotsPerInch: Int) throws -> [UInt8] {
    do throws(Printer.Failure) {
      switch self {
      case .svg: return Array(SVGText().text(of: scene).utf8)
      case .vegaLite: return Array(terminalSafeJSON(VegaLite().text(of: chart)).utf8)
      case .pdf: return try Printer().pdf(scene, creator: "mien \(mienVersion)")
      case .png:
        let drawn = try Printer().pixels(scene, dotsPerInch: dotsPerInch)
        return try png(drawn.width, drawn.height, drawn.pixels, dotsPerInch)
      }
    } catch { throw DrawingError.notPrinted(reason: error.reason) }
  }

  private func png(_ width: Int, _ height: Int, _ pixels: [UInt8], _ dotsPerInch: Int) throws(Printer.Failure)
    -> [UInt8]
  {
    do {
      let file = try encodePNG(Image(width: width, height: height, channels: 3, pixels: pixels), showing: .drawing)
      return PlainPNG.withResolution(file, dotsPerInch: dotsPerInch)
    } catch { throw Printer.Failure(reason: "\(error)") }
  }
}
