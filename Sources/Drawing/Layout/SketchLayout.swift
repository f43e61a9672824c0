import Basics

extension ChartLayout {
  mutating func draw(_ sketch: Sketch) {
    if medium.isCells { drawInCells(sketch) } else { drawOnPage(sketch) }
  }

  // MARK: - A page

  private mutating func drawOnPage(_ sketch: Sketch) {
    // A small sketch is not blown up.
    let scale = min(room / sketch.width, 1.15)
    let left = medium.margin + max(0, (room - sketch.width * scale) / 2)
    top += medium.space / 2
    let top = top
    func place(_ point: Point) -> Point { Point(left + point.x * scale, top + point.y * scale) }
    for link in sketch.links {
      shapes += arrow(link, sketch, scale, place)
    }
    for node in sketch.nodes { draw(node, at: place(node.center), scale) }
    self.top += sketch.height * scale + medium.space
  }

  /// From edge to edge of frames; to the middle of what has none.
  private func arrow(_ link: Sketch.Link, _ sketch: Sketch, _ scale: Double, _ place: (Point) -> Point) -> [Shape] {
    let (from, to) = (sketch.nodes[link.from], sketch.nodes[link.to])
    var points = [anchor(from)] + link.bends + [anchor(to)]
    if case .framed = from.look { points[0] = edge(of: from, towards: points[1]) }
    if case .framed = to.look { points[points.count - 1] = edge(of: to, towards: points[points.count - 2]) }
    let placed = points.map(place)
    let ink = link.isArrow ? Ink.text : .grid
    var parts = [Shape.line(placed, ink, width: link.width * scale, isDashed: link.isDashed)]
    if link.isArrow, let tip = placed.last {
      parts.append(
        .line(head(at: tip, from: placed[placed.count - 2], 8 * scale), ink, width: 1.5 * scale, isDashed: false))
    }
    return parts
  }

  private func anchor(_ node: Sketch.Node) -> Point {
    guard case .dot(let size) = node.look else { return node.center }
    return Point(node.center.x, node.center.y - node.room.height / 2 + size / 2)
  }

  /// Where the way from a frame's middle to a point leaves the frame.
  private func edge(of node: Sketch.Node, towards point: Point) -> Point {
    let (dx, dy) = (point.x - node.center.x, point.y - node.center.y)
    let (width, height) = (node.room.width / 2 + 2, node.room.height / 2 + 2)
    let share = min(dx == 0 ? .infinity : width / abs(dx), dy == 0 ? .infinity : height / abs(dy))
    guard share.isFinite, share < 1 else { return node.center }
    return Point(node.center.x + dx * share, node.center.y + dy * share)
  }

  /// The two sides of an arrow's head.
  private func head(at tip: Point, from: Point, _ length: Double) -> [Point] {
    let (dx, dy) = (tip.x - from.x, tip.y - from.y)
    let norm = (dx * dx + dy * dy).squareRoot()
    guard norm > 0 else { return [tip, tip] }
    let (x, y) = (dx / norm * length, dy / norm * length)
    return [Point(tip.x - x - y * 0.45, tip.y - y + x * 0.45), tip, Point(tip.x - x + y * 0.45, tip.y - y - x * 0.45)]
  }

  private mutating func draw(_ node: Sketch.Node, at center: Point, _ scale: Double) {
    let room = node.room
    let (width, height) = (room.width * scale, room.height * scale)
    let box = Box(center.x - width / 2, center.y - height / 2, width, height)
    let ink = node.series.map { Ink.series($0) } ?? .text
    switch node.look {
    case .word(let size): add(scaled: node, in: box, size * scale, ink)
    case .framed(let isDashed):
      shapes.append(.rectangle(box, .background, texture: 0))
      let corners = [
        Point(box.x, box.y), Point(box.maxX, box.y), Point(box.maxX, box.maxY), Point(box.x, box.maxY),
        Point(box.x, box.y),
      ]
      shapes.append(.line(corners, ink, width: 1.8 * scale, isDashed: isDashed))
      shapes.append(
        .symbol(.of(series: node.series ?? 0), Point(box.x + 14 * scale, box.midY), size: 10 * scale, ink))
      let text = Box(
        box.x + 25 * scale, box.y + 6 * scale, box.width - 34 * scale, medium.lineHeight(.label) * scale)
      add(scaled: node, in: text, scale, .text)
    case .dot(let size):
      shapes.append(
        .symbol(.of(series: node.series ?? 0), Point(box.midX, box.y + size * scale / 2), size: size * scale, ink))
      let line = medium.lineHeight(.label) * scale
      let textWidth = medium.width(node.text, .label) * scale
      add(scaled: node, in: Box(box.midX - textWidth / 2, box.maxY - line, textWidth, line), scale, .text)
    }
  }

  private mutating func add(scaled node: Sketch.Node, in box: Box, _ scale: Double, _ ink: Ink) {
    guard !node.text.isEmpty else { return }
    shapes.append(
      .text(
        SceneText(
          text: node.text, whole: noted(node.whole, as: node.text), box: box, role: .label, ink: ink, anchor: .middle,
          isTurned: false, scale: scale)))
  }

  // MARK: - Cells

  /// Names with their symbols, near their places; where one is taken, on the next free line.
  private mutating func drawInCells(_ sketch: Sketch) {
    // A letter is some seven pixels wide, and half as wide as high.
    let scale = min(width / sketch.width, 1.0 / 7)
    var taken: [Box] = []
    var centers: [Point] = []
    for node in sketch.nodes {
      let mark = node.series == nil ? 0.0 : 2
      let text = medium.elided(node.text, to: width - mark, .label)
      let size = medium.width(text, .label) + mark
      let x = min(max(0, (node.center.x * scale - size / 2).rounded()), max(0, width - size))
      var box = Box(x, (node.center.y * scale / 2).rounded(), size, 1)
      while taken.contains(where: { $0.overlaps(Box(box.x - 1, box.y, box.width + 2, 1)) }) { box.y += 1 }
      taken.append(box)
      centers.append(Point(box.midX, box.y))
      if let series = node.series {
        shapes.append(.symbol(.of(series: series), Point(box.x, top + box.y), size: 1, .series(series)))
      }
      add(text, of: node.whole, at: box.x + mark, top + box.y, .label, .text)
    }
    // Dots between many words are a fog; arrows are few, and say everything.
    if sketch.links.allSatisfy(\.isArrow) { addArrows(sketch, centers) }
    top += (taken.map(\.maxY).max() ?? 0)
  }

  private mutating func addArrows(_ sketch: Sketch, _ centers: [Point]) {
    var lines: [Shape] = []
    for link in sketch.links {
      let (from, to) = (centers[link.from], centers[link.to])
      let step = to.y > from.y ? 1.0 : to.y < from.y ? -1 : 0
      let (start, end) = (Point(from.x, top + from.y + step), Point(to.x, top + to.y - step))
      if step != 0, abs(to.y - from.y) > 1 {
        lines.append(.line([start, end], .faint, width: 1, isDashed: link.isDashed))
        lines.append(.symbol(step > 0 ? .down : .triangle, end, size: 1, .text))
      }
    }
    // Names are drawn over them.
    shapes.insert(contentsOf: lines, at: max(0, shapes.count - sketch.nodes.count * 2))
  }
}
