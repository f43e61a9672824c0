/// What a mark is coloured by; which colour that is depends on whether the page is light or dark.
public enum Ink: Sendable, Equatable {
  case text
  /// Axes, captions, what can be passed over.
  case faint
  case grid
  /// One of the series, by its place; without series, the only colour.
  case series(Int)
  /// A tile, from 0 to 1.
  case ramp(Double)
  /// Text on such a tile.
  case onRamp(Double)
  /// That the data are not real.
  case notice
  case background

  /// After so many series the colours begin again.
  static let seriesCount = 8
}

/// A colour, 8 bits a channel.
public struct Color: Sendable, Equatable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(_ rgb: UInt32) {
    red = UInt8(rgb >> 16 & 0xFF)
    green = UInt8(rgb >> 8 & 0xFF)
    blue = UInt8(rgb & 0xFF)
  }

  init(red: Double, green: Double, blue: Double) {
    func byte(_ value: Double) -> UInt8 { UInt8(min(max(value, 0), 255).rounded()) }
    (self.red, self.green, self.blue) = (byte(red), byte(green), byte(blue))
  }

  /// "#0072b2"
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return [red, green, blue].reduce(into: "#") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }

  /// Relative luminance, from 0 to 1 (sRGB, WCAG 2).
  var luminance: Double {
    func linear(_ byte: UInt8) -> Double {
      let share = Double(byte) / 255
      // The exact curve is x^2.4; a square is near enough to choose between black and white.
      return share * share
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}

/// Light or dark.
public enum Theme: String, Sendable, CaseIterable {
  case light, dark

  public func color(_ ink: Ink) -> Color {
    let isLight = self == .light
    return switch ink {
    case .text: Color(isLight ? 0x1A1A1A : 0xE6E6E6)
    case .faint: Color(isLight ? 0x555555 : 0xA8A8A8)
    case .grid: Color(isLight ? 0xDDDDDD : 0x3A3A3A)
    case .background: Color(isLight ? 0xFFFFFF : 0x161616)
    case .notice: Color(isLight ? 0xB34700 : 0xFFB366)
    case .series(let index): Color((isLight ? lightSeries : darkSeries)[index % Ink.seriesCount])
    case .ramp(let share): cividis(share)
    case .onRamp(let share): Color(cividis(share).luminance > 0.3 ? 0x000000 : 0xFFFFFF)
    }
  }
}

/// Colours that stay apart for readers who see red and green alike (Okabe & Ito 2008), yellow late since it is pale on
/// white.
private let lightSeries: [UInt32] = [
  0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x000000, 0xF0E442,
]
/// The same where black would not be seen, and the darkest blue a little lighter.
private let darkSeries: [UInt32] = [
  0x3D9BD6, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0xFFFFFF, 0xF0E442,
]

/// Equal steps look equal, in grey too, and to readers who see red and green alike (cividis: Nuñez, Anderton & Renslow
/// 2018). Seventeen of its colours, the ones between them mixed.
private func cividis(_ share: Double) -> Color {
  let place = (share.isFinite ? min(max(share, 0), 1) : 0) * Double(cividisColors.count - 1)
  let index = min(Int(place), cividisColors.count - 2)
  let (a, b, part) = (Color(cividisColors[index]), Color(cividisColors[index + 1]), place - Double(index))
  func mix(_ a: UInt8, _ b: UInt8) -> Double { Double(a) + (Double(b) - Double(a)) * part }
  return Color(red: mix(a.red, b.red), green: mix(a.green, b.green), blue: mix(a.blue, b.blue))
}

private let cividisColors: [UInt32] = [
  0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D, 0x61656F, 0x6F7073, 0x7D7C78, 0x8C8878, 0x9B9476,
  0xABA072, 0xBCAE6C, 0xCDBB63, 0xDEC958, 0xF0D846, 0xFEE838,
]

/// What tells a series apart beside its colour.
public enum Symbol: Int, Sendable, CaseIterable {
  case circle, square, triangle, diamond, down, cross, plus, ring

  /// Shifted where the colours begin again, so that no two of 64 series share both.
  static func of(series: Int) -> Symbol {
    allCases[(series + series / Ink.seriesCount * 3) % allCases.count]
  }
}
