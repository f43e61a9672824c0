import Basics
import Drawing

/// A picture: what `plot` gives. It is shown in every format, and saved as SVG, PNG, PDF or Vega-Lite.
public struct Figure: Payload {
  public static let kind = ValueKinds(value: "a picture")

  public var chart: Chart

  public init(_ chart: Chart) {
    self.chart = chart
  }

  public var valueKind: ValueKinds { Self.kind }
  public var summary: String { chart.title }
  public var synthetic: String? { chart.synthetic }
  public var drawings: [DrawingOffer] { [DrawingOffer("picture", "as it is") { _ in chart }] }

  /// The notice that data are not real stands in the picture itself.
  public var document: Document {
    Document(kind: "picture", blocks: [.custom(ChartBlock(chart: chart))])
  }

  public var tables: [Table] { [chart.table.known(as: synthetic)] }

  public func jsonMembers(program: String) -> [JSONValue.Member] {
    [
      .init(name: "kind", value: .string("picture")), .init(name: "title", value: .string(chart.title)),
      .init(name: "vega_lite", value: VegaLite().specification(of: chart)),
      .init(name: "synthetic", value: .string(synthetic)), .init(name: "plan", value: .string(program)),
    ]
  }
}

/// A picture in a document.
public struct ChartBlock: DocumentBlock {
  public let picture: Chart
  public let name = "picture"

  public init(chart: Chart) {
    picture = chart
  }

  public var chart: Chart? { picture }
  public var lowered: [Document.Block] { [.table(picture.table)] }
  public var members: [JSONValue.Member] {
    [.init(name: "vega_lite", value: VegaLite().specification(of: picture))]
  }

  public func form(_ type: MediaType) -> String? {
    guard type == .svg else { return nil }
    return SVGText(colors: .byPage).text(
      of: ChartLayout.scene(of: picture, on: .page, width: Chart.usualWidth), isWhole: false)
  }
}

extension Chart {
  /// In CSS pixels: 170 mm, the width of a page between its margins.
  public static let usualWidth = 642.5

  /// What is drawn as a table, a mark a row.
  public var table: Table {
    if let sketch { return table(of: sketch) }
    let hasPanels = panels.count > 1
    let data = panels.flatMap { panel in
      panel.layers.filter { $0.mark != .rule && $0.mark != .band && $0.mark != .line || panel.layers.count == 1 }
        .flatMap(\.data).map { (panel.title, $0) }
    }
    let hasIntervals = data.contains { $0.1.interval != nil }
    let hasValues = data.contains { $0.1.value != nil }
    let (xName, yName) = (x.title.isEmpty ? "x" : x.title, y.title.isEmpty ? "y" : y.title)
    let seriesName = series.title.isEmpty ? "series" : series.title
    var columns = hasPanels ? ["panel"] : []
    columns += series.names.isEmpty ? [] : [seriesName]
    columns += [yName, xName] + (hasIntervals ? ["low", "high"] : [])
    columns += hasValues ? [ramp?.title ?? "value", "text"] : []
    let rows = data.map { panel, datum in
      var cells: [Scalar] = hasPanels ? [.text(panel)] : []
      if !series.names.isEmpty { cells.append(datum.series.map { .text(series.names[$0]) } ?? .missing) }
      cells += [Self.scalar(datum.y, y), Self.scalar(datum.x, x)]
      if hasIntervals {
        cells += [datum.interval?.lowerBound, datum.interval?.upperBound].map { $0.map { .number($0) } ?? .missing }
      }
      if hasValues { cells += [datum.value.map { .number($0) } ?? .missing, .text(datum.text)] }
      return Table.Row(cells)
    }
    return Table(columns: columns, rows: rows, synthetic: synthetic)
  }

  /// Nodes with what they are linked to.
  private func table(of sketch: Sketch) -> Table {
    let links = Dictionary(grouping: sketch.links, by: \.from)
    let isPlain = sketch.links.isEmpty
    let seriesName = series.title.isEmpty ? "series" : series.title
    let rows = sketch.nodes.enumerated().map { place, node in
      var cells: [Scalar] = [.text(node.whole)]
      if !series.names.isEmpty { cells.append(node.series.map { .text(series.names[$0]) } ?? .missing) }
      if !isPlain {
        cells.append(.text((links[place] ?? []).map { sketch.nodes[$0.to].text }.joined(separator: ", ")))
      }
      return Table.Row(cells)
    }
    let hasArrows = sketch.links.contains(where: \.isArrow)
    return Table(
      columns: ["name"] + (series.names.isEmpty ? [] : [seriesName])
        + (isPlain ? [] : [hasArrows ? "arrows to" : "linked to"]), rows: rows, synthetic: synthetic)
  }

  private static func scalar(_ coordinate: Coordinate, _ axis: Axis) -> Scalar {
    switch coordinate {
    case .number(let number): .number(number)
    case .place(let place): axis.names.flatMap { $0.indices.contains(place) ? .text($0[place]) : nil } ?? .missing
    case .everywhere: .missing
    }
  }
}
