import Basics
import Diagnostics
import Syntax

/// A comparison that chooses rows elsewhere, in names and values, which choose them here: `age=31..100` for `age > 30`.
struct RowComparison {
  private let formula: Formula
  private let source: SourceText

  init(_ formula: Formula, of source: SourceText) {
    (self.formula, self.source) = (formula, source)
  }

  /// nil for what is no comparison.
  init?(_ text: String) {
    guard text.contains(where: { "<>=".contains($0) }) else { return nil }
    let parsed = parse(SourceText(name: "comparison", text: "only (\(text))"))
    guard parsed.diagnostics.isEmpty, case .call(let call)? = parsed.script.statements.first?.pipeline?.steps.first,
      case .formula(let formula, _)? = call.arguments.first?.value, formula.isComparison
    else { return nil }
    self.init(formula, of: parsed.script.source)
  }

  var text: String {
    guard case .call(let call)? = parse(source).script.statements.first?.pipeline?.steps.first,
      let argument = call.arguments.first
    else { return "" }
    return String(slice(argument.span, of: source).dropFirst().dropLast())
  }

  /// As arguments of what chooses rows; nil for what names and values cannot say.
  var arguments: String? { values(formula) }

  /// `age=31..100` for `age > 30`; nil for what names and values cannot say.
  private func values(_ formula: Formula) -> String? {
    switch formula {
    case .value(.formula(let inner, _)): return values(inner)
    case .binary(.and, let left, let right, _):
      guard let left = values(left), let right = values(right) else { return nil }
      return "\(left) \(right)"
    case .binary(let sign, .value(.name(let name)), .value(let value), _): return values(name.text, sign, value)
    case .binary(let sign, .value(let value), .value(.name(let name)), _):
      return Self.turned[sign].flatMap { values(name.text, $0, value) }
    default: return nil
    }
  }

  private static let turned: [Formula.Operator: Formula.Operator] = [
    .equal: .equal, .less: .greater, .lessOrEqual: .greaterOrEqual, .greater: .less, .greaterOrEqual: .lessOrEqual,
  ]

  private func values(_ name: String, _ sign: Formula.Operator, _ value: Value) -> String? {
    if sign == .equal { return "\(name)=\(slice(value.span, of: source))" }
    guard case .number(let number) = value, number.unit == .plain, let limit = Int(exactly: number.value), limit > 0,
      limit < 1_000_000
    else { return nil }
    // The next round number: where the values end is known to the reader alone.
    var end = 100
    while end <= limit + 1 { end *= 10 }
    switch sign {
    case .greater: return "\(name)=\(limit + 1)..\(end)"
    case .greaterOrEqual: return "\(name)=\(limit)..\(end)"
    case .less: return "\(name)=0..\(limit - 1)"
    case .lessOrEqual: return "\(name)=0..\(limit)"
    default: return nil
    }
  }
}
