/// Stands for other plans than those written before it: `ablate` makes several of one, `tune` makes one of several.
///
/// It is carried out while a pipeline is put together and never runs itself; so sweeps, the cache and statistics work
/// for what it makes as for anything that was written out.
public protocol GridStage: Stage {
  /// - Parameters:
  ///   - grid: plans whose stages fit together, each of which holds a model.
  ///   - step: this stage as it was written.
  /// - Throws: an `ExplainableError` where these plans do not allow it.
  func transformed(_ grid: PlanGrid, by step: PlanStep) throws -> PlanGrid
  /// The stage that it makes of chains of stages, for whoever reads a plan that holds one; nil where it makes none.
  func composed(of alternatives: [[PlanStep]]) -> (any ComposedStage)?
}

extension GridStage {
  public static var kind: StageKind { .evaluator }
  public func composed(of alternatives: [[PlanStep]]) -> (any ComposedStage)? { nil }
}

/// A stage that holds whole chains of other stages. Its arguments alone do not say what it does.
public protocol ComposedStage: Stage {
  var alternatives: [[PlanStep]] { get }
  /// The same of other chains.
  func choosing(among alternatives: [[PlanStep]]) -> Self
}

extension Plan {
  /// The first step that is not given what it takes, with what it is given; nil where all fit, as far as declarations
  /// tell.
  public var firstMisfit: (index: Int, given: ValueKinds)? { flow.misfit }

  /// What comes out of the last step; of a plan whose steps do not fit, what the last one could give.
  public var gives: ValueKinds {
    let (misfit, gives) = flow
    return misfit == nil ? gives : steps.last?.declaration.gives ?? .nothing
  }

  private var flow: (misfit: (index: Int, given: ValueKinds)?, gives: ValueKinds) {
    var kind: ValueKinds = .nothing
    for (index, step) in steps.enumerated() {
      if step.declaration.takes.isDisjoint(with: kind) { return ((index, kind), kind) }
      kind = step.declaration.gives(for: kind)
    }
    return (nil, kind)
  }
}
