/// Numbers as people read them, without Foundation and without the locale of the machine.
public enum NumberFormat {
  /// A fixed number of digits after the point, rounded as C and Python do it: exactly, ties to even.
  /// What rounds to zero has no sign.
  /// - Parameters:
  ///   - digits: 0 to 15; others are taken as the nearest of these.
  ///   - missing: stands for what is not finite; where it is nil, that is "nan", "inf" or "-inf".
  public static func decimal(_ value: Double, digits: Int = 3, missing: String? = nil) -> String {
    guard value.isFinite else { return missing ?? (value.isNaN ? "nan" : value < 0 ? "-inf" : "inf") }
    let digits = min(max(digits, 0), 15)
    let magnitude = abs(value)
    // Beyond 2⁵³ every Double is whole, and beyond 2⁶³ no integer type here holds it.
    guard magnitude < 0x1p63 else { return "\(value)" }
    var whole = digits == 0 ? magnitude.rounded(.toNearestOrEven) : magnitude.rounded(.down)
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    var part = digits == 0 ? 0 : roundedProduct(magnitude - whole, scale)
    if digits > 0, part >= scale {
      whole += 1
      part = 0
    }
    let sign = value < 0 && (whole > 0 || part > 0) ? "-" : ""
    let fraction = String(UInt64(part))
    let zeros = String(repeating: "0", count: max(0, digits - fraction.count))
    return sign + String(UInt64(whole)) + (digits == 0 ? "" : "." + zeros + fraction)
  }

  /// a · b to the nearest whole number, ties to even, judged on the exact product.
  private static func roundedProduct(_ a: Double, _ b: Double) -> Double {
    let product = a * b
    let error = (-product).addingProduct(a, b)
    let below = product.rounded(.down)
    let beyondHalf = product - below - 0.5
    if beyondHalf != 0 { return beyondHalf > 0 ? below + 1 : below }
    if error != 0 { return error > 0 ? below + 1 : below }
    return below.truncatingRemainder(dividingBy: 2) == 0 ? below : below + 1
  }

  /// Rounded to so many digits from the first that is not 0, in the shortest spelling: "0.0003124", "12350".
  public static func significant(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0 else { return shortest(value) }
    var (scaled, power) = (abs(value), 0)
    while scaled >= 10 { (scaled, power) = (scaled / 10, power + 1) }
    while scaled < 1 { (scaled, power) = (scaled * 10, power - 1) }
    let places = digits - 1 - power
    let scale = (0..<abs(places)).reduce(1.0) { scale, _ in scale * 10 }
    // Powers of ten beyond this are not exact, and would leave digits behind the last.
    guard abs(places) <= 22 else {
      let kept = (scaled * (1..<max(1, digits)).reduce(1.0) { kept, _ in kept * 10 }).rounded()
      let rounded = Double("\(value < 0 ? "-" : "")\(Int(kept))e\(-places)") ?? value
      return shortest(rounded.isFinite ? rounded : value)
    }
    return shortest(places >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale)
  }

  /// The least number of one digit that a positive value does not exceed: "0.0003" for 0.00025. Others as they are.
  public static func roundedUp(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return shortest(value) }
    var (scaled, power) = (value, 0)
    while scaled >= 10 { (scaled, power) = (scaled / 10, power + 1) }
    while scaled < 1 { (scaled, power) = (scaled * 10, power - 1) }
    // 0.1 is no binary number, so that what should be whole is off by a little.
    return shortest(Double("\(Int((scaled - 1e-9).rounded(.up)))e\(power)") ?? value)
  }

  /// The shortest digits that give the same number back, whole numbers without a point: "5", "0.1", "1e-07".
  public static func shortest(_ value: Double) -> String {
    if value.isFinite, value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return String(value)
  }

  /// A share of 1 as a percentage: "51.9%".
  public static func percent(_ share: Double, digits: Int = 1) -> String {
    decimal(share * 100, digits: digits) + "%"
  }

  /// A size in memory or on disk in powers of 1,024: "512 B", "1.2 GiB".
  public static func bytes(_ count: Int) -> String {
    guard count.magnitude >= 1024 else { return "\(count) B" }
    var size = Double(count)
    var unit = 0
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    size /= 1024
    // 1,023.95 and more would be shown as 1024.0 of the unit.
    while abs(size) >= 1023.95, unit < units.count - 1 {
      size /= 1024
      unit += 1
    }
    return decimal(size, digits: 1) + " " + units[unit]
  }

  /// A time in its two greatest units: "45 ms", "0.8 s", "42 s", "2 min 5 s", "3 h 12 min", "2 d 4 h".
  /// Negative times and those that are not numbers are "?".
  public static func duration(seconds: Double) -> String {
    guard seconds >= 0, seconds.isFinite else { return "?" }
    if seconds < 0.0995 { return decimal(seconds * 1000, digits: seconds < 0.00995 ? 1 : 0) + " ms" }
    if seconds < 9.95 { return decimal(seconds, digits: 1) + " s" }
    guard seconds < 1e15 else { return "?" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return pair(whole / 60, "min", whole % 60, "s") }
    let minutes = (whole + 30) / 60
    if minutes < 24 * 60 { return pair(minutes / 60, "h", minutes % 60, "min") }
    let hours = (minutes + 30) / 60
    return pair(hours / 24, "d", hours % 24, "h")
  }

  private static func pair(_ great: Int, _ greatUnit: String, _ small: Int, _ smallUnit: String) -> String {
    "\(great) \(greatUnit)" + (small == 0 ? "" : " \(small) \(smallUnit)")
  }
}

/// A whole number with a comma between groups of three digits: "45,379".
public func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  let groups = digits.indices.map { index in
    (index > 0 && (digits.count - index).isMultiple(of: 3) ? "," : "") + String(digits[index])
  }
  return (number < 0 ? "-" : "") + groups.joined()
}
