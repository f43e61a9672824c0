import Basics

extension VegaLite {
  /// A sketch: its links as lines between places, its nodes as texts there. Places go down, as on a page.
  func members(of sketch: Sketch, _ chart: Chart) -> [JSONValue.Member] {
    let nodes = sketch.nodes.map { node -> JSONValue in
      var members: [JSONValue.Member] = [
        .init(name: "text", value: .string(node.whole)), .init(name: "x", value: .number(node.center.x)),
        .init(name: "y", value: .number(node.center.y)), .init(name: "size", value: .number(size(of: node))),
      ]
      if let series = node.series, chart.series.names.indices.contains(series) {
        members.append(.init(name: "series", value: .string(drawable(chart.series.names[series]))))
      }
      return .object(members)
    }
    let links = sketch.links.enumerated().flatMap { index, link -> [JSONValue] in
      ([sketch.nodes[link.from].center] + link.bends + [sketch.nodes[link.to].center]).enumerated().map { step, point in
        .object([
          .init(name: "link", value: .integer(index)), .init(name: "step", value: .integer(step)),
          .init(name: "x", value: .number(point.x)), .init(name: "y", value: .number(point.y)),
        ])
      }
    }
    let line = layer(links, mark: .object(["type": .string("line"), "color": .string("#bbbbbb")]), sketch) {
      [
        .init(name: "detail", value: .object(["field": .string("link"), "type": .string("nominal")])),
        .init(name: "order", value: .object(["field": .string("step"), "type": .string("quantitative")])),
      ]
    }
    let text = layer(nodes, mark: .object(["type": .string("text")]), sketch) {
      [
        .init(name: "text", value: .object(["field": .string("text"), "type": .string("nominal")])),
        .init(
          name: "size",
          value: .object(["field": .string("size"), "type": .string("quantitative"), "scale": .null, "legend": .null])),
      ] + (chart.series.names.isEmpty ? [] : [.init(name: "color", value: color(chart.series))])
    }
    return [
      .init(name: "width", value: .integer(Int(sketch.width.rounded()))),
      .init(name: "height", value: .integer(Int(sketch.height.rounded()))),
      .init(name: "layer", value: .array((links.isEmpty ? [] : [line]) + [text])),
    ]
  }

  private func size(of node: Sketch.Node) -> Double {
    if case .word(let scale) = node.look { TextRole.label.size * scale } else { TextRole.label.size }
  }

  private func layer(
    _ values: [JSONValue], mark: JSONValue, _ sketch: Sketch, _ channels: () -> [JSONValue.Member]
  ) -> JSONValue {
    func axis(_ name: String, _ length: Double) -> JSONValue.Member {
      let domain = name == "y" ? [length, 0] : [0, length]
      return .init(
        name: name,
        value: .object([
          "field": .string(name), "type": .string("quantitative"), "axis": .null,
          "scale": .object(["domain": .numbers(domain), "zero": .boolean(false)]),
        ]))
    }
    return .object([
      .init(name: "data", value: .object(["values": .array(values)])), .init(name: "mark", value: mark),
      .init(
        name: "encoding", value: .object([axis("x", sketch.width), axis("y", sketch.height)] + channels())),
    ])
  }
}
