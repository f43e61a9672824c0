import Basics
import Drawing

/// A chart in a terminal, as wide as the style; lines without a line end after the last.
///
/// Colours are those of a dark page where both pages would do; text keeps the terminal's own.
public func chartText(_ chart: Chart, style: TerminalStyle) -> String {
  let scene = ChartLayout.scene(of: chart, on: .cells, width: Double(min(style.width, 120)))
  let canvas = CellCanvas(scene, isASCII: style.characters == .ascii, isColored: style.color != .none)
  guard style.color != .none else { return canvas.lines.map(printableLine).joined(separator: "\n") }
  return canvas.rows.map { row in
    var cells = row[...]
    while let last = cells.last, last.character == " ", last.ground == nil, last.pixels == nil { cells.removeLast() }
    return painted(cells, style)
  }.joined(separator: "\n")
}

private func painted(_ cells: ArraySlice<CellCanvas.Cell>, _ style: TerminalStyle) -> String {
  var line = ""
  var last = ""
  for cell in cells {
    guard let character = cell.character else {
      line += cell.unseen
      continue
    }
    let code = code(of: cell, style)
    if code != last {
      line += (last.isEmpty ? "" : ControlCode.reset) + code
      last = code
    }
    line += printableLine(String(character) + cell.unseen)
  }
  return last.isEmpty ? line : line + ControlCode.reset
}

private func code(of cell: CellCanvas.Cell, _ style: TerminalStyle) -> String {
  if let pixels = cell.pixels {
    return style.code(foreground: ScreenColor(pixels.upper), background: ScreenColor(pixels.lower))
  }
  let ground = cell.ground.map { ScreenColor(Theme.dark.color($0)) }
  switch cell.ink {
  case .text, .grid, .background: return ground.map { style.code(background: $0) } ?? ""
  case .faint: return ground.map { style.code(background: $0) } ?? ControlCode.beginning("2")
  case .notice: return ControlCode.beginning("1;30;43")
  case .series, .ramp, .onRamp:
    guard cell.character != " " || ground != nil else { return "" }
    return style.code(foreground: ScreenColor(Theme.dark.color(cell.ink)), background: ground)
  }
}

extension ScreenColor {
  fileprivate init(_ color: Color) {
    self.init(red: color.red, green: color.green, blue: color.blue)
  }
}
