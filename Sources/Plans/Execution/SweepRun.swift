import Diagnostics
import Numerics
import Samples
import Synchronization

/// What became of one plan of a sweep.
public struct PlanRun: Sendable {
  public var payload: Result<Payload, any Error>
  public var trace: [StageTrace]
}

extension Executor {
  /// Runs many plans, such as the combinations of a sweep: all their splits side by side, what they share once. What
  /// has finished is in the cache at once, so that a run that is killed goes on where it was.
  /// - Returns: what became of each, in order. It does not depend on threads, nor on what was in the cache.
  /// - Throws: `Interrupted`; the first failure where the settings say to stop at one.
  public func runAll(_ plans: [Plan]) throws -> [PlanRun] {
    let sweep = SweepRun(self, plans)
    observer.sweepWillRun(sweep.outlook)
    return try sweep.run()
  }
}

/// A sweep while it runs.
private final class SweepRun: Sendable {
  /// A split of a combination; the whole of one without a model.
  private struct Piece {
    var plan: Int
    var split: Int?
  }

  private struct State {
    var outcomes: [[FoldOutcome?]]
    /// Pieces of each plan that are still to be done.
    var left: [Int]
    var payloads: [Result<Payload, any Error>?]
    var seconds: [Double]
    /// Of each plan, the first split that failed.
    var failures: [Int: (split: Int, error: any Error)] = [:]
    /// The first plan that has not been told of yet.
    var nextToTell = 0
    var isStopped = false
  }

  private let executor: Executor
  private let plans: [Plan]
  private let evaluationPlans: [Result<EvaluationPlan, any Error>?]
  private let recorders: [TraceRecorder]
  private let pieces: [Piece]
  private let state: Mutex<State>

  init(_ executor: Executor, _ plans: [Plan]) {
    self.executor = executor
    self.plans = plans
    let recorders = plans.map { _ in TraceRecorder(observer: executor.observer) }
    evaluationPlans = zip(plans, recorders).map { plan, recorder in
      plan.modelIndex == nil ? nil : Result { try executor.evaluationPlan(of: plan, recorder) }
    }
    self.recorders = recorders
    let counts = evaluationPlans.map { evaluationPlan in (try? evaluationPlan?.get())?.splits.splits.count ?? 0 }
    pieces = counts.enumerated().flatMap { plan, count in
      count == 0 ? [Piece(plan: plan)] : (0..<count).map { Piece(plan: plan, split: $0) }
    }
    state = Mutex(
      State(
        outcomes: counts.map { [FoldOutcome?](repeating: nil, count: $0) }, left: counts.map { max(1, $0) },
        payloads: plans.map { _ in nil }, seconds: plans.map { _ in 0 }))
  }

  var outlook: SweepOutlook {
    var outlook = SweepOutlook(combinations: plans.count, cachedCombinations: 0)
    for (plan, evaluationPlan) in zip(plans, evaluationPlans) {
      guard let evaluationPlan = try? evaluationPlan?.get() else {
        if plan.modelIndex == nil, executor.isCached(plan) { outlook.cachedCombinations += 1 }
        continue
      }
      let count = evaluationPlan.splits.splits.count
      let cached = (0..<count).count { executor.cache.contains(executor.predictionsKey(evaluationPlan, $0)) }
      outlook.folds += count
      outlook.cachedFolds += cached
      if cached == count { outlook.cachedCombinations += 1 }
    }
    outlook.seconds = outlook.cachedFolds < outlook.folds ? estimate() : nil
    return outlook
  }

  /// How long what is not at hand will take, by what a row took before; nil where a model never ran.
  private func estimate() -> Double? {
    guard let store = executor.cache.durable else { return nil }
    var known: [String: Double?] = [:]
    func seconds(_ step: PlanStep, rows: Int) -> Double? {
      let perRow = known[step.text] ?? store.secondsPerRow(of: step.text)
      known[step.text] = .some(perRow)
      return perRow.map { $0 * Double(rows) }
    }
    var counted: Set<Digest> = []
    var total = 0.0
    for evaluationPlan in evaluationPlans.compactMap({ try? $0?.get() }) {
      guard let model = evaluationPlan.steps.last?.step else { continue }
      for (index, split) in evaluationPlan.splits.splits.enumerated() {
        guard !executor.cache.contains(executor.predictionsKey(evaluationPlan, index)) else { continue }
        guard let ownSeconds = seconds(model, rows: split.train.count) else { return nil }
        total += ownSeconds
        var node: PlanNode? = executor.node(of: evaluationPlan, on: split)
        while let current = node, !executor.cache.contains(current.key), counted.insert(current.key).inserted {
          total += seconds(current.step.step, rows: current.split?.train.count ?? current.metadata.count) ?? 0
          node = current.previous
        }
      }
    }
    return total / Double(executor.settings.threads)
  }

