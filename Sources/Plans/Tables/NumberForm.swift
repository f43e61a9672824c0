/// How the numbers of one column are written, all in one form.
struct NumberForm {
  private enum Kind {
    case whole, decimals, mixed, estimates
  }

  private let kind: Kind
  private let tellsSpread: Bool
  private let starsBest: Bool
  /// Whether one of its estimates carries a sign, so that the others keep room for it.
  private let hasSigns: Bool
  let isNumeric: Bool

  init(of cells: [Scalar], tellsSpread: Bool, starsBest: Bool) {
    let numbers = cells.compactMap(\.number)
    isNumeric = !numbers.isEmpty && cells.allSatisfy { $0.number != nil || $0 == .missing }
    let estimates = cells.compactMap { cell in if case .estimate(let estimate) = cell { estimate } else { nil } }
    self.tellsSpread = tellsSpread
    self.starsBest = starsBest
    hasSigns = estimates.contains { $0.standing == .best || $0.standing == .tied }
    let finite = numbers.filter(\.isFinite)
    if !estimates.isEmpty {
      kind = .estimates
    } else if finite.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e15 }) {
      kind = .whole
    } else if finite.allSatisfy({ $0 == 0 || (0.001..<1e9).contains(abs($0)) }) {
      kind = .decimals
    } else {
      kind = .mixed
    }
  }

  func text(_ cell: Scalar) -> String {
    if case .estimate(let estimate) = cell { return text(estimate) }
    guard let number = cell.number, number.isFinite else { return cell.text + (kind == .estimates ? room : "") }
    switch kind {
    case .estimates: return decimalText(number, digits: 3) + room
    case .decimals: return decimalText(number, digits: 4)
    case .whole: return number < 10_000 ? shortest(number) : grouped(Int(number))
    case .mixed: return significantText(number, digits: 4)
    }
  }

  private var room: String { hasSigns ? "  " : "" }

  private func text(_ estimate: Estimate) -> String {
    guard estimate.value.isFinite else { return "–" + room }
    var text = decimalText(estimate.value, digits: 3)
    if tellsSpread, let deviation = estimate.deviation {
      text += " ± " + decimalText(deviation, digits: 3)
    } else if tellsSpread, let lower = estimate.lower, let upper = estimate.upper {
      text += " [\(decimalText(lower, digits: 3)), \(decimalText(upper, digits: 3))]"
    }
    switch estimate.standing {
    case .best: return text + (starsBest ? " *" : room)
    case .tied: return text + " ≈"
    default: return text + room
    }
  }
}

/// Rounded to so many digits from the first that is not 0, in the shortest spelling: "0.0003124", "12350".
public func significantText(_ value: Double, digits: Int) -> String {
  guard value.isFinite, value != 0 else { return shortest(value) }
  var (scaled, power) = (abs(value), 0)
  while scaled >= 10 { (scaled, power) = (scaled / 10, power + 1) }
  while scaled < 1 { (scaled, power) = (scaled * 10, power - 1) }
  let places = digits - 1 - power
  let scale = (0..<abs(places)).reduce(1.0) { scale, _ in scale * 10 }
  guard scale.isFinite else { return shortest(value) }
  return shortest(places >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale)
}

/// With a fixed number of digits after the point; what rounds to zero has no sign.
public func decimalText(_ value: Double, digits: Int) -> String {
  guard value.isFinite, abs(value) < 1e12 else { return value.isFinite ? String(value) : "–" }
  let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
  let scaled = Int((abs(value) * scale).rounded(.toNearestOrEven))
  let whole = String(scaled / Int(scale))
  guard digits > 0 else { return (value < 0 && scaled > 0 ? "-" : "") + whole }
  let fraction = String(scaled % Int(scale))
  return (value < 0 && scaled > 0 ? "-" : "") + whole + "."
    + String(repeating: "0", count: digits - fraction.count) + fraction
}
