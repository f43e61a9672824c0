import Basics

/// A drawing without axes: texts, and links between them, where a layout put them (a diagram of causes, a network, packed
/// words). A layout asks `Node.room` how large each is, places the rooms without overlap, and hands the centres in; drawn
/// narrower or wider, everything grows or shrinks together, so that what did not overlap does not.
public struct Sketch: Sendable, Equatable {
  /// How a node looks.
  public enum Look: Sendable, Equatable {
    /// The text alone, so many times as large as a label.
    case word(scale: Double)
    /// The symbol of its series before the text, in a frame.
    case framed(isDashed: Bool)
    /// The symbol of its series, so large, above the text.
    case dot(size: Double)
  }

  public struct Node: Sendable, Equatable {
    /// As it is drawn: cut where it is so long that it would make the picture of the others small.
    public let text: String
    public let whole: String
    public var look: Look
    public var series: Int?
    /// In CSS pixels, from the upper left corner of the sketch.
    public var center: Point

    /// - Parameter short: what of it is drawn (`shortened`); nil for its beginning where it is long.
    public init(
      _ text: String, cutTo short: String? = nil, _ look: Look, series: Int? = nil, center: Point = Point(0, 0)
    ) {
      whole = drawable(text)
      self.text = short ?? Medium.page.elided(whole, to: Self.widest, .label)
      self.look = look
      self.series = series
      self.center = center
    }

    /// Some forty letters.
    private static let widest = 300.0

    /// What is drawn of the names of nodes, so that those that begin alike are told apart.
    public static func shortened(_ names: [String]) -> [String] {
      Medium.page.shortened(names.map(drawable), to: widest, .label)
    }

    /// The room that it takes on a page.
    public var room: (width: Double, height: Double) {
      let text = Medium.page.width(self.text, .label)
      let height = Medium.page.lineHeight(.label)
      return switch look {
      case .word(let scale): (text * scale, height * scale)
      case .framed: (text + 34, height + 12)
      case .dot(let size): (max(text, size), height + size + 2)
      }
    }
  }

  /// A line between two nodes.
  public struct Link: Sendable, Equatable {
    public var from: Int
    public var to: Int
    /// Where it turns on its way.
    public var bends: [Point]
    public var isArrow: Bool
    public var isDashed: Bool
    /// In CSS pixels.
    public var width: Double

    public init(
      from: Int, to: Int, bends: [Point] = [], isArrow: Bool = false, isDashed: Bool = false, width: Double = 1.2
    ) {
      self.from = from
      self.to = to
      self.bends = bends
      self.isArrow = isArrow
      self.isDashed = isDashed
      self.width = width
    }
  }

  public var nodes: [Node]
  public var links: [Link]
  public var width: Double
  public var height: Double

  /// - Precondition: links name nodes that are there.
  public init(nodes: [Node], links: [Link] = [], width: Double, height: Double) {
    precondition(links.allSatisfy { nodes.indices.contains($0.from) && nodes.indices.contains($0.to) })
    self.nodes = nodes
    self.links = links
    self.width = max(width, 1)
    self.height = max(height, 1)
  }

  /// Moved so that the rooms of all nodes, and the links' bends, just lie inside.
  public static func fitted(nodes: [Node], links: [Link] = []) -> Sketch {
    let boxes = nodes.map { node in
      Box(node.center.x - node.room.width / 2, node.center.y - node.room.height / 2, node.room.width, node.room.height)
    }
    let bends = links.flatMap(\.bends)
    let left = (boxes.map(\.x) + bends.map(\.x)).min() ?? 0
    let top = (boxes.map(\.y) + bends.map(\.y)).min() ?? 0
    let right = (boxes.map(\.maxX) + bends.map(\.x)).max() ?? 0
    let bottom = (boxes.map(\.maxY) + bends.map(\.y)).max() ?? 0
    func moved(_ point: Point) -> Point { Point(point.x - left, point.y - top) }
    return Sketch(
      nodes: nodes.map { node in
        var node = node
        node.center = moved(node.center)
        return node
      },
      links: links.map { link in
        var link = link
        link.bends = link.bends.map(moved)
        return link
      }, width: right - left, height: bottom - top)
  }
}

extension Chart {
  /// A drawing without axes; series tell what colours and symbols of its nodes mean.
  public init(
    title: String, sketch: Sketch, series: Series = Series(), synthetic: String? = nil, caption: [String] = []
  ) {
    self.init(
      title: title, panels: [], x: Axis(names: []), y: Axis(names: []), series: series, synthetic: synthetic,
      caption: caption)
    self.sketch = sketch
  }
}
