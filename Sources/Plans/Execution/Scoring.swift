import Numerics
import Samples

extension Executor {
  /// Scores what was predicted on all splits.
  func result(of evaluationPlan: EvaluationPlan, _ outcomes: [FoldOutcome]) throws -> EvaluationResult {
    let metadata = evaluationPlan.base.metadata
    let classNames = try metadata.labels.names
    let scores = try catalogue.scorer.score(
      outcomes, classNames: classNames, isPooled: evaluationPlan.splits.isPooled, context: context)
    let origin = metadata.origin
    var result = EvaluationResult(
      plan: evaluationPlan.plan, evaluation: evaluationPlan.splits.description, classNames: classNames,
      outcomes: outcomes, scores: scores,
      provenance: Provenance(
        data: origin.name, dataFingerprint: origin.fingerprint, synthetic: origin.synthetic,
        seed: evaluationPlan.base.step.seed,
        testSplitScored: 0, version: mienVersion, looksBeforeSaving: metadata.looksBeforeSaving),
      notes: uniqued(
        evaluationPlan.plan.notes + evaluationPlan.splits.notes + mergedNotes(of: outcomes) + groupNotes(evaluationPlan)
          + scores.notes),
      seconds: outcomes.reduce(0) { $0 + $1.seconds },
      isPooled: evaluationPlan.splits.isPooled)
    if let contrast = try exactContrast(of: result) {
      result = result.noting([contrast.note])
      result.exactContrast = contrast
    }
    return result
  }

  /// What a test asks of the stages that learn by groups, and they have not learnt.
  private func groupNotes(_ evaluationPlan: EvaluationPlan) -> [String] {
    (evaluationPlan.steps.map(\.step) + [evaluationPlan.modelStep]).flatMap { step in
      ((step.stage as? any GroupingStage)?
        .groupNotes(on: evaluationPlan.splits.splits, of: evaluationPlan.base.metadata) ?? [])
        .map { "\(step.declaration.name): \($0)" }
    }
  }

  /// Writes a result into the experiment log, which says how often its test has been scored.
  func enter(_ result: inout EvaluationResult) {
    result.provenance.testSplitScored = result.provenance.looksBeforeSaving + experimentLog.enter(RunRecord(result))
    result = result.recounted(by: experimentLog)
  }
}
