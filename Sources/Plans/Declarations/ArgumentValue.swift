import Basics

/// An argument after names and arithmetic have been worked out, before its parameter has looked at it.
public indirect enum ArgumentValue: Sendable {
  public enum Unit: String, Sendable {
    case plain = ""
    case percent = "%"
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
  }

  /// As written: 25 with `.percent` for `25%`.
  case number(Double, Unit)
  case text(String)
  /// A bare name that the parameter's type gives a meaning to.
  case word(String)
  case boolean(Bool)
  case none
  case list([ArgumentValue])
  case value(PlanValue)
  case condition(Condition)
  /// A stage that is handed to another, such as a model to `vote`.
  case step(PlanStep)

  var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// The unit that a number was written in.
  var unit: Unit {
    if case .number(_, let unit) = self { unit } else { .plain }
  }

  /// What it is, for errors.
  public var description: String {
    switch self {
    case .number(let value, let unit): NumberFormat.shortest(value) + unit.rawValue
    case .text(let text): "\"\(text)\""
    case .word(let word): word
    case .boolean(let value): value ? "yes" : "no"
    case .none: "none"
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .value(let value): value.kind.description
    case .condition(let condition): "(\(condition.text))"
    case .step(let step): "(\(step.text))"
    }
  }
}

/// A comparison over the columns of a row, such as `(macro_f1 > 0.4)`.
public struct Condition: Sendable, Equatable {
  /// As written, without the parentheses.
  public let text: String
  /// The columns it reads.
  public let columns: [String]
  /// What else stands in it and has a value of its own, such as `base.macro_f1`.
  public let known: [(text: String, value: Scalar)]
  /// Given the columns' values in the order of `columns`.
  public let holds: @Sendable ([Scalar]) throws -> Bool

  public init(
    text: String, columns: [String], known: [(text: String, value: Scalar)] = [],
    holds: @escaping @Sendable ([Scalar]) throws -> Bool
  ) {
    self.text = text
    self.columns = columns
    self.known = known
    self.holds = holds
  }

  public static func == (a: Condition, b: Condition) -> Bool {
    a.text == b.text && a.columns == b.columns
  }
}
