import Basics
import Numerics
import Samples

extension Executor {
  /// How likely each class is for the test rows of every split, as the very models say whose predictions were scored.
  ///
  /// Predictions are kept without them, because most models find the likeliest class in half the time; so they are asked
  /// for when a reader needs them, of models that are in the cache or are fitted again, and kept for this session.
  /// - Returns: rows × classes for each split, in order; nil where a model says nothing of that.
  /// - Throws: what the stages throw, at their place; `Interrupted`.
  public func testProbabilities(of plan: Plan) throws -> [Matrix]? {
    let recorder = TraceRecorder(observer: observer)
    let evaluationPlan = try evaluationPlan(of: plan, recorder)
    guard evaluationPlan.model.stage.givesProbabilities else { return nil }
    let bytes = prepare([evaluationPlan], recorder)
    let splits = evaluationPlan.splits.splits
    let found = try concurrently(splits.count, bytesEach: bytes) { index, executor in
      defer { if splits.count > 1 { cache.release(split: splits[index].trainingDigest) } }
      return try executor.probabilities(of: evaluationPlan, index, recorder)
    }
    return found.contains { $0 == nil } ? nil : found.compactMap { $0 }
  }

  private func probabilities(
    of evaluationPlan: EvaluationPlan, _ index: Int, _ recorder: TraceRecorder
  ) throws -> Matrix? {
    let split = evaluationPlan.splits.splits[index]
    let model = evaluationPlan.model
    var key = Digest("probabilities")
    key.combine(predictionsKey(evaluationPlan, index))
    do {
      return try cache.value(for: key, form: nil, bytes: { $0.matrix?.byteCount ?? 0 }, context: context) {
        let set = try workingSet(at: node(of: evaluationPlan, on: split), recorder)
        let state = try fittedModel(
          model.stage, model.step, key: modelKey(evaluationPlan, split), on: split, from: set, recorder)
        let start = ContinuousClock.now
        let test = set.rows.gathering(split.test, context: context)
        let found = try model.stage.tellingMissingNumbers(in: test.content, catalogue.suggestions) {
          try state.fitted.probabilities(test.content, context: context)
        }
        return (SplitProbabilities(matrix: found), start.secondsUntilNow)
      }.value.matrix
    } catch { throw model.step.step.diagnostic(for: error, splitName: split.name) }
  }
}

/// In the cache. Not an optional by itself, which a look-up could not tell from nothing found.
private struct SplitProbabilities: Sendable {
  let matrix: Matrix?
}
