import Diagnostics

/// A stage that can be told to work less exactly than it could, so that it is faster.
///
/// A plan that holds one is scored without that as well: what it costs is told of the rows at hand, never supposed.
public protocol ApproximatingStage: Stage {
  /// nil where, with the arguments it was given, it works as exactly as it can.
  var approximation: Approximation? { get }
}

/// What makes a stage less exact.
public struct Approximation: Sendable, Equatable {
  /// The name of the argument that does; a stage without it is exact.
  public let parameter: String
  /// How a plan without it works: "in single precision".
  public let exactly: String

  public init(parameter: String, exactly: String) {
    self.parameter = parameter
    self.exactly = exactly
  }
}

extension Plan {
  /// The same plan with all its stages as exact as they can be, and the first that is not; nil where all are.
  var exact: (plan: Plan, approximation: Approximation)? {
    var plan = self
    var first: Approximation?
    for (index, step) in steps.enumerated() {
      guard let approximation = (step.stage as? any ApproximatingStage)?.approximation,
        let exact = step.leavingOut(approximation.parameter)
      else { continue }
      plan.steps[index] = exact
      first = first ?? approximation
    }
    return first.map { (plan, $0) }
  }
}

extension PlanStep {
  /// The step without one of its arguments; nil where it was not given or must be.
  fileprivate func leavingOut(_ parameter: String) -> PlanStep? {
    let others = arguments.filter { $0.name != parameter }
    guard others.count < arguments.count else { return nil }
    let (stage, given, problems) = type(of: stage).bound(
      to: others.map { GivenArgument(label: ($0.name, location), value: $0.value, location: location) }, at: location)
    guard problems.isEmpty else { return nil }
    let words = others.map { "\($0.name)=\($0.value.description)" }
    return PlanStep(
      stage: stage, text: ([declaration.name] + words).joined(separator: " "), location: location, callers: callers,
      arguments: given)
  }
}
