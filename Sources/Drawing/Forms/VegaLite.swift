import Basics

/// A chart as a specification of Vega-Lite 5 with its data, for those who restyle it.
public struct VegaLite: Sendable {
  public init() {}

  /// - Parameter width: of one panel, in CSS pixels.
  public func text(of chart: Chart, width: Int = 300) -> String {
    specification(of: chart, width: width).text + "\n"
  }

  /// The same as a value.
  public func specification(of chart: Chart, width: Int = 300) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(name: "$schema", value: .string("https://vega.github.io/schema/vega-lite/v5.json")),
      .init(name: "title", value: title(of: chart)),
    ]
    if let sketch = chart.sketch { return .object(members + self.members(of: sketch, chart)) }
    guard chart.pictures.isEmpty else {
      return .object(members + pictures(chart.pictures))
    }
    members.append(.init(name: "data", value: .object(["values": .array(values(of: chart))])))
    let isFaceted = chart.panels.count > 1
    let layers: JSONValue.Member = .init(name: "layer", value: .array(self.layers(of: chart)))
    let size = [
      JSONValue.Member(name: "width", value: .integer(width)), .init(name: "height", value: height(of: chart)),
    ]
    if isFaceted {
      members += [
        .init(name: "facet", value: .object(["field": .string("panel"), "type": .string("nominal"), "sort": .null])),
        .init(name: "columns", value: .integer(2)), .init(name: "spec", value: .object([layers] + size)),
      ]
    } else {
      members += [layers] + size
    }
    return .object(members)
  }

  private func title(of chart: Chart) -> JSONValue {
    // Without a title Vega shows no subtitle either.
    let lines = ([chart.title, chart.notice ?? ""].filter { !$0.isEmpty } + chart.caption).map(drawable)
    return .object([
      "text": .string(lines.first ?? ""), "subtitle": .strings(Array(lines.dropFirst())), "anchor": .string("start"),
    ])
  }

  private func height(of chart: Chart) -> JSONValue {
    chart.y.names == nil ? .integer(220) : .object(["step": .integer(18)])
  }

  private func layers(of chart: Chart) -> [JSONValue] {
    let count = chart.panels.map(\.layers.count).max() ?? 0
    return (0..<count).flatMap { index -> [JSONValue] in
      let layers = chart.panels.compactMap { index < $0.layers.count ? $0.layers[index] : nil }
      guard let mark = layers.first?.mark else { return [] }
      let filter = JSONValue.Member(
        name: "transform", value: .array([.object(["filter": .string("datum.layer === \(index)")])]))
      let hasIntervals = layers.contains { $0.data.contains { $0.interval != nil } }
      let hasTexts = layers.contains { $0.data.contains { !$0.text.isEmpty } }
      var specs: [[JSONValue.Member]] = [[self.mark(mark), encoding(mark, chart)]]
      if hasIntervals, mark == .bars || mark == .points { specs.append(interval(chart)) }
      if mark == .tiles, hasTexts { specs.append(tileTexts(chart)) }
      return specs.map { .object([filter] + $0) }
    }
  }

  private func mark(_ mark: Layer.Mark) -> JSONValue.Member {
    let type: JSONValue =
      switch mark {
      case .bars: .string("bar")
      case .points, .dots: .object(["type": .string("point"), "filled": .boolean(true), "size": .integer(60)])
      case .line: .string("line")
      case .band: .object(["type": .string("area"), "opacity": .number(0.2)])
      case .tiles: .string("rect")
      case .rule: .object(["type": .string("rule"), "strokeDash": .array([.integer(4), .integer(3)])])
      }
    return .init(name: "mark", value: type)
  }

  private func encoding(_ mark: Layer.Mark, _ chart: Chart) -> JSONValue.Member {
    var channels: [JSONValue.Member] = []
    switch mark {
    case .rule:
      let isUpright = chart.panels.flatMap(\.layers).filter { $0.mark == .rule }.flatMap(\.data).contains {
        $0.x.number != nil
      }
      channels.append(isUpright ? axis("x", chart.x, chart) : axis("y", chart.y, chart))
    case .band:
      channels += [
        axis("x", chart.x, chart), axis("y", chart.y, chart, field: "low"),
        .init(name: "y2", value: .object(["field": .string("high")])),
      ]
    default:
      channels += [axis("x", chart.x, chart), axis("y", chart.y, chart)]
      if mark == .bars || mark == .points, chart.y.names != nil, !chart.series.names.isEmpty {
        channels.append(
          .init(
            name: "yOffset",
            value: .object(["field": .string("series"), "type": .string("nominal"), "sort": names(chart.series.names)]))
        )
      }
    }
    if mark == .tiles, let ramp = chart.ramp {
      channels.append(.init(name: "color", value: color(ramp)))
    } else if !chart.series.names.isEmpty, mark != .rule {
      channels.append(.init(name: "color", value: color(chart.series)))
      if mark == .points || mark == .dots {
        channels.append(.init(name: "shape", value: shape(chart.series)))
      }
    }
    if chart.hasFaintData { channels.append(faintness) }
    return .init(name: "encoding", value: .object(channels))
  }

  private var faintness: JSONValue.Member {
    .init(
      name: "opacity",
      value: .object([
        "condition": .object(["test": .string("datum.faint"), "value": .number(0.35)]), "value": .integer(1),
      ]))
  }

  private func color(_ ramp: Ramp) -> JSONValue {
    .object([
      "field": .string("value"), "type": .string("quantitative"), "title": .string(drawable(ramp.title)),
      "scale": .object([
        "scheme": .string("cividis"), "domain": .numbers([ramp.range.lowerBound, ramp.range.upperBound]),
      ]),
    ])
  }

  func color(_ series: Series) -> JSONValue {
    .object([
      "field": .string("series"), "type": .string("nominal"), "title": .string(drawable(series.title)),
      "scale": .object([
        "domain": names(series.names),
        "range": .strings(series.names.indices.map { Theme.light.color(.series($0)).hexadecimal }),
      ]),
    ])
  }

  private func shape(_ series: Series) -> JSONValue {
    .object([
      "field": .string("series"), "type": .string("nominal"), "title": .string(drawable(series.title)),
      "scale": .object([
        "domain": names(series.names),
        "range": .strings(series.names.indices.map { Symbol.of(series: $0).vegaShape }),
      ]),
    ])
  }

  private func axis(_ channel: String, _ axis: Axis, _ chart: Chart, field: String? = nil) -> JSONValue.Member {
    var members: [JSONValue.Member] = [
      .init(name: "field", value: .string(field ?? channel)),
      .init(name: "title", value: .string(drawable(axis.title))),
    ]
    switch axis.scale {
    case .names(let all):
      members += [.init(name: "type", value: .string("nominal")), .init(name: "sort", value: names(all))]
    case .numbers(let range, let ticks, let isLogarithmic):
      members.append(.init(name: "type", value: .string("quantitative")))
      var scale: [JSONValue.Member] = [
        .init(name: "zero", value: .boolean(chart.panels.flatMap(\.layers).contains { $0.mark == .bars }))
      ]
      if let range { scale.append(.init(name: "domain", value: .numbers([range.lowerBound, range.upperBound]))) }
      if isLogarithmic { scale = [.init(name: "type", value: .string("log"))] }
      members.append(.init(name: "scale", value: .object(scale)))
      if let ticks { members.append(.init(name: "axis", value: .object(["values": .numbers(ticks)]))) }
    }
    return .init(name: channel, value: .object(members))
  }

  private func interval(_ chart: Chart) -> [JSONValue.Member] {
    let isAcross = chart.y.names != nil
    let (along, other) = isAcross ? ("x", "y") : ("y", "x")
    var channels = [
      axis(along, isAcross ? chart.x : chart.y, chart, field: "low"),
      JSONValue.Member(name: along + "2", value: .object(["field": .string("high")])),
      axis(other, isAcross ? chart.y : chart.x, chart),
    ]
    if isAcross, !chart.series.names.isEmpty {
      channels.append(
        .init(
          name: "yOffset",
          value: .object(["field": .string("series"), "type": .string("nominal"), "sort": names(chart.series.names)])))
    }
    if chart.hasFaintData { channels.append(faintness) }
    return [.init(name: "mark", value: .string("rule")), .init(name: "encoding", value: .object(channels))]
  }

  private func tileTexts(_ chart: Chart) -> [JSONValue.Member] {
    let middle = chart.ramp.map { ($0.range.lowerBound + $0.range.upperBound) / 2 } ?? 0
    return [
      .init(name: "mark", value: .string("text")),
      .init(
        name: "encoding",
        value: .object([
          axis("x", chart.x, chart), axis("y", chart.y, chart),
          .init(name: "text", value: .object(["field": .string("text"), "type": .string("nominal")])),
          .init(
            name: "color",
            value: .object([
              "condition": .object([
                "test": .string("datum.value > \(NumberFormat.shortest(middle))"), "value": .string("black"),
              ]), "value": .string("white"),
            ])),
        ])),
    ]
  }

  private func values(of chart: Chart) -> [JSONValue] {
    chart.panels.flatMap { panel in
      panel.layers.enumerated().flatMap { index, layer in
        layer.data.map { datum in value(of: datum, layer: index, panel, chart) }
      }
    }
  }

  private func value(of datum: Datum, layer: Int, _ panel: Chart.Panel, _ chart: Chart) -> JSONValue {
    var members: [JSONValue.Member] = [.init(name: "layer", value: .integer(layer))]
    if chart.panels.count > 1 { members.append(.init(name: "panel", value: .string(drawable(panel.title)))) }
    members += [("x", datum.x, chart.x), ("y", datum.y, chart.y)].compactMap { name, coordinate, axis in
      self.value(coordinate, axis).map { .init(name: name, value: $0) }
    }
    if let interval = datum.interval {
      members += [
        .init(name: "low", value: .number(interval.lowerBound)),
        .init(name: "high", value: .number(interval.upperBound)),
      ]
    }
    if let series = datum.series, series < chart.series.names.count {
      members.append(.init(name: "series", value: .string(drawable(chart.series.names[series]))))
    }
    if let value = datum.value { members.append(.init(name: "value", value: .number(value))) }
    if datum.isFaint { members.append(.init(name: "faint", value: .boolean(true))) }
    if !datum.text.isEmpty { members.append(.init(name: "text", value: .string(drawable(datum.text)))) }
    return .object(members)
  }

  private func value(_ coordinate: Coordinate, _ axis: Axis) -> JSONValue? {
    switch coordinate {
    case .everywhere: return nil
    case .number(let number): return .number(number)
    case .place(let place):
      guard let names = axis.names, names.indices.contains(place) else { return nil }
      return .string(drawable(names[place]))
    }
  }

  private func names(_ names: [String]) -> JSONValue { .strings(names.map(drawable)) }

  private func pictures(_ pictures: [Picture]) -> [JSONValue.Member] {
    let across = 8
    let values = pictures.enumerated().map { index, picture in
      JSONValue.object([
        "column": .integer(index % across), "row": .integer(index / across),
        "caption": .string(drawable(picture.caption)),
        "url": .string(PlainPNG.dataURI(picture)),
      ])
    }
    func channel(_ field: String) -> JSONValue {
      .object(["field": .string(field), "type": .string("ordinal"), "axis": .null])
    }
    func layer(_ mark: JSONValue, _ name: String, _ field: String) -> JSONValue {
      .object([
        .init(name: "mark", value: mark),
        .init(
          name: "encoding",
          value: .object([
            .init(name: "x", value: channel("column")), .init(name: "y", value: channel("row")),
            .init(name: name, value: .object(["field": .string(field), "type": .string("nominal")])),
          ])),
      ])
    }
    let image: JSONValue = .object(["type": .string("image"), "width": .integer(60), "height": .integer(60)])
    let caption: JSONValue = .object([
      "type": .string("text"), "dy": .integer(38), "fontSize": .integer(9), "limit": .integer(68),
    ])
    return [
      .init(name: "data", value: .object(["values": .array(values)])),
      .init(name: "width", value: .object(["step": .integer(70)])),
      .init(name: "height", value: .object(["step": .integer(84)])),
      .init(name: "layer", value: .array([layer(image, "url", "url"), layer(caption, "text", "caption")])),
    ]
  }
}

extension Chart {
  fileprivate var hasFaintData: Bool { panels.contains { $0.layers.contains { $0.data.contains(where: \.isFaint) } } }
}
