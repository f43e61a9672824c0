import Basics

/// A cell of a table, or a number or text by itself.
public enum Scalar: Sendable, Hashable {
  case number(Double)
  /// A number with how sure it is.
  case estimate(Estimate)
  case text(String)
  case boolean(Bool)
  case missing

  public var number: Double? {
    switch self {
    case .number(let value): value
    case .estimate(let estimate): estimate.value
    default: nil
    }
  }

  /// An estimate as its number alone, for comparisons and arithmetic; anything else as it is.
  public var plain: Scalar {
    if case .estimate(let estimate) = self { .number(estimate.value) } else { self }
  }

  /// For people: at most four decimals, of what is smaller than a thousandth four digits.
  public var text: String {
    switch self {
    case .number(let value): Self.rounded(value)
    case .estimate(let estimate): estimate.isUpperBound ? estimate.boundText : Self.rounded(estimate.value)
    case .text(let text): text
    case .boolean(let value): value ? "yes" : "no"
    case .missing: "–"
    }
  }

  private static func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    guard abs(value) < 1e9 else { return String(value) }
    guard abs(value) >= 0.001 else { return NumberFormat.significant(value, digits: 4) }
    let scaled = Int((abs(value) * 10_000).rounded())
    let fraction = String(scaled % 10_000)
    return (value < 0 ? "-" : "") + "\(scaled / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
  }

  /// Orders numbers before texts, and what is missing last.
  public static func precedes(_ a: Scalar, _ b: Scalar) -> Bool {
    switch (a.plain, b.plain) {
    case (.number(let x), .number(let y)): x < y
    case (.text(let x), .text(let y)): x < y
    case (.boolean(let x), .boolean(let y)): !x && y
    default: a.rank < b.rank
    }
  }

  private var rank: Int {
    switch self {
    case .number, .estimate: 0
    case .text: 1
    case .boolean: 2
    case .missing: 3
    }
  }
}
