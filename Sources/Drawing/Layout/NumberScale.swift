import Basics

/// Numbers along an axis.
struct NumberScale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool
  private let given: [Double]?

  /// - Parameters:
  ///   - numbers: all that must be seen.
  ///   - includesZero: whether what is drawn begins at zero.
  init(
    _ numbers: [Double], range: ClosedRange<Double>?, ticks: [Double]?, isLogarithmic: Bool, includesZero: Bool
  ) {
    let finite = numbers.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    self.isLogarithmic = isLogarithmic && low > 0 && range == nil
    given = ticks
    if let range {
      (low, high) = (range.lowerBound, range.upperBound)
    } else if self.isLogarithmic {
      let factor = high > low ? Self.power(high / low, 0.04) : 2
      (low, high) = (low / factor, high * factor)
    } else {
      if includesZero { (low, high) = (min(low, 0), max(high, 0)) }
      if high <= low { (low, high) = (low - max(abs(low) * 0.1, 0.5), high + max(abs(high) * 0.1, 0.5)) }
      let room = (high - low) * 0.04
      let (bottom, top) = (low, high)
      if !(includesZero && bottom == 0) { low -= room }
      if !(includesZero && top == 0) { high += room }
    }
    (self.low, self.high) = (low, high > low ? high : low + 1)
  }

  /// Where a number lies between the ends, from 0 to 1.
  func share(_ number: Double) -> Double {
    guard isLogarithmic else { return (number - low) / (high - low) }
    return Self.logarithm(number / low) / Self.logarithm(high / low)
  }

  /// Round numbers between the ends, at most so many, and never fewer than two where there is room for them.
  func ticks(atMost most: Int) -> [Double] {
    if let given, given.count <= most { return given.filter { $0 >= low && $0 <= high } }
    return isLogarithmic ? decades(atMost: most) : evenSteps(atMost: most)
  }

  private func evenSteps(atMost most: Int) -> [Double] {
    let length = high - low
    var step = Self.tenTo(Int(Self.logarithm(length / Double(max(1, most))).rounded(.down)))
    for factor in [1.0, 2, 5, 10, 20, 50] where length / (step * factor) <= Double(max(1, most)) {
      step *= factor
      break
    }
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard last >= first else { return [] }
    return (0...Int(last - first)).map { index in
      // Dividing by a whole number is exact where multiplying by 0.1 is not.
      let place = first + Double(index)
      return step < 1 ? place / (1 / step).rounded() : place * step
    }
  }

  /// Powers of ten; where there are fewer than three, 2 and 5 times them too.
  private func decades(atMost most: Int) -> [Double] {
    let first = Int(Self.logarithm(low).rounded(.up))
    let last = Int(Self.logarithm(high).rounded(.down))
    guard last - first > 1 else {
      let steps = (first - 1...max(first, last)).flatMap { power in [1.0, 2, 5].map { $0 * Self.tenTo(power) } }
      let between = steps.filter { $0 >= low && $0 <= high }
      if (2...max(2, most)).contains(between.count) { return between }
      return last > first ? [Self.tenTo(first), Self.tenTo(last)] : evenSteps(atMost: most)
    }
    let stride = max(1, (last - first) / max(1, most - 1) + ((last - first) % max(1, most - 1) == 0 ? 0 : 1))
    return Swift.stride(from: first, through: last, by: stride).map(Self.tenTo)
  }

  /// All in one form: "0.0", "0.5", "1.0"; each in its own where they go over decades: "0.01", "1", "100".
  static func labels(_ ticks: [Double]) -> [String] {
    let largest = ticks.map(abs).max() ?? 0
    if let least = ticks.min(), least > 0, largest / least >= 99 { return ticks.flatMap { labels([$0]) } }
    guard largest < 1e9, largest == 0 || largest >= 1e-4 else { return ticks.map(powerOfTen) }
    let digits = (0...6).first { digits in
      let scale = tenTo(digits)
      return ticks.allSatisfy { abs(($0 * scale).rounded() - $0 * scale) < 1e-6 * max(1, abs($0 * scale)) }
    }
    guard let digits else { return ticks.map { NumberFormat.significant($0, digits: 3) } }
    return ticks.map { digits == 0 ? grouped(Int($0)) : NumberFormat.decimal($0, digits: digits) }
  }

  /// "3e12", "5e-10": no row of zeros to count.
  private static func powerOfTen(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return NumberFormat.shortest(value) }
    var power = Int(logarithm(abs(value)).rounded(.down))
    func factor() -> Double { power < 0 ? value * tenTo(-power) : value / tenTo(power) }
    // A power of ten may lie a last bit below its logarithm.
    if abs(factor()) >= 9.995 { power += 1 }
    return NumberFormat.significant(factor(), digits: 3) + "e\(power)"
  }

  static func tenTo(_ power: Int) -> Double {
    (0..<min(abs(power), 308)).reduce(1.0) { value, _ in power < 0 ? value / 10 : value * 10 }
  }

  /// To the base of ten, by exponent and a series: no library of the system, so that pictures are the same everywhere.
  static func logarithm(_ number: Double) -> Double {
    guard number > 0, number.isFinite else { return 0 }
    // ln m = 2 artanh((m - 1)/(m + 1)), m between 1 and 2.
    let ratio = (number.significand - 1) / (number.significand + 1)
    var (sum, term) = (0.0, ratio)
    for power in stride(from: 1.0, through: 41, by: 2) {
      sum += term / power
      term *= ratio * ratio
    }
    let natural = 2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3
    return natural / 2.302_585_092_994_045_7
  }

  /// The share of a factor: near enough for the room at the ends of an axis.
  private static func power(_ factor: Double, _ share: Double) -> Double {
    1 + logarithm(factor) * 2.302_585_092_994_045_7 * share
  }
}
