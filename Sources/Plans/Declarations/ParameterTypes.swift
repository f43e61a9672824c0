import Basics

/// A quoted path; a type of its own so that completion offers files.
public struct PathParameter: ParameterValue, Hashable {
  public static let type = ParameterType.path
  public static let placeholder = PathParameter("")
  public let path: String
  public var canonicalText: String { path.canonicalText }

  public init(_ path: String) {
    self.path = path
  }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .text(let text) = argument else { throw .type(expected: .path, found: argument.description) }
    path = text
  }
}

/// A quoted path of a file whose content the stage works with: in a key it stands by that content, so that a changed
/// file computes anew and the same one elsewhere does not.
public struct FileParameter: ParameterValue, Hashable {
  public static let type = ParameterType.path
  public static let placeholder = FileParameter("")
  public let path: String
  public var canonicalText: String { path.canonicalText }

  public init(_ path: String) {
    self.path = path
  }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    path = try PathParameter(argument).path
  }

  public func keyText(in environment: RunEnvironment) throws -> String {
    try environment.contentName(ofFile: path)
  }
}

/// 25% or 0.25.
public struct Share: ParameterValue, Hashable {
  public static let type = ParameterType.share
  public static let placeholder = Share(0)
  public let value: Double
  public var canonicalText: String { NumberFormat.shortest(value * 100) + "%" }
  public var boundedNumbers: [Double] { [value] }

  public init(_ value: Double) {
    self.value = value
  }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .number(let value, .percent): self.value = value / 100
    case .number(let value, .plain): self.value = value
    default: throw .type(expected: .share, found: argument.description)
    }
  }
}

/// 60s, 5min, 2h.
public struct Duration: ParameterValue, Hashable {
  public static let type = ParameterType.duration
  public static let placeholder = Duration(seconds: 0)
  public let seconds: Double
  public var canonicalText: String { NumberFormat.shortest(seconds) + "s" }
  public var boundedNumbers: [Double] { [seconds] }

  public init(seconds: Double) {
    self.seconds = seconds
  }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .number(let value, .seconds): seconds = value
    case .number(let value, .minutes): seconds = value * 60
    case .number(let value, .hours): seconds = value * 3600
    default: throw .type(expected: .duration, found: argument.description)
    }
  }
}

/// A parameter that takes a name, bare or in quotes.
public protocol NameParameter: ParameterValue, Hashable {
  var name: String { get }
  init(_ name: String)
}

extension NameParameter {
  public static var placeholder: Self { Self("") }
  public var canonicalText: String { name }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word(let word), .text(let word): self.init(word)
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }
}

/// The name of a column.
public struct ColumnName: NameParameter {
  public static let type = ParameterType.column
  public let name: String

  public init(_ name: String) {
    self.name = name
  }
}

/// The name of something that is known of rows: an attribute, or `class`, `subject`, `source`.
public struct AttributeName: NameParameter {
  public static let type = ParameterType.attribute
  public let name: String
  /// With escapes, so that no name can imitate another argument in a key.
  public var canonicalText: String { name.canonicalText }

  public init(_ name: String) {
    self.name = name
  }
}

/// A name that help or another command is asked about.
public struct Topic: NameParameter {
  public static let type = ParameterType.topic
  public let name: String

  public init(_ name: String) {
    self.name = name
  }
}

/// The value of a variable, or of a pipeline in parentheses.
public struct ValueParameter: ParameterValue {
  public static let type = ParameterType.variable
  public static let placeholder = ValueParameter(value: PlanValue(Scalar.missing))
  public let value: PlanValue
  /// Readers, which alone take values, are not cached; the plan's own text tells values apart.
  public var canonicalText: String { value.programText }

  init(value: PlanValue) {
    self.value = value
  }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .value(let value) = argument else {
      throw .type(expected: .variable, found: argument.description)
    }
    self.value = value
  }
}

extension Condition: ParameterValue {
  public static let type = ParameterType.condition
  public static let placeholder = Condition(text: "", columns: [], holds: { _ in true })
  public var canonicalText: String { "(\(text))" }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .condition(let condition) = argument else {
      throw .type(expected: .condition, found: argument.description)
    }
    self = condition
  }
}

/// A model that is handed to another stage, with its arguments bound.
public struct ModelParameter: ParameterValue {
  public static let type = ParameterType.model
  public static let placeholder = ModelParameter(step: nil)
  private let step: PlanStep?
  public var canonicalText: String { step.map { "(\($0.canonicalText))" } ?? "none" }

  public func keyText(in environment: RunEnvironment) throws -> String {
    try step.map { "(\(try $0.keyText(in: environment)))" } ?? canonicalText
  }

  /// nil in the placeholder alone.
  public var stage: (any ModelStage)? {
    if case .model(let stage)? = step?.stage.role { stage } else { nil }
  }
  public var name: String { step?.declaration.name ?? "" }
  /// As written.
  public var text: String { step?.text ?? "" }

  private init(step: PlanStep?) {
    self.step = step
  }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .step(let step) = argument, step.kind == .model else {
      throw .type(expected: .model, found: argument.description)
    }
    self.step = step
  }
}
