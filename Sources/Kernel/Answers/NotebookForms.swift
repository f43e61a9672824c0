import Basics
import CommandLine
import Diagnostics
import Drawing
import Imaging
import Plans
import Printing
import Rendering

/// A value in the forms that notebooks show: of each the richest that they can is taken.
enum NotebookForms {
  /// Plain text always. A picture: SVG, PNG where Cairo is there, and Vega-Lite. Anything else: a static part of a page,
  /// and LaTeX and Markdown of its tables.
  /// - Parameter field: the name of the field that a bare number was asked for by; nil for every other value.
  static func forms(of value: PlanValue, field: String? = nil) -> [JSONValue.Member] {
    let text = plainText(of: value, field: field)
    let plain = JSONValue.Member(name: MediaType.plainText.name, value: .string(text))
    // A number in a page would have no name.
    guard field == nil else { return [plain] }
    if let chart = chart(of: value) { return [plain] + forms(of: chart) }
    var forms = [plain, .init(name: MediaType.html.name, value: .string(page(of: value)))]
    let tables = value.payload.tables
    guard !tables.isEmpty else { return forms }
    for format in [TableFormat.markdown, .latex] {
      forms.append(
        .init(name: format.mediaType.name, value: .string(ControlCharacters.replaced(in: format.text(of: tables)))))
    }
    return forms
  }

  /// What the prompt writes of a value.
  static func plainText(of value: PlanValue, field: String?) -> String {
    let text = Renderer().text(of: value)
    return field.map(text.withNumberNamed) ?? text
  }

  /// A picture alone, not a page with one.
  private static func chart(of value: PlanValue) -> Chart? {
    let blocks = value.payload.document.blocks
    guard case .custom(let block)? = blocks.first, blocks.count == 1 else { return nil }
    return block.chart
  }

  private static func forms(of chart: Chart) -> [JSONValue.Member] {
    let scene = ChartLayout.scene(of: chart, on: .page, width: Chart.usualWidth)
    var forms: [JSONValue.Member] = [
      .init(name: MediaType.svg.name, value: .string(SVGText(colors: .fixed(.light)).text(of: scene, isWhole: false)))
    ]
    if let png = try? png(of: scene) { forms.append(.init(name: "image/png", value: .string(Base64.text(png)))) }
    forms.append(.init(name: "application/vnd.vegalite.v5+json", value: VegaLite().specification(of: chart)))
    return forms
  }

  private static func png(of scene: Scene) throws -> [UInt8] {
    let drawn = try Printer().pixels(scene, dotsPerInch: 144)
    return try encodePNG(
      Image(width: drawn.width, height: drawn.height, channels: 3, pixels: drawn.pixels), showing: .drawing)
  }

  /// Without scripts; a style of its own, since notebooks know none of Mien's classes.
  private static func page(of value: PlanValue) -> String {
    "<div class=\"mien\"><style>\(partStyle)</style>\n\(HTMLText().text(of: value.payload.document))</div>"
  }
}
