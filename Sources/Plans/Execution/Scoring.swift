import Numerics

extension Executor {
  /// Scores what was predicted on all splits.
  func result(of outline: Outline, _ outcomes: [FoldOutcome]) throws -> EvaluationResult {
    let roster = outline.base.roster
    let scores = try catalogue.scorer.score(
      outcomes, classNames: roster.labels.names, isPooled: outline.splits.isPooled, seed: settings.seed,
      context: context)
    let origin = roster.origin
    return EvaluationResult(
      plan: outline.plan, evaluation: outline.splits.description, classNames: roster.labels.names,
      outcomes: outcomes, scores: scores,
      provenance: Provenance(
        data: origin.name, dataFingerprint: origin.fingerprint, synthetic: origin.synthetic, seed: settings.seed,
        testSplitScored: 0, version: mienVersion),
      remarks: uniqued(outline.plan.remarks + outline.splits.remarks + mergedRemarks(of: outcomes) + scores.remarks),
      seconds: outcomes.reduce(0) { $0 + $1.seconds },
      isPooled: outline.splits.isPooled)
  }

  /// Writes a result into the lab book, which says how often its test rows had been scored.
  func enter(_ result: inout EvaluationResult) {
    result.provenance.testSplitScored = labBook.enter(RunRecord(result))
  }
}
