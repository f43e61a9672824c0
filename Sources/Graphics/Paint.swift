import Basics

/// A colour of the screen, 8 bits a channel.
public struct ScreenColor: Sendable, Hashable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.init(red: red, green: green, blue: blue)
  }

  /// From 0 to 255, as bright as it looks (ITU-R BT.601).
  var brightness: Double { 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) }

  /// This colour at 0, `other` at 1.
  func mixed(with other: ScreenColor, _ share: Double) -> ScreenColor {
    let share = min(max(share, 0), 1)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return ScreenColor(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// The nearest of the 256-colour palette's cube of 6³ and its 24 greys.
  var palette: Int {
    let levels = [0, 95, 135, 175, 215, 255]
    func nearest(_ value: UInt8) -> Int {
      levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
    }
    let cube = (nearest(red), nearest(green), nearest(blue))
    let average = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = min(max((average - 3) / 10, 0), 23)
    let cubeDistance = distance(levels[cube.0], levels[cube.1], levels[cube.2])
    let greyDistance = distance(8 + 10 * grey, 8 + 10 * grey, 8 + 10 * grey)
    return greyDistance < cubeDistance ? 232 + grey : 16 + 36 * cube.0 + 6 * cube.1 + cube.2
  }

  private func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
    let (dr, dg, db) = (Int(red) - r, Int(green) - g, Int(blue) - b)
    return dr * dr + dg * dg + db * db
  }
}

extension TerminalStyle {
  /// The control code that sets these colours; empty where the style has none.
  func code(foreground: ScreenColor? = nil, background: ScreenColor? = nil) -> String {
    ControlCode.beginning(parameters(foreground, background))
  }

  /// `text` in these colours, and whatever follows as before.
  func painted(_ text: String, foreground: ScreenColor? = nil, background: ScreenColor? = nil) -> String {
    ControlCode.painted(text, parameters(foreground, background))
  }

  private func parameters(_ foreground: ScreenColor?, _ background: ScreenColor?) -> String {
    guard color != .none else { return "" }
    return [foreground.map { part("38", $0) }, background.map { part("48", $0) }].compactMap { $0 }
      .joined(separator: ";")
  }

  private func part(_ place: String, _ color: ScreenColor) -> String {
    self.color == .trueColor
      ? "\(place);2;\(color.red);\(color.green);\(color.blue)" : "\(place);5;\(color.palette)"
  }
}

/// Colours that stay apart for readers who see red and green alike (Okabe & Ito 2008).
enum Palette {
  static let series = [
    ScreenColor(86, 180, 233), ScreenColor(230, 159, 0), ScreenColor(0, 158, 115), ScreenColor(204, 121, 167),
    ScreenColor(240, 228, 66), ScreenColor(213, 94, 0),
  ]
}
