import Learning

import Glibc

/// One option that a search may choose: its values laid out over [0, 1].
///
/// Numbers have three significant digits, so that a configuration can be written down as it was tried.
public struct SearchDimension: Sendable, Equatable {
  public enum Domain: Sendable, Equatable {
    /// Evenly spread, or evenly by order of magnitude; then the bounds must be above 0.
    case whole(ClosedRange<Int>, logarithmic: Bool)
    case number(ClosedRange<Double>, logarithmic: Bool)
    /// Without an order.
    case choice([Setting])
  }

  /// As the learner's option is called.
  public let name: String
  public let domain: Domain
  /// Where a search begins.
  public let start: Setting
  /// Where a fit costs least; `start` for options that cost nothing.
  public let cheapest: Setting

  public init(_ name: String, _ domain: Domain, start: Setting, cheapest: Setting? = nil) {
    self.name = name
    self.domain = domain
    self.start = start
    self.cheapest = cheapest ?? start
  }

  /// The value that lies at a position in [0, 1]; positions beyond are taken for the nearest end.
  public func setting(at position: Double) -> Setting {
    let position = min(max(position, 0), 1)
    switch domain {
    case .whole(let range, let logarithmic):
      let value =
        logarithmic
        ? Int(Self.spread(position, Double(range.lowerBound), Double(range.upperBound)).rounded())
        : range.lowerBound + Int(position * Double(range.count))
      return .whole(min(max(value, range.lowerBound), range.upperBound))
    case .number(let range, let logarithmic):
      let value =
        logarithmic
        ? Self.spread(position, range.lowerBound, range.upperBound)
        : range.lowerBound + position * (range.upperBound - range.lowerBound)
      return .number(min(max(value.rounded(toDigits: 3), range.lowerBound), range.upperBound))
    case .choice(let settings): return settings[min(Int(position * Double(settings.count)), settings.count - 1)]
    }
  }

  /// Where a value lies in [0, 1]; the middle of what rounds to it where several positions do.
  public func position(of setting: Setting) -> Double {
    switch domain {
    case .whole(let range, let logarithmic):
      let value = min(max(setting.number ?? 0, Double(range.lowerBound)), Double(range.upperBound))
      return logarithmic
        ? Self.place(of: value, Double(range.lowerBound), Double(range.upperBound))
        : (value - Double(range.lowerBound) + 0.5) / Double(range.count)
    case .number(let range, let logarithmic):
      let value = min(max(setting.number ?? 0, range.lowerBound), range.upperBound)
      guard range.upperBound > range.lowerBound else { return 0.5 }
      return logarithmic
        ? Self.place(of: value, range.lowerBound, range.upperBound)
        : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .choice(let settings):
      return (Double(settings.firstIndex(of: setting) ?? 0) + 0.5) / Double(settings.count)
    }
  }

  /// The smallest move from `setting` that reaches another whole number; nil where any move does.
  func leastStep(at setting: Setting) -> Double? {
    guard case .whole(let range, let logarithmic) = domain, range.count > 1 else { return nil }
    guard logarithmic else { return 1 / Double(range.count - 1) }
    let ratio = Double(range.upperBound) / Double(range.lowerBound)
    return log(1 + 1 / max(1, setting.number ?? 1)) / log(ratio)
  }

  private static func spread(_ position: Double, _ lower: Double, _ upper: Double) -> Double {
    exp(log(lower) + position * (log(upper) - log(lower)))
  }

  private static func place(of value: Double, _ lower: Double, _ upper: Double) -> Double {
    upper > lower ? log(value / lower) / log(upper / lower) : 0.5
  }
}

extension Double {
  /// The nearest number of that many significant decimal digits.
  func rounded(toDigits digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    var power = digits - 1
    var magnitude = magnitude
    while magnitude >= 10 {
      magnitude /= 10
      power -= 1
    }
    while magnitude < 1 {
      magnitude *= 10
      power += 1
    }
    // Dividing by a power of ten is exact rounding; multiplying by its inverse would not be.
    var factor = 1.0
    for _ in 0..<abs(power) { factor *= 10 }
    return power >= 0 ? (self * factor).rounded() / factor : (self / factor).rounded() * factor
  }
}
