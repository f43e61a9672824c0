import Basics
import CCairo
import Drawing

extension Printer {
  func draw(_ scene: Scene, _ pen: inout pen) {
    color(.background, &pen)
    pen_rectangle(&pen, 0, 0, scene.width, scene.height)
    for shape in scene.shapes { draw(shape, &pen) }
  }

  private func color(_ ink: Ink, _ pen: inout pen, alpha: Double = 1) {
    let color = theme.color(ink)
    pen_color(&pen, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255, alpha)
  }

  private func draw(_ shape: Shape, _ pen: inout pen) {
    switch shape {
    case .rectangle(let box, let ink, let texture):
      color(ink, &pen)
      pen_rectangle(&pen, box.x, box.y, box.width, box.height)
      if texture > 0 { hatch(box, texture, &pen) }
    case .line(let points, let ink, let width, let isDashed):
      color(ink, &pen)
      trace(points, &pen)
      pen_stroke(&pen, width, isDashed ? 1 : 0)
    case .area(let points, let ink):
      color(ink, &pen, alpha: 0.2)
      trace(points, &pen)
      pen_fill(&pen)
    case .symbol(let symbol, let place, let size, let ink): self.symbol(symbol, place, size, ink, &pen)
    case .text(let text): self.text(text, &pen)
    case .image(let box, let picture): image(box, picture, &pen)
    }
  }

  private func trace(_ points: [Point], _ pen: inout pen) {
    for (index, point) in points.enumerated() {
      if index == 0 { pen_move(&pen, point.x, point.y) } else { pen_line(&pen, point.x, point.y) }
    }
  }

  private func hatch(_ box: Box, _ texture: Int, _ pen: inout pen) {
    color(.background, &pen)
    for (from, to) in Hatching.strokes(texture, in: box) {
      pen_move(&pen, from.x, from.y)
      pen_line(&pen, to.x, to.y)
    }
    pen_stroke(&pen, 1.3, 0)
  }

  private func symbol(_ symbol: Symbol, _ place: Point, _ size: Double, _ ink: Ink, _ pen: inout pen) {
    color(ink, &pen)
    switch symbol {
    case .circle:
      pen_circle(&pen, place.x, place.y, size / 2)
      pen_fill(&pen)
    case .ring:
      pen_circle(&pen, place.x, place.y, size / 2 - 1)
      pen_stroke(&pen, 2, 0)
    default:
      for points in symbol.outlines(at: place, size: size) {
        trace(points, &pen)
        if symbol.isOpen { pen_stroke(&pen, 2.5, 0) } else { pen_fill(&pen) }
      }
    }
  }

  private func text(_ text: SceneText, _ pen: inout pen) {
    color(text.ink, &pen)
    let anchor: Double =
      switch text.anchor {
      case .start: 0
      case .middle: 0.5
      case .end: 1
      }
    let place = text.baseline
    pen_text(
      &pen, PrintedText(text.text, of: text.whole).pieces, place.x, place.y, text.size, text.role.isBold ? 1 : 0,
      anchor,
      text.isTurned ? text.box.height : text.box.width, text.isTurned ? 1 : 0)
  }

  private func image(_ box: Box, _ picture: Picture, _ pen: inout pen) {
    guard picture.width > 0, picture.height > 0 else { return }
    var pixels = [UInt8](repeating: 0, count: picture.width * picture.height * 4)
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let to = (y * picture.width + x) * 4
        for channel in 0..<3 { pixels[to + channel] = picture[x, y, 2 - channel] }
      }
    }
    pen_image(&pen, &pixels, Int32(picture.width), Int32(picture.height), box.x, box.y, box.width, box.height)
  }
}
