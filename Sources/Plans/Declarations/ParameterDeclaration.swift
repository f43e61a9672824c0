import Basics

/// A parameter as data: for help, completion, errors, and a search over its bounds.
public struct ParameterDeclaration: Sendable {
  public let name: String
  public let help: String
  public let type: ParameterType
  public let bounds: Bounds
  /// How its default is written; nil where it must be given.
  public let defaultText: String?
  public let isPositional: Bool
  /// What other programs call it, so that a habit gets a helpful answer.
  public let aliases: [String]

  /// Whether arguments of names that no parameter has are its own.
  public var takesAnyName: Bool { type == .namedValues }

  public init(
    name: String, help: String, type: ParameterType, bounds: Bounds, defaultText: String?, isPositional: Bool,
    aliases: [String]
  ) {
    self.name = name
    self.help = help
    self.type = type
    self.bounds = bounds
    self.defaultText = defaultText
    self.isPositional = isPositional
    self.aliases = aliases
  }
}

/// What a parameter takes; decides what a bare name in its place means, and what completion offers.
public indirect enum ParameterType: Sendable, Equatable {
  case integer
  case number
  /// 25% or 0.25
  case share
  case duration
  case boolean
  /// One of these words, written bare.
  case words([String])
  /// Quoted text.
  case text
  /// Quoted path of a file or folder.
  case path
  /// A column of the table, written bare.
  case column
  /// Something that is known of rows, such as an attribute or the subject, written bare.
  case attribute
  /// A value that rows have in a column, written bare, as a number or in quotes.
  case rowValue
  /// Values of rows under whatever name they are given: `sex=F age=[20, 30]`.
  case namedValues
  /// The name of a stage, command, variable or code, written bare or quoted.
  case topic
  /// A variable or a pipeline in parentheses.
  case variable
  /// A comparison in parentheses over a row's columns.
  case condition
  /// A model stage, bare or in parentheses with its arguments.
  case model
  /// A stage, or several in parentheses, in place of a parameter of a `def`.
  case stage
  /// Whatever the body of a `def` does with it.
  case anything
  case list(ParameterType)
  /// Any of these.
  case either([ParameterType])

  /// In words, for help and errors.
  public var description: String {
    switch self {
    case .integer: "a whole number"
    case .number: "a number"
    case .share: "a share such as 25%"
    case .duration: "a time such as 60s"
    case .boolean: "yes or no"
    case .words(let words): words.joined(separator: ", ")
    case .text: "a quoted text"
    case .path: "a quoted path"
    case .column: "a column"
    case .attribute: "an attribute such as sex, or class, subject, source"
    case .rowValue: "a value"
    case .namedValues: "values by the name of an attribute"
    case .topic: "a name"
    case .variable: "a variable"
    case .condition: "a comparison in parentheses"
    case .model: "a model, in parentheses where it has arguments"
    case .stage: "a stage, in parentheses where it has arguments"
    case .anything: "a value"
    case .list(.model): "a list of models, each in parentheses where it has arguments"
    case .list(let element): "\(element.description), or a list of such"
    case .either(let types): types.map(\.description).joined(separator: ", or ")
    }
  }

  /// The words it offers, however deep.
  public var words: [String] {
    switch self {
    case .words(let words): words
    case .list(let element): element.words
    case .either(let types): types.flatMap(\.words)
    default: []
    }
  }

  /// The unit that its numbers are written in.
  public var unit: ArgumentValue.Unit {
    switch self {
    case .share: .percent
    case .duration: .seconds
    case .list(let element): element.unit
    default: .plain
    }
  }

  /// Whether it takes `type`, by itself or as one of several.
  public func includes(_ type: ParameterType) -> Bool {
    switch self {
    case .either(let types): types.contains { $0.includes(type) }
    case .list(let element): element.includes(type)
    default: self == type
    }
  }
}

/// The numbers that a parameter allows.
public struct Bounds: Sendable, Equatable {
  public var lower: Double?
  public var upper: Double?
  /// Whether `lower` itself is out of bounds.
  public var excludesLower = false
  /// Whether `upper` itself is out of bounds.
  public var excludesUpper = false

  public static let none = Bounds()

  public static func greaterThan(_ lower: Double) -> Bounds {
    Bounds(lower: lower, excludesLower: true)
  }

  public static func from(_ lower: Double) -> Bounds {
    Bounds(lower: lower)
  }

  public static func between(_ lower: Double, _ upper: Double) -> Bounds {
    Bounds(lower: lower, upper: upper)
  }

  /// Neither end is allowed.
  public static func inside(_ lower: Double, _ upper: Double) -> Bounds {
    Bounds(lower: lower, upper: upper, excludesLower: true, excludesUpper: true)
  }

  /// The upper end alone is allowed.
  public static func greaterThan(_ lower: Double, atMost upper: Double) -> Bounds {
    Bounds(lower: lower, upper: upper, excludesLower: true)
  }

  public func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    if let lower, value < lower || (excludesLower && value == lower) { return false }
    if let upper, value > upper || (excludesUpper && value == upper) { return false }
    return true
  }

  /// "between 1 and 40", "greater than 0", "at least 1".
  public var description: String { description(in: .plain) }

  /// In the unit that an argument was written in: "greater than 0% and less than 100%", "greater than 0s".
  public func description(in unit: ArgumentValue.Unit) -> String {
    let least = lower.map { (excludesLower ? "greater than " : "at least ") + unit.text(of: $0) }
    let most = upper.map { (excludesUpper ? "less than " : "at most ") + unit.text(of: $0) }
    switch (lower, upper) {
    case (let lower?, let upper?) where !excludesLower && !excludesUpper:
      return "between \(unit.text(of: lower)) and \(unit.text(of: upper))"
    case (nil, nil): return "a number"
    default: return [least, most].compactMap { $0 }.joined(separator: " and ")
    }
  }
}

extension ArgumentValue.Unit {
  /// A bound, which is a share or a number of seconds where the argument has a unit.
  fileprivate func text(of bound: Double) -> String {
    switch self {
    case .plain: NumberFormat.shortest(bound)
    case .percent: NumberFormat.shortest(bound * 100) + "%"
    case .seconds, .minutes, .hours: NumberFormat.shortest(bound) + "s"
    }
  }
}
