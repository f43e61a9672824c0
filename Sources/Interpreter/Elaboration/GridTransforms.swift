import Diagnostics
import Plans

extension Elaborator {
  /// Puts stages that stand for other plans, such as `ablate` and `tune`, to work on the plans so far.
  func transform(_ building: inout PipelineBuilder, by expansions: [StepExpansion], at location: Location) {
    guard expansions.count == 1, let expansion = expansions.first else {
      let name = expansions.flatMap(\.steps).first(where: \.isGrid)?.declaration.name ?? ""
      return report(
        .misplacedChoice, "\(name) cannot stand in braces, or have any", at: location.span, in: location.source,
        notes: ["it works on all plans before it at once: write one line for each alternative"])
    }
    for step in expansion.steps {
      guard case .grid(let stage) = step.stage.role else {
        building.append(
          [StepExpansion(steps: [step], text: step.text)], of: .value(.none(location.span)), at: location,
          into: &diagnostics)
        continue
      }
      guard fitTogether(building.plans, before: step) else { return }
      do { try building.transform(by: stage, step, at: location) } catch {
        if let problem = step.diagnostic(for: error, splitName: nil) as? Diagnostic { diagnostics.append(problem) }
        return
      }
    }
  }

  private func fitTogether(_ plans: [Plan], before step: PlanStep) -> Bool {
    let reported = diagnostics.count
    for plan in plans {
      if plan.modelIndex == nil, plan.firstMisfit == nil {
        report(
          .noModel, "\(step.declaration.name) needs a model before it", at: step.location.span,
          in: step.location.source, "nothing here makes predictions",
          notes: ["for example: … | \(catalogue.suggestions.modelWithArgument) | \(step.text)"]
        )
      } else {
        _ = kind(of: plan)
      }
    }
    return diagnostics.count == reported
  }
}
