import Basics

/// A type that a parameter can have.
public protocol ParameterValue: Sendable {
  static var type: ParameterType { get }
  /// What a required parameter holds before it is bound; never seen by a running stage.
  static var placeholder: Self { get }
  init(_ argument: ArgumentValue) throws(ArgumentMismatch)
  /// One spelling for one meaning: part of the cache key, and how a default is shown.
  var canonicalText: String { get }
  /// What the parameter's bounds apply to.
  var boundedNumbers: [Double] { get }
  /// Its part of a cache key where that is not its spelling: of a file its content, of a stage all that this depends on.
  /// - Throws: `PlanError.unreadableFile`.
  func keyText(in environment: RunEnvironment) throws -> String
}

extension ParameterValue {
  public func keyText(in environment: RunEnvironment) throws -> String { canonicalText }
  public var boundedNumbers: [Double] { [] }
}

/// A parameter that takes one of a list of words: an enum whose cases are the words.
public protocol WordParameter: ParameterValue, RawRepresentable, CaseIterable where RawValue == String {}

extension WordParameter {
  public static var type: ParameterType { .words(allCases.map(\.rawValue)) }
  public var canonicalText: String { rawValue }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    let words = Self.allCases.map(\.rawValue)
    let word: String
    switch argument {
    case .word(let bare): word = bare
    case .none: word = "none"
    case .boolean(let value): word = value ? "yes" : "no"
    case .text(let text) where words.contains(text): word = text
    default: throw .type(expected: Self.type, found: argument.description)
    }
    guard let value = Self(rawValue: word) else { throw .word(word, expected: words) }
    self = value
  }
}

extension Int: ParameterValue {
  public static var type: ParameterType { .integer }
  public static var placeholder: Int { 0 }
  public var canonicalText: String { String(self) }
  public var boundedNumbers: [Double] { [Double(self)] }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .number(let value, .plain) = argument, let whole = Int(exactly: value) else {
      throw .type(expected: .integer, found: argument.description)
    }
    self = whole
  }
}

extension Double: ParameterValue {
  public static var type: ParameterType { .number }
  public static var placeholder: Double { 0 }
  public var canonicalText: String { NumberFormat.shortest(self) }
  public var boundedNumbers: [Double] { [self] }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .number(let value, .plain): self = value
    case .number(let value, .percent): self = value / 100
    default: throw .type(expected: .number, found: argument.description)
    }
  }
}

extension Bool: ParameterValue {
  public static var type: ParameterType { .boolean }
  public static var placeholder: Bool { false }
  public var canonicalText: String { self ? "yes" : "no" }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .boolean(let value) = argument else {
      throw .type(expected: .boolean, found: argument.description)
    }
    self = value
  }
}

extension String: ParameterValue {
  public static var type: ParameterType { .text }
  public static var placeholder: String { "" }
  /// With escapes, so that no text can imitate another argument in a key.
  public var canonicalText: String { debugDescription }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .text(let text) = argument else {
      throw .type(expected: .text, found: argument.description)
    }
    self = text
  }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
  public static var type: ParameterType { Wrapped.type }
  public static var placeholder: Wrapped? { nil }
  public var canonicalText: String { self?.canonicalText ?? "none" }

  public func keyText(in environment: RunEnvironment) throws -> String {
    try self?.keyText(in: environment) ?? canonicalText
  }

  public var boundedNumbers: [Double] { self?.boundedNumbers ?? [] }

  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    if case .none = argument {
      self = nil
    } else {
      self = .some(try Wrapped(argument))
    }
  }
}

extension Array: ParameterValue where Element: ParameterValue {
  public static var type: ParameterType { .list(Element.type) }
  public static var placeholder: [Element] { [] }
  public var canonicalText: String { "[" + map(\.canonicalText).joined(separator: ", ") + "]" }

  public func keyText(in environment: RunEnvironment) throws -> String {
    "[" + (try map { try $0.keyText(in: environment) }).joined(separator: ", ") + "]"
  }

  public var boundedNumbers: [Double] { flatMap(\.boundedNumbers) }

  /// A single value is a list of one.
  public init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .list(let values) = argument else {
      self = [try Element(argument)]
      return
    }
    self = []
    for value in values { append(try Element(value)) }
  }
}
