import Basics

/// A piece of a sweep with the names of what it is made from and of what comes of it, before anything of it has run.
public struct PlannedPiece: Sendable {
  public let piece: SweepPiece
  /// What its predictions are kept under.
  public let key: Digest
  /// What the rows are kept under that its model is given: first those that all splits share, last those right before the
  /// model. Pieces that begin alike share as much work.
  public let path: [Digest]
}

extension Executor {
  /// The pieces that plans with a model fall into, in the order of plans and splits. Reads as much of the data as tells
  /// rows apart, and fits nothing. Plans that cannot be split are left out: what is wrong with them is told when they run.
  /// - Throws: what is wrong with the first plan, where not one can be split; `Interrupted`.
  public func planned(_ plans: [Plan]) throws -> [PlannedPiece] {
    let recorder = TraceRecorder(observer: observer)
    var pieces: [PlannedPiece] = []
    var first: (any Error)?
    for (index, plan) in plans.enumerated() where plan.modelIndex != nil {
      try context.checkInterruption()
      do {
        let evaluationPlan = try evaluationPlan(of: plan, recorder)
        for split in evaluationPlan.splits.splits.indices {
          pieces.append(planned(SweepPiece(plan: plan, index: index, split: split), evaluationPlan))
        }
      } catch { first = first ?? error }
    }
    if pieces.isEmpty, let first { throw first }
    return pieces
  }

  /// The same of one piece; nil for all of a plan.
  /// - Throws: what the source or the evaluator throws; `PlanError.noSuchSplit`.
  public func planned(_ piece: SweepPiece) throws -> PlannedPiece? {
    guard let split = piece.split else { return nil }
    let evaluationPlan = try evaluationPlan(of: piece.plan, TraceRecorder(observer: observer))
    let count = evaluationPlan.splits.splits.count
    guard (0..<count).contains(split) else { throw PlanError.noSuchSplit(split + 1, count: count) }
    return planned(piece, evaluationPlan)
  }

  /// Makes what all splits of a piece's plan share, with all threads, and leaves it in the cache.
  /// - Throws: what the stages throw.
  public func prepareBeginning(of piece: SweepPiece) throws {
    let recorder = TraceRecorder(observer: observer)
    _ = try workingSet(at: try evaluationPlan(of: piece.plan, recorder).base, recorder)
  }

  /// How much work plans are, before any of them runs.
  public func outlook(of plans: [Plan]) -> SweepOutlook {
    SweepPlan(plans, self).outlook(self)
  }

  private func planned(_ piece: SweepPiece, _ evaluationPlan: EvaluationPlan) -> PlannedPiece {
    let split = piece.split ?? 0
    var path: [Digest] = []
    var node: PlanNode? = node(of: evaluationPlan, on: evaluationPlan.splits.splits[split])
    while let current = node {
      path.append(current.key)
      node = current === evaluationPlan.base ? nil : current.previous
    }
    return PlannedPiece(piece: piece, key: predictionsKey(evaluationPlan, split), path: path.reversed())
  }
}
