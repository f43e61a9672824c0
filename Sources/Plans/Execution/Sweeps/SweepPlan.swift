import Basics
import Numerics

/// A piece of a sweep that can be worked on by itself, here or elsewhere: a split of a plan, or all of a plan without a
/// model.
public struct SweepPiece: Sendable {
  public let plan: Plan
  /// The plan's place in the sweep.
  public let index: Int
  /// nil for all of a plan.
  public let split: Int?

  public init(plan: Plan, index: Int, split: Int?) {
    self.plan = plan
    self.index = index
    self.split = split
  }
}

/// What a sweep is before anything of it runs: its plans with their splits, the pieces they fall into, and how much work
/// that is.
struct SweepPlan: Sendable {
  let plans: [Plan]
  /// nil for a plan without a model.
  let evaluationPlans: [Result<EvaluationPlan, any Error>?]
  let recorders: [TraceRecorder]
  /// In the order in which they are begun.
  let pieces: [SweepPiece]

  init(_ plans: [Plan], _ executor: Executor) {
    self.plans = plans
    let recorders = plans.map { _ in TraceRecorder(observer: executor.observer) }
    let evaluationPlans = zip(plans, recorders).map { plan, recorder -> Result<EvaluationPlan, any Error>? in
      plan.modelIndex == nil ? nil : Result { try executor.evaluationPlan(of: plan, recorder) }
    }
    self.recorders = recorders
    self.evaluationPlans = evaluationPlans
    pieces = Self.pieces(plans, evaluationPlans.map(Self.splitCount), atOnce: max(1, executor.settings.threads))
  }

  /// As many splits at a time as there are threads, and on these one combination after another: what combinations share of
  /// a split is let go before the next splits are begun, and no thread waits for what another computes of the same split.
  /// Those that use most of what they share come first, so that it serves the others.
  private static func pieces(_ plans: [Plan], _ counts: [Int], atOnce: Int) -> [SweepPiece] {
    let use = plans.map { plan in
      plan.modelIndex.flatMap { (plan.steps[$0].stage as? any PrecomputingModelStage)?.preparationUse } ?? 0
    }
    let order = plans.indices.sorted { (-use[$0], $0) < (-use[$1], $1) }
    let whole = plans.indices.filter { counts[$0] == 0 }.map { SweepPiece(plan: plans[$0], index: $0, split: nil) }
    return whole
      + stride(from: 0, to: counts.max() ?? 0, by: atOnce).flatMap { first in
        order.flatMap { index in
          (first..<max(first, min(first + atOnce, counts[index]))).map {
            SweepPiece(plan: plans[index], index: index, split: $0)
          }
        }
      }
  }

  /// What tells the training rows of a piece's split apart; nil where its plan has no other split.
  func trainingDigest(of piece: SweepPiece) -> Digest? {
    guard let index = piece.split, let splits = try? evaluationPlans[piece.index]?.get().splits.splits,
      splits.count > 1
    else { return nil }
    return splits[index].trainingDigest
  }

  /// How many splits each plan is scored on; 0 without a model, or where that cannot be told.
  var splitCounts: [Int] { evaluationPlans.map(Self.splitCount) }

  private static func splitCount(_ plan: Result<EvaluationPlan, any Error>?) -> Int {
    (try? plan?.get())?.splits.splits.count ?? 0
  }

  /// Those that can be scored.
  var scorable: [EvaluationPlan] { evaluationPlans.compactMap { try? $0?.get() } }

  func outlook(_ executor: Executor) -> SweepOutlook {
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
    outlook.seconds = outlook.cachedFolds < outlook.folds ? estimate(executor) : nil
    return outlook
  }

  /// How long what is not at hand will take, by what a row took before; nil where a model never ran.
  private func estimate(_ executor: Executor) -> Double? {
    guard let store = executor.cache.durable else { return nil }
    var known: [String: Double?] = [:]
    func seconds(_ step: PlanStep, rows: Int) -> Double? {
      let perRow = known[step.text] ?? store.secondsPerRow(of: step.text)
      known[step.text] = .some(perRow)
      return perRow.map { $0 * Double(rows) }
    }
    var counted: Set<Digest> = []
    var total = 0.0
    for evaluationPlan in scorable {
      for (index, split) in evaluationPlan.splits.splits.enumerated() {
        guard !executor.cache.contains(executor.predictionsKey(evaluationPlan, index)) else { continue }
        guard let ownSeconds = seconds(evaluationPlan.modelStep, rows: split.train.count) else { return nil }
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
}
