import Basics

/// A laid out chart as SVG. Text stays text; nothing in it runs, and nothing is fetched. The same scene gives the same
/// bytes.
public struct SVGText: Sendable {
  /// For which page it is coloured.
  public enum Colors: Sendable, Equatable {
    case fixed(Theme)
    /// By what the reader's system prefers, where the viewer knows that; light otherwise.
    case adaptive
    /// By the page around it, whose style has `SVGText.styleRules`; light otherwise.
    case byPage
  }

  public let colors: Colors
  /// Ends the names of its parts, where pictures on one page must not share them.
  private let mark: String

  public init(colors: Colors = .adaptive, mark: String = "") {
    self.colors = colors
    self.mark = mark
  }

  /// - Parameter isWhole: whether it is a file by itself, with an XML declaration.
  public func text(of scene: Scene, isWhole: Bool = true) -> String {
    var out = isWhole ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : ""
    let (width, height) = (number(scene.width), number(scene.height))
    out +=
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"mien-chart\(mark.isEmpty ? "" : " mien-" + mark)\" width=\"\(width)\" height=\"\(height)\" "
    out += "viewBox=\"0 0 \(width) \(height)\" role=\"img\" "
    out += "font-family=\"'DejaVu Sans', Verdana, Arial, Helvetica, sans-serif\">\n"
    out += "<title>\(titleEscaped(scene.description))</title>\n"
    if colors == .adaptive {
      out += "<style>@media (prefers-color-scheme: dark) { \(Self.styleRules(.dark, within: "")) }</style>\n"
    }
    out += "<rect width=\"100%\" height=\"100%\" \(fill(.background))/>\n"
    let textures = Set(scene.shapes.compactMap(hatching)).sorted()
    if !textures.isEmpty { out += "<defs>\n\(textures.map(pattern).joined())</defs>\n" }
    for shape in scene.shapes { out += text(of: shape) }
    return out + "</svg>\n"
  }

  /// The colours of a theme as rules of CSS, for a page that holds charts.
  public static func styleRules(_ theme: Theme, within selector: String) -> String {
    let inks: [Ink] = [.text, .faint, .grid, .background, .notice] + (0..<Ink.seriesCount).map { .series($0) }
    return inks.map { ink in
      let color = theme.color(ink).hexadecimal
      let name = "\(selector).mien-chart ." + className(ink)
      return "\(name) { fill: \(color) } \(selector).mien-chart .\(className(ink))-line { stroke: \(color) }"
    }.joined(separator: " ")
  }

  // MARK: - Shapes

  private func text(of shape: Shape) -> String {
    switch shape {
    case .rectangle(let box, let ink, let texture):
      let place =
        "x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" height=\"\(number(box.height))\""
      let plain = "<rect \(place) \(fill(ink))/>\n"
      return texture == 0 ? plain : plain + "<rect \(place) fill=\"url(#mien-hatch-\(texture)\(mark))\"/>\n"
    case .line(let points, let ink, let width, let isDashed):
      let dashes = isDashed ? " stroke-dasharray=\"4 3\"" : ""
      return "<path d=\"\(path(points))\" fill=\"none\" \(stroke(ink)) stroke-width=\"\(number(width))\"\(dashes)/>\n"
    case .area(let points, let ink):
      return "<path d=\"\(path(points))Z\" \(fill(ink)) fill-opacity=\"0.2\"/>\n"
    case .symbol(let symbol, let place, let size, let ink): return self.symbol(symbol, place, size, ink)
    case .text(let text): return self.text(text)
    case .image(let box, let picture):
      return
        "<image x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" "
        + "height=\"\(number(box.height))\" style=\"image-rendering: pixelated\" href=\"\(PlainPNG.dataURI(picture))\"/>\n"
    }
  }

  private func text(_ text: SceneText) -> String {
    let anchor = text.anchor == .start ? "" : " text-anchor=\"\(text.anchor.rawValue)\""
    let weight = text.role.isBold ? " font-weight=\"bold\"" : ""
    let (x, y) = (number(text.baseline.x), number(text.baseline.y))
    let turn = text.isTurned ? " transform=\"rotate(-90 \(x) \(y))\"" : ""
    let place = "x=\"\(x)\" y=\"\(y)\"\(turn)"
    return
      "<text \(place)\(anchor) font-size=\"\(number(text.size))\"\(weight) \(fill(text.ink))>"
      + (text.whole.map { "<title>\(titleEscaped($0))</title>" } ?? "")
      + "\(contentEscaped(text.text, isolation: .svg))</text>\n"
  }

  /// A title holds no elements that would end what turns the direction of writing: such a mark is written by its number.
  private func titleEscaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      escaped +=
        ControlCharacters.turnsWhatFollows(scalar) ? markupReference(scalar) : markupEscaped(String(scalar))
    }
  }

  private func symbol(_ symbol: Symbol, _ place: Point, _ size: Double, _ ink: Ink) -> String {
    switch symbol {
    case .circle:
      return
        "<circle cx=\"\(number(place.x))\" cy=\"\(number(place.y))\" r=\"\(number(size / 2))\" \(fill(ink))/>\n"
    case .ring:
      return
        "<circle cx=\"\(number(place.x))\" cy=\"\(number(place.y))\" r=\"\(number(size / 2 - 1))\" fill=\"none\" "
        + "\(stroke(ink)) stroke-width=\"2\"/>\n"
    default:
      return symbol.outlines(at: place, size: size).map { points in
        symbol.isOpen
          ? "<path d=\"\(path(points))\" fill=\"none\" \(stroke(ink)) stroke-width=\"2.5\"/>\n"
          : "<path d=\"\(path(points))Z\" \(fill(ink))/>\n"
      }.joined()
    }
  }

  private func hatching(_ shape: Shape) -> Int? {
    if case .rectangle(_, _, let texture) = shape, texture > 0 { texture } else { nil }
  }

  private func pattern(_ texture: Int) -> String {
    "<pattern id=\"mien-hatch-\(texture)\(mark)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      + "<path d=\"\(Hatching.path(texture))\" fill=\"none\" \(stroke(.background)) stroke-width=\"1.3\"/></pattern>\n"
  }

  private func path(_ points: [Point]) -> String {
    points.enumerated().map { "\($0 == 0 ? "M" : "L")\(number($1.x)) \(number($1.y))" }.joined()
  }

  // MARK: - Colours

  private var theme: Theme {
    if case .fixed(let theme) = colors { theme } else { .light }
  }

  private func fill(_ ink: Ink) -> String { attribute("fill", ink, "") }
  private func stroke(_ ink: Ink) -> String { attribute("stroke", ink, "-line") }

  private func attribute(_ name: String, _ ink: Ink, _ suffix: String) -> String {
    let color = "\(name)=\"\(theme.color(ink).hexadecimal)\""
    if case .fixed = colors { return color }
    switch ink {
    // Tiles are the same on either page.
    case .ramp, .onRamp: return color
    default: return "class=\"\(Self.className(ink))\(suffix)\" \(color)"
    }
  }

  private static func className(_ ink: Ink) -> String {
    switch ink {
    case .text: "ink"
    case .faint: "faint"
    case .grid: "grid"
    case .background: "page"
    case .notice: "notice"
    case .series(let index): "s\(index % Ink.seriesCount)"
    case .ramp, .onRamp: "tile"
    }
  }

  /// At most two decimals.
  private func number(_ value: Double) -> String {
    NumberFormat.shortest((value * 100).rounded() / 100)
  }
}
