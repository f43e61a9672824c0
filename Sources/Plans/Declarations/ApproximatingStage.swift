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
  /// The same plan with all its stages as exact as they can be, and what makes the first of the others less so; nil where all
  /// are.
  var exact: (plan: Plan, approximation: Approximation)? {
    steps.exact.map { steps, approximation in
      var plan = self
      plan.steps = steps
      return (plan, approximation)
    }
  }
}

extension [PlanStep] {
  fileprivate var exact: (steps: [PlanStep], approximation: Approximation)? {
    var steps = self
    var first: Approximation?
    for (index, step) in enumerated() {
      guard let exact = step.exact else { continue }
      steps[index] = exact.step
      first = first ?? exact.approximation
    }
    return first.map { (steps, $0) }
  }
}

extension PlanStep {
  /// The step as exact as it can be, with all stages that it chooses among, as `tune` does.
  fileprivate var exact: (step: PlanStep, approximation: Approximation)? {
    if let composed = stage as? any ComposedStage { return exact(composed) }
    guard let approximation = (stage as? any ApproximatingStage)?.approximation,
      let step = leavingOut(approximation.parameter)
    else { return nil }
    return (step, approximation)
  }

  private func exact(_ composed: any ComposedStage) -> (step: PlanStep, approximation: Approximation)? {
    let exact = composed.alternatives.map(\.exact)
    guard let first = exact.compactMap({ $0?.approximation }).first else { return nil }
    let alternatives = zip(composed.alternatives, exact).map { $1?.steps ?? $0 }
    let texts = alternatives.map { $0.map(\.text).joined(separator: " | ") }
    let step = PlanStep(
      stage: composed.choosing(among: alternatives),
      text: "{\(texts.joined(separator: ", "))} | \(written(with: arguments))", location: location, callers: callers,
      arguments: arguments)
    return (step, first)
  }

  /// The step without one of its arguments; nil where it was not given or must be.
  private func leavingOut(_ parameter: String) -> PlanStep? {
    let others = arguments.filter { $0.name != parameter }
    guard others.count < arguments.count else { return nil }
    let (stage, given, problems) = type(of: stage).bound(
      to: others.map { GivenArgument(label: ($0.name, location), value: $0.value, location: location) }, at: location)
    guard problems.isEmpty else { return nil }
    return PlanStep(stage: stage, text: written(with: others), location: location, callers: callers, arguments: given)
  }

  private func written(with arguments: [(name: String, value: ArgumentValue)]) -> String {
    ([declaration.name] + arguments.map { "\($0.name)=\($0.value.description)" }).joined(separator: " ")
  }
}
