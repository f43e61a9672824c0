/// Everything that is known about a stage or command before it runs: help, completion, checking, errors, the manual and
/// the tests all read this one value.
public struct Declaration: Sendable {
  public let name: String
  /// One sentence.
  public let summary: String
  /// What `explain` teaches: the idea, when to use it, what to watch for; a screen of plain text.
  public let discussion: String
  /// What comes out for what goes in.
  public let pairs: [KindPair]
  /// Raised whenever the numbers it gives change, so that nothing computed by an older one is taken for its work.
  public let version: Int
  /// Other words a person may look for it by.
  public let searchTerms: [String]
  /// Paper, standard or program that says what it computes.
  public let reference: String
  public let examples: [Example]

  public init(
    _ name: String, _ summary: String, takes: ValueKinds, gives: ValueKinds, version: Int = 1,
    discussion: String = "", searchTerms: [String] = [], reference: String = "", examples: [Example]
  ) {
    self.init(
      name, summary, pairs: [KindPair(takes, to: gives)], version: version, discussion: discussion,
      searchTerms: searchTerms, reference: reference, examples: examples)
  }

  /// For a stage whose output depends on its input.
  public init(
    _ name: String, _ summary: String, pairs: [KindPair], version: Int = 1,
    discussion: String = "", searchTerms: [String] = [], reference: String = "", examples: [Example]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.pairs = pairs
    self.version = version
    self.searchTerms = searchTerms
    self.reference = reference
    self.examples = examples
  }
}

/// What a stage gives for some of what it takes.
public struct KindPair: Sendable {
  public let takes: ValueKinds
  /// nil for what it was given.
  private let output: ValueKinds?

  public init(_ takes: ValueKinds, to gives: ValueKinds) {
    self.takes = takes
    output = gives
  }

  private init(unchanged kinds: ValueKinds) {
    takes = kinds
    output = nil
  }

  /// What comes out is of the kind that went in.
  public static func unchanged(_ kinds: ValueKinds) -> KindPair { KindPair(unchanged: kinds) }

  /// All that may come out.
  public var gives: ValueKinds { output ?? takes }

  /// What may come out where this goes in; empty where it does not take it.
  func gives(for input: ValueKinds) -> ValueKinds {
    let fitting = takes.intersection(input)
    return fitting.isEmpty ? [] : output ?? fitting
  }
}

extension Declaration {
  /// All that it takes.
  public var takes: ValueKinds { pairs.reduce([]) { $0.union($1.takes) } }

  /// All that may come out of it.
  public var gives: ValueKinds { pairs.reduce([]) { $0.union($1.gives) } }

  /// What may come out where `input` goes in: as much as can be known before it runs.
  public func gives(for input: ValueKinds) -> ValueKinds {
    pairs.reduce([]) { $0.union($1.gives(for: input)) }
  }
}

/// A line of Mien that shows a stage at work; every one is run by the tests.
public struct Example: Sendable {
  public enum Expectation: Sendable {
    /// What is shown holds this text.
    case shows(String)
    /// It cannot run everywhere, and why.
    case notRun(because: String)
  }

  public let script: String
  public let expectation: Expectation

  public init(_ script: String, shows text: String) {
    self.script = script
    expectation = .shows(text)
  }

  public init(_ script: String, notRunBecause reason: String) {
    self.script = script
    expectation = .notRun(because: reason)
  }
}

/// What has a declaration and parameters: stages, and the commands of a session.
public protocol Declared: Sendable {
  static var declaration: Declaration { get }
  /// With every parameter at its default.
  init()
  /// Every parameter with its value in one spelling, however it was written: what a cache key is made of.
  var canonicalArguments: String { get }
}

extension Declared {
  /// The parameters in the order of their declaration, read off the property wrappers.
  public static var parameters: [ParameterDeclaration] {
    Self().declaredParameters.map { $0.parameter.declaration(named: $0.name) }
  }

  var declaredParameters: [(name: String, parameter: any AnyParameter)] { parametersRead(off: self) }

  public var canonicalArguments: String { canonicalArguments(without: []) }

  /// The same without some parameters, by name: those that came later and, as they stand, change nothing.
  public func canonicalArguments(without names: Set<String>) -> String {
    declaredParameters.filter { !names.contains($0.name) }
      .map { "\($0.name)=\($0.parameter.canonicalText)" }.sorted().joined(separator: " ")
  }
}

/// Parameters that several stages have in common, as a property of each: they stand where it stands among the others.
public protocol ParameterGroup: Sendable {}

private func parametersRead(off declared: Any) -> [(name: String, parameter: any AnyParameter)] {
  Mirror(reflecting: declared).children.flatMap { child -> [(name: String, parameter: any AnyParameter)] in
    if child.value is any ParameterGroup { return parametersRead(off: child.value) }
    guard let label = child.label, let parameter = child.value as? any AnyParameter else { return [] }
    return [(label.hasPrefix("_") ? String(label.dropFirst()) : label, parameter)]
  }
}
