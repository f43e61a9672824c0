import Diagnostics
import Numerics

/// What became of one plan of a sweep.
public struct PlanRun: Sendable {
  public var payload: Result<any Payload, any Error>
  public var trace: [StageTrace]
}

extension Executor {
  /// Runs many plans, such as the combinations of a sweep: all their splits side by side, what they share once. What
  /// has finished is in the cache at once, so that a run that is killed goes on where it was.
  /// - Returns: what became of each, in order. It does not depend on threads, nor on what was in the cache.
  /// - Throws: `Interrupted`; the first failure where the settings say to stop at one.
  public func runAll(_ plans: [Plan]) throws -> [PlanRun] {
    let sweep = SweepRun(self, plans)
    observer.sweepWillRun(sweep.plan.outlook(self))
    return try sweep.run()
  }
}

/// A sweep while it runs: what is planned is handed to the engine, and what comes of it goes into the ledger.
private struct SweepRun: Sendable {
  let executor: Executor
  let plan: SweepPlan
  let ledger: SweepLedger
  let splits: SplitCountdown

  init(_ executor: Executor, _ plans: [Plan]) {
    self.executor = executor
    plan = SweepPlan(plans, executor)
    ledger = SweepLedger(splitCounts: plan.splitCounts)
    splits = SplitCountdown(plan.pieces.compactMap(plan.trainingDigest))
  }

  func run() throws -> [PlanRun] {
    let bytes =
      executor.engine.preparesHere
      ? executor.prepare(plan.scorable, plan.recorders.first ?? TraceRecorder(observer: SilentObserver())) : 0
    try executor.engine.run(plan.pieces, on: executor, bytesEach: bytes) { piece, worker in
      defer { leave(piece) }
      return run(piece, worker)
    }
    try executor.context.checkInterruption()
    return try zip(plan.plans, zip(plan.recorders, ledger.payloads())).map { plan, run in
      guard let payload = run.1 else { throw Interrupted() }
      return PlanRun(payload: payload, trace: run.0.traces(of: plan))
    }
  }

  /// Lets go of what only the piece's split needs, after the last piece of that split.
  private func leave(_ piece: SweepPiece) {
    guard let digest = plan.trainingDigest(of: piece), splits.finish(digest) else { return }
    executor.cache.release(split: digest)
  }

  /// - Returns: whether the sweep goes on.
  private func run(_ piece: SweepPiece, _ worker: Executor) -> Bool {
    let start = ContinuousClock.now
    do {
      if let failure = executor.engine.failure(of: piece) { throw failure }
      guard let split = piece.split, let evaluationPlan = try plan.evaluationPlans[piece.index]?.get() else {
        return try runWhole(piece, worker)
      }
      let outcome =
        ledger.isPointless(split, of: piece.index)
        ? nil : try worker.outcome(of: evaluationPlan, split, plan.recorders[piece.index])
      let completion = ledger.enter(outcome, split: split, of: piece.index, seconds: start.secondsUntilNow)
      switch completion {
      case .scored(let outcomes)?:
        finish(piece, .success(try worker.result(of: evaluationPlan, outcomes)))
      case .failed(let failure)?: finish(piece, .failure(failure))
      case nil: break
      }
    } catch is Interrupted {
      return false
    } catch {
      let stops = executor.settings.stopsAtFailure || !(error is Diagnostic)
      if let failure = ledger.enter(error, split: piece.split ?? 0, of: piece.index, stops: stops) {
        finish(piece, .failure(failure))
      }
      return !stops
    }
    return true
  }

  /// Rows; or an evaluation plan that could not be made, whose error is thrown here.
  private func runWhole(_ piece: SweepPiece, _ worker: Executor) throws -> Bool {
    _ = try plan.evaluationPlans[piece.index]?.get()
    finish(piece, .success(try worker.workingSet(of: piece.plan, plan.recorders[piece.index])))
    return true
  }

  private func finish(_ piece: SweepPiece, _ payload: Result<any Payload, any Error>) {
    ledger.finish(piece.index, payload) { index, payload, seconds in
      if var result = (try? payload.get())?.as(EvaluationResult.self) {
        executor.enter(&result)
        payload = .success(result)
      }
      executor.observer.combinationDidRun(index, of: plan.plans.count, seconds: seconds)
    }
  }
}
