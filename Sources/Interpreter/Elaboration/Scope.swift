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
  /// Whether its body is wrong, which has been told where it stands and need not be told again where it is used.
  var isBroken = false

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

  init(
    variables: [String: Variable] = [:], definitions: [String: DefinedStage] = [:],
    parameters: [String: BoundParameter] = [:], callers: [Location] = []
  ) {
    self.variables = variables
    self.definitions = definitions
    self.parameters = parameters
    self.callers = callers
  }

  func copy() -> Scope {
    Scope(variables: variables, definitions: definitions, parameters: parameters, callers: callers)
  }

  /// The scope of a body: the same definitions, none of the caller's variables.
  func inside(parameters: [String: BoundParameter], calledAt location: Location) -> Scope {
    Scope(definitions: definitions, parameters: parameters, callers: [location] + callers)
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
