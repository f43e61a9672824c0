import Diagnostics

/// A stage of a plan, as data.
public struct StepRecord: Sendable, Equatable, Codable {
  /// By the name it has in the catalogue.
  public var stage: String
  /// As written: reports and notes quote it, and must say the same wherever the plan ran.
  public var text: String
  public var arguments: [NamedArgument]
  /// What a stage that stands for several chains stands for; see `ComposedStage`.
  public var alternatives: [[StepRecord]]?

  public struct NamedArgument: Sendable, Equatable, Codable {
    public var name: String
    public var value: ArgumentRecord
  }

  public init(_ step: PlanStep) {
    stage = step.declaration.name
    text = step.text
    arguments = step.arguments.map { NamedArgument(name: $0.name, value: ArgumentRecord($0.value)) }
    alternatives = (step.stage as? any ComposedStage)?.alternatives.map { $0.map { StepRecord($0) } }
  }

  /// The stage with its arguments bound anew.
  /// - Parameter name: what errors in it are shown as standing in.
  /// - Throws: `UnreadablePlan` where the catalogue lacks it, or it does not take these arguments.
  public func step(of catalogue: Catalogue, named name: String) throws(UnreadablePlan) -> PlanStep {
    guard let type = catalogue.stage(named: stage) else {
      throw UnreadablePlan(reason: "it holds a stage '\(stage)' that this version does not have")
    }
    let location = Location(SourceText(name: name, text: text), Span(0, text.utf8.count))
    var given: [GivenArgument] = []
    for argument in arguments {
      given.append(
        GivenArgument(
          label: (argument.name, location), value: try argument.value.value(of: catalogue, named: name),
          location: location))
    }
    let (bound, values, problems) = type.bound(to: given, at: location)
    if let problem = problems.first { throw UnreadablePlan(reason: problem.message) }
    let stage = try composed(bound, catalogue, name)
    return PlanStep(stage: stage, text: text, location: location, arguments: values)
  }

  private func composed(
    _ bound: any Stage, _ catalogue: Catalogue, _ name: String
  ) throws(UnreadablePlan) -> any Stage {
    guard let alternatives else { return bound }
    var chains: [[PlanStep]] = []
    for chain in alternatives {
      var steps: [PlanStep] = []
      for record in chain { steps.append(try record.step(of: catalogue, named: name)) }
      chains.append(steps)
    }
    guard let stage = (bound as? any GridStage)?.composed(of: chains) else {
      throw UnreadablePlan(reason: "its stage '\(stage)' cannot choose among others")
    }
    return stage
  }
}
