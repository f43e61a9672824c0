import Diagnostics
import Plans
import Syntax

/// What is known of a variable: always how it would be made, and its value once that has been run.
struct Variable {
  var known: Elaborated
  /// nil while a script is checked.
  var value: PlanValue?
}

/// A `def`, with the text it stands in.
struct DefinedStage {
  let definition: Definition
  let source: SourceText
  /// Whether it came with Mien: its body knows nothing of the script's own definitions then.
  var isOfLibrary = false
  /// Whether its body is wrong, which has been told where it stands and need not be told again where it is used.
  var isBroken = false
  /// How many names its body was looked up for when it was checked.
  var size = 0

  var location: Location { Location(source, definition.name.span) }
}

/// The names that can be used at some place.
final class Scope {
  var variables: [String: Variable]
  var definitions: [String: DefinedStage]
  /// Inside the body of a `def`: what its parameters stand for.
  let parameters: [String: BoundParameter]
  /// Where the `def` was called, innermost first.
  let callers: [Location]
  /// What comes with Mien, for names that nothing else has.
  let library: Library

  init(
    variables: [String: Variable] = [:], definitions: [String: DefinedStage] = [:],
    parameters: [String: BoundParameter] = [:], callers: [Location] = [], library: Library
  ) {
    self.variables = variables
    self.definitions = definitions
    self.parameters = parameters
    self.callers = callers
    self.library = library
  }

  func copy() -> Scope {
    Scope(
      variables: variables, definitions: definitions, parameters: parameters, callers: callers, library: library)
  }

  /// The scope of a body: the same definitions, none of the caller's variables.
  func inside(_ defined: DefinedStage, parameters: [String: BoundParameter], calledAt location: Location) -> Scope {
    Scope(
      definitions: defined.isOfLibrary ? [:] : definitions, parameters: parameters, callers: [location] + callers,
      library: library)
  }

  /// The scope of the defaults of a `def`'s parameters.
  func outside(_ defined: DefinedStage) -> Scope {
    Scope(definitions: defined.isOfLibrary ? [:] : definitions, library: library)
  }
}

/// What a `def`'s parameter stands for: the caller's words, understood in the caller's scope by whoever uses them.
enum BoundParameter {
  case written(Value, Scope, SourceText)
  /// While the `def` itself is checked.
  case unknown
}

/// A pipeline whose names have been resolved and whose arguments have been checked.
struct Elaborated {
  /// What it starts from, where that is a variable whose value can be read without running its plan again.
  var head: Head?
  /// nil where the pipeline is only a number, a text or a document.
  var grid: PlanGrid?
  var readers: [PlanStep] = []
  /// What comes out.
  var kind: ValueKinds = .nothing
  /// The columns, where a table comes out and they are known.
  var columns: [String]?
  /// A number or text that is known without running anything.
  var scalar: Scalar?
  /// What stands on that number because of what it was taken from.
  var synthetic: String?

  /// A variable at the head of a pipeline.
  struct Head {
    /// nil while a script is checked.
    var value: PlanValue?
    /// How many readers of `readers` are part of the value already.
    var readersApplied: Int
    /// Whether stages were added to the variable's own plan.
    var isExtended = false
  }
}
