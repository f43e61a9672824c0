import Basics

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
    // What is only known to be smaller has a form of its own, whatever the others are like.
    let bounds = estimates.filter(\.isUpperBound).map(\.value)
    let finite = numbers.filter { $0.isFinite && !bounds.contains($0) }
    if estimates.contains(where: { !$0.isUpperBound }) {
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
    if case .estimate(let estimate) = cell {
      return estimate.isUpperBound ? estimate.boundText + (kind == .estimates ? room : "") : text(estimate)
    }
    guard let number = cell.number, number.isFinite else { return cell.text + (kind == .estimates ? room : "") }
    switch kind {
    case .estimates: return NumberFormat.decimal(number, digits: 3, missing: "–") + room
    case .decimals: return NumberFormat.decimal(number, digits: 4, missing: "–")
    case .whole: return abs(number) < 10_000 ? NumberFormat.shortest(number) : grouped(Int(number))
    case .mixed: return NumberFormat.significant(number, digits: 4)
    }
  }

  private var room: String { hasSigns ? "  " : "" }

  private func text(_ estimate: Estimate) -> String {
    guard estimate.value.isFinite else { return "–" + room }
    var text = NumberFormat.decimal(estimate.value, digits: 3, missing: "–")
    if tellsSpread, let deviation = estimate.deviation {
      text += " ± " + NumberFormat.decimal(deviation, digits: 3, missing: "–")
    } else if tellsSpread, let lower = estimate.lower, let upper = estimate.upper {
      text +=
        " [\(NumberFormat.decimal(lower, digits: 3, missing: "–")), \(NumberFormat.decimal(upper, digits: 3, missing: "–"))]"
    }
    switch estimate.standing {
    case .best: return text + (starsBest ? " *" : room)
    case .tied: return text + " ≈"
    default: return text + room
    }
  }
}