  func run() throws -> [PlanRun] {
    executor.prepare(
      evaluationPlans.compactMap { try? $0?.get() }, recorders.first ?? TraceRecorder(observer: SilentObserver()))
    executor.inPieces(pieces.count) { index, worker in self.run(self.pieces[index], worker) }
    try executor.context.checkInterruption()
    return try state.withLock { state in
      if state.isStopped, let first = state.failures.min(by: { $0.key < $1.key }) { throw first.value.error }
      return try zip(plans, zip(recorders, state.payloads)).map { plan, run in
        guard let payload = run.1 else { throw Interrupted() }
        return PlanRun(payload: payload, trace: run.0.traces(of: plan))
      }
    }
  }

  /// - Returns: whether the sweep goes on.
  private func run(_ piece: Piece, _ worker: Executor) -> Bool {
    let start = ContinuousClock.now
    do {
      guard let split = piece.split, let evaluationPlan = try evaluationPlans[piece.plan]?.get() else {
        return try runWhole(piece.plan, worker)
      }
      if !hasFailed(piece.plan, before: split) {
        let outcome = try worker.outcome(of: evaluationPlan, split, recorders[piece.plan])
        state.withLock { $0.outcomes[piece.plan][split] = outcome }
      }
      try complete(piece, evaluationPlan, worker, seconds: start.secondsUntilNow)
    } catch is Interrupted {
      return false
    } catch {
      return fail(piece, error)
    }
    return true
  }

  /// Rows; or an outline that could not be made, whose error is thrown here.
  private func runWhole(_ plan: Int, _ worker: Executor) throws -> Bool {
    _ = try evaluationPlans[plan]?.get()
    let set = try worker.workingSet(of: plans[plan], recorders[plan])
    finish(plan, .success(.samples(set)))
    return true
  }

  /// One piece less; scores the plan after its last.
  private func complete(_ piece: Piece, _ evaluationPlan: EvaluationPlan, _ worker: Executor, seconds: Double) throws {
    let isLast = state.withLock { state in
      state.seconds[piece.plan] += seconds
      state.left[piece.plan] -= 1
      return state.left[piece.plan] == 0
    }
    guard isLast else { return }
    let (failure, outcomes) = state.withLock { state in
      (state.failures[piece.plan]?.error, state.outcomes[piece.plan].compactMap { $0 })
    }
    if let failure { return finish(piece.plan, .failure(failure)) }
    finish(piece.plan, .success(.result(try worker.result(of: evaluationPlan, outcomes))))
  }

  /// Of several splits that fail, the first is told, whichever failed earliest.
  private func fail(_ piece: Piece, _ error: any Error) -> Bool {
    let stops = executor.settings.stopsAtFailure || !(error is Diagnostic)
    let failure = state.withLock { state -> (any Error)? in
      let split = piece.split ?? 0
      if split <= state.failures[piece.plan]?.split ?? .max { state.failures[piece.plan] = (split, error) }
      state.left[piece.plan] -= 1
      state.isStopped = state.isStopped || stops
      return state.left[piece.plan] <= 0 ? state.failures[piece.plan]?.error : nil
    }
    if let failure { finish(piece.plan, .failure(failure)) }
    return !stops
  }

  private func hasFailed(_ plan: Int, before split: Int) -> Bool {
    state.withLock { $0.failures[plan]?.split ?? .max < split }
  }

  /// Notes what became of a plan. The experiment log and whoever watches hear of the plans in their order, so that the book
  /// counts the same whichever of two finished first.
  private func finish(_ plan: Int, _ payload: Result<Payload, any Error>) {
    state.withLock { state in
      state.payloads[plan] = payload
      while state.nextToTell < plans.count, let next = state.payloads[state.nextToTell] {
        if case .success(.result(var result)) = next {
          executor.enter(&result)
          state.payloads[state.nextToTell] = .success(.result(result))
        }
        executor.observer.combinationDidRun(
          state.nextToTell, of: plans.count, seconds: state.seconds[state.nextToTell])
        state.nextToTell += 1
      }
    }
  }
}
