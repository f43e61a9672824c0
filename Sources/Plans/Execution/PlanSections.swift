/// A plan taken apart as running it needs: what no split changes, what every split does anew, and who decides the splits.
struct PlanSections: Sendable {
  /// A stage with the step it stands in.
  struct Placed<Stage: Sendable>: Sendable {
    let step: StepOccurrence
    let stage: Stage
  }

  let plan: Plan
  let source: Placed<any SourceStage>
  /// Those after the source that look at one row at a time, and those that leave rows out: what they make is the same for
  /// every split.
  let shared: [StepOccurrence]
  /// Those after them, up to the model.
  let learning: [StepOccurrence]
  /// What stands behind it is left out.
  let model: Placed<any ModelStage>?
  let evaluators: [Placed<any EvaluatorStage>]

  /// - Parameters:
  ///   - suggestions: what an error names.
  ///   - seed: of the session, for a plan that has none of its own.
  ///   - keyText: of a step; see `StepOccurrence.keyText`.
  /// - Throws: `PlanError` where the plan does not begin with a source, or holds what no plan that runs can; what
  ///   `keyText` throws.
  init(
    _ plan: Plan, _ suggestions: StageSuggestions, seed: UInt64, keyText: (PlanStep) throws -> String
  ) throws {
    let seed = plan.seed ?? seed
    var seen: [String: Int] = [:]
    var source: Placed<any SourceStage>?
    var shared: [StepOccurrence] = []
    var learning: [StepOccurrence] = []
    var model: Placed<any ModelStage>?
    var evaluators: [Placed<any EvaluatorStage>] = []
    for (index, step) in plan.steps.enumerated() {
      let name = step.declaration.name
      let numbered = StepOccurrence(
        step: step, occurrence: seen[name, default: 0], before: seen, keyText: try keyText(step), seed: seed)
      switch step.stage.role {
      case .source(let stage) where index == 0: source = Placed(step: numbered, stage: stage)
      case .selector where learning.isEmpty && model == nil: shared.append(numbered)
      case .rowwise where learning.isEmpty && model == nil:
        // What no split changes is the same wherever it stands.
        shared.append(StepOccurrence(step: step, occurrence: 0, keyText: numbered.keyText, seed: seed))
        continue
      case .rowwise, .fitted, .resampler: if model == nil { learning.append(numbered) }
      case .model(let stage): model = model ?? Placed(step: numbered, stage: stage)
      case .evaluator(let stage): evaluators.append(Placed(step: numbered, stage: stage))
      case .seeding: break
      case .source, .selector, .grid, .reader: throw PlanError.misplaced(stage: name, kind: step.kind)
      }
      seen[name, default: 0] += 1
    }
    guard let source else { throw PlanError.noSource(suggestions) }
    self.plan = plan
    self.source = source
    self.shared = shared
    self.learning = learning
    self.model = model
    self.evaluators = evaluators
  }
}
