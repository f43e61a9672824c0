import Basics

/// Where everything of a chart stands: laid out once, for a page or for the cells of a terminal, then drawn in any form.
public struct ChartLayout {
  let chart: Chart
  let medium: Medium
  let width: Double
  var shapes: [Shape] = []
  /// Where the next part begins.
  var top: Double
  /// Where upright rules cross the plot that is drawn.
  var rules: [Double] = []
  /// Names that were cut, whole, in their order.
  var cutNames: [String] = []

  /// - Parameter width: in CSS pixels (1/96 inch) or cells; no less than 200 or 24.
  public static func scene(of chart: Chart, on medium: Medium, width: Double) -> Scene {
    var layout = ChartLayout(chart, medium, max(width, medium.isCells ? 24 : 200))
    layout.header()
    layout.legend()
    if let sketch = chart.sketch {
      layout.draw(sketch)
    } else if chart.pictures.isEmpty {
      layout.panels()
    } else {
      layout.pictures()
    }
    layout.wholeNames()
    layout.captions()
    return Scene(
      medium: medium, width: layout.width, height: layout.top + medium.margin, shapes: layout.shapes,
      description: layout.description)
  }

  private init(_ chart: Chart, _ medium: Medium, _ width: Double) {
    self.chart = chart
    self.medium = medium
    self.width = width
    top = medium.margin
  }

  private var description: String {
    let axes = [chart.y.title, chart.x.title].filter { !$0.isEmpty }.joined(separator: " by ")
    return ([chart.title, axes, chart.notice ?? ""].filter { !$0.isEmpty }).map(drawable).joined(separator: ". ")
  }

  /// Between the margins.
  var room: Double { width - 2 * medium.margin }

  // MARK: - Parts

  private mutating func header() {
    if let notice = chart.notice {
      paragraph(notice, .notice, .notice)
      top += medium.space / 2
    }
    if !chart.title.isEmpty {
      paragraph(chart.title, .title, .text)
      top += medium.space / 2
    }
  }

  private mutating func captions() {
    guard !chart.caption.isEmpty else { return }
    top += medium.isCells ? 1 : medium.space
    for line in chart.caption { paragraph(line, .small, .faint) }
  }

  /// - Parameter indentation: of the lines after the first.
  mutating func paragraph(_ text: String, _ role: TextRole, _ ink: Ink, indentation: Double = 0) {
    let lines = medium.wrapped(text, to: room, role, lines: 12, indentation: indentation)
    for (index, (line, whole)) in zip(lines, medium.wholes(of: lines, from: text)).enumerated() {
      add(line, whole: whole, at: medium.margin + (index > 0 ? indentation : 0), top, role, ink)
      top += medium.lineHeight(role)
    }
  }

  /// Images in rows, with their captions below.
  private mutating func pictures() {
    let widest = Double(chart.pictures.map(\.width).max() ?? 1)
    let gap = medium.isCells ? 2.0 : 10
    let across = min(
      Double(chart.pictures.count),
      max(1, ((room + gap) / ((medium.isCells ? min(widest, 24) : 84) + gap)).rounded(.down)))
    let side = medium.isCells ? min(widest, 24, room) : min((room + gap) / across - gap, 120)
    let captions = medium.shortened(chart.pictures.map(\.caption), to: side, .small)
    for start in stride(from: 0, to: chart.pictures.count, by: Int(across)) {
      let row = chart.pictures[start..<min(start + Int(across), chart.pictures.count)]
      let heights = row.map { picture in
        let height = side * Double(picture.height) / Double(max(1, picture.width))
        return medium.isCells ? (height / 2).rounded(.up) : height
      }
      let tallest = heights.max() ?? 0
      for (index, (picture, height)) in zip(row, heights).enumerated() {
        let x = medium.margin + Double(index) * (side + gap)
        shapes.append(.image(Box(x, top, side, height), picture))
        add(
          captions[start + index], of: picture.caption, at: x, top + tallest + (medium.isCells ? 0 : 2), .small, .text)
      }
      top += tallest + medium.lineHeight(.small) + (medium.isCells ? 1 : 10)
    }
  }

  // MARK: - Texts

  /// A name from the data, which may have been cut.
  mutating func add(
    _ text: String, of name: String, at x: Double, _ y: Double, _ role: TextRole, _ ink: Ink,
    _ anchor: SceneText.Anchor = .start
  ) {
    add(text, whole: noted(name, as: text), at: x, y, role, ink, anchor)
  }

  /// Keeps a name for the list below the picture where only a part of it is seen.
  /// - Returns: the name, where some of it was cut.
  mutating func noted(_ name: String, as text: String) -> String? {
    let whole = medium.shown(name)
    guard whole != text else { return nil }
    cutNames.append(whole)
    return whole
  }

  /// - Parameters:
  ///   - x: of its beginning, middle or end.
  ///   - y: of its upper edge.
  mutating func add(
    _ text: String, whole: String? = nil, at x: Double, _ y: Double, _ role: TextRole, _ ink: Ink,
    _ anchor: SceneText.Anchor = .start, scale: Double = 1
  ) {
    guard !text.isEmpty else { return }
    let size = medium.width(text, role) * scale
    let left =
      switch anchor {
      case .start: x
      case .middle: x - size / 2
      case .end: x - size
      }
    shapes.append(
      .text(
        SceneText(
          text: text, whole: whole,
          box: Box(medium.snapped(left), medium.snapped(y), size, medium.lineHeight(role) * scale),
          role: role,
          ink: ink, anchor: anchor, isTurned: false, scale: scale)))
  }

  /// Reading upwards, its end at `y`, its middle at `x`.
  mutating func addTurned(
    _ text: String, of name: String, at x: Double, _ y: Double, _ role: TextRole, _ ink: Ink
  ) {
    let whole = noted(name, as: text)
    guard !text.isEmpty else { return }
    let height = medium.lineHeight(role)
    shapes.append(
      .text(
        SceneText(
          text: text, whole: whole, box: Box(x - height / 2, y, height, medium.width(text, role)), role: role, ink: ink,
          anchor: .end, isTurned: true)))
  }
}
