import Synchronization

/// A stage's parameter: `@Parameter("components to keep", in: .from(1), positional: true) var k = 50`.
///
/// The value can be read by the stage and set only by `bind`, which checks it; so a stage never sees an unchecked
/// argument. The box exists because reflection, which finds the parameters, hands out copies: `bind` sets the fresh
/// instance it has just made, before anybody else has seen it.
@propertyWrapper
public struct Parameter<Value: ParameterValue>: Sendable {
  private final class Box: Sendable {
    let value: Mutex<Value>

    init(_ value: Value) {
      self.value = Mutex(value)
    }
  }

  private let box: Box
  private let help: String
  private let bounds: Bounds
  private let isRequired: Bool
  private let isPositional: Bool
  private let aliases: [String]

  public init(
    wrappedValue: Value, _ help: String, in bounds: Bounds = .none, positional: Bool = false, aliases: [String] = []
  ) {
    box = Box(wrappedValue)
    self.help = help
    self.bounds = bounds
    self.aliases = aliases
    isRequired = false
    isPositional = positional
  }

  /// A parameter that must be given.
  public init(_ help: String, in bounds: Bounds = .none, positional: Bool = false, aliases: [String] = []) {
    box = Box(Value.placeholder)
    self.help = help
    self.bounds = bounds
    self.aliases = aliases
    isRequired = true
    isPositional = positional
  }

  public var wrappedValue: Value {
    box.value.withLock { $0 }
  }
}

/// A parameter of any type, as the binder sees it.
protocol AnyParameter {
  var canonicalText: String { get }
  func keyText(in environment: RunEnvironment) throws -> String
  func declaration(named name: String) -> ParameterDeclaration
  func bind(_ argument: ArgumentValue) throws(ArgumentMismatch)
}

extension Parameter: AnyParameter {
  var canonicalText: String { wrappedValue.canonicalText }

  func keyText(in environment: RunEnvironment) throws -> String { try wrappedValue.keyText(in: environment) }

  func declaration(named name: String) -> ParameterDeclaration {
    ParameterDeclaration(
      name: name, help: help, type: Value.type, bounds: bounds,
      defaultText: isRequired ? nil : wrappedValue.canonicalText, isPositional: isPositional, aliases: aliases)
  }

  func bind(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    let value = try Value(argument)
    for number in value.boundedNumbers where !bounds.contains(number) {
      throw .outOfBounds(bounds, found: argument.isList ? .number(number, .plain) : argument)
    }
    box.value.withLock { $0 = value }
  }
}

/// Why an argument does not fit its parameter.
public enum ArgumentMismatch: Error, Sendable {
  case type(expected: ParameterType, found: String)
  case word(String, expected: [String])
  case outOfBounds(Bounds, found: ArgumentValue)
  case other(problem: String, remedy: String)
}
