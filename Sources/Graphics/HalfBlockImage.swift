import Basics

/// A picture in the terminal: two pixels a character, one above the other, by the upper half block in two colours; four
/// by quadrants where the picture is wider than its columns. Without colour each character shows the brightness of its two
/// pixels.
/// - Parameters:
///   - image: shrunk where it is too wide, never enlarged.
///   - columns: the most columns to take; by default the style's width.
/// - Returns: lines without a line end after the last; each resets its colours.
public func halfBlockImage(_ image: Picture, columns: Int? = nil, style: TerminalStyle) -> String {
  imageLines(image, columns: min(columns ?? style.width, style.width), style: style).joined(separator: "\n")
}

/// The lines of a picture; each takes as many columns as the (shrunk) picture.
func imageLines(_ image: Picture, columns: Int, style: TerminalStyle) -> [String] {
  if style.color != .none, style.characters == .unicode, image.width > columns, columns > 0 {
    return quadrantLines(image, columns: columns, style: style)
  }
  let image = image.shrunk(toWidth: max(1, columns))
  return stride(from: 0, to: image.height, by: 2).map { y in
    style.color == .none ? shadedLine(image, y, style) : coloredLine(image, y, style)
  }
}

private func shadedLine(_ image: Picture, _ y: Int, _ style: TerminalStyle) -> String {
  let ramp = style.characters == .unicode ? Array(" ░▒▓█") : Array(" .:-=+*#%@")
  return String(
    (0..<image.width).map { x in
      let upper = image.color(x, y).brightness
      let brightness = y + 1 < image.height ? (upper + image.color(x, y + 1).brightness) / 2 : upper
      return ramp[min(ramp.count - 1, Int(brightness / 256 * Double(ramp.count)))]
    })
}

private func coloredLine(_ image: Picture, _ y: Int, _ style: TerminalStyle) -> String {
  var line = ""
  var last = ""
  for x in 0..<image.width {
    let lower = y + 1 < image.height ? image.color(x, y + 1) : nil
    let code = style.code(foreground: image.color(x, y), background: lower)
    if code != last {
      // A last row without a lower half must not keep an older background.
      line += lower == nil && !last.isEmpty ? ControlCode.reset + code : code
      last = code
    }
    line += style.characters == .unicode ? "▀" : "\""
  }
  return line.isEmpty ? "" : line + ControlCode.reset
}

extension Picture {
  fileprivate func color(_ x: Int, _ y: Int) -> ScreenColor {
    ScreenColor(self[x, y, 0], self[x, y, 1], self[x, y, 2])
  }
}
