import Diagnostics

/// Who has the pieces of a sweep worked on: the threads of this process, or others.
///
/// A piece is done by doing it here. An engine that has others do it first hands them the piece's plan as a
/// `PlanRecord`, whose predictions they leave in a store that both see (`Executor.predict`); doing it here then only
/// looks them up. So an engine cannot change what comes out.
public protocol SweepEngine: Sendable {
  /// Whether what all splits share is made by this process before the first piece is begun. Not where others work on the
  /// pieces: it may be the largest part of the work.
  var preparesHere: Bool { get }

  /// Why a piece cannot be done, as far as the engine knows by now: its plan then has this failure, and nothing of it is
  /// begun here.
  func failure(of piece: SweepPiece) -> Diagnostic?

  /// Has every piece done, beginning them in order, until one says that the sweep is over. Pieces before that one are
  /// done when this returns.
  /// - Parameters:
  ///   - executor: what runs plans here, with the threads it may use.
  ///   - bytesEach: about what a piece takes in memory while it runs; fewer run at once where there is no room.
  ///   - work: does a piece on an executor and says whether to go on; may be called from several threads at once.
  /// - Throws: why the engine cannot have the pieces done, whatever they are.
  func run(
    _ pieces: [SweepPiece], on executor: Executor, bytesEach: Int, _ work: @Sendable (SweepPiece, Executor) -> Bool
  ) throws
}

extension SweepEngine {
  public var preparesHere: Bool { true }

  public func failure(of piece: SweepPiece) -> Diagnostic? { nil }
}

/// The threads of this process, one piece each.
public struct ThreadEngine: SweepEngine {
  public init() {}

  public func run(
    _ pieces: [SweepPiece], on executor: Executor, bytesEach: Int, _ work: @Sendable (SweepPiece, Executor) -> Bool
  ) {
    executor.inPieces(pieces.count, bytesEach: bytesEach) { index, worker in work(pieces[index], worker) }
  }
}

extension Executor {
  /// Does a piece of a sweep on behalf of another process: what comes of it is left in the cache.
  /// - Throws: what the stages throw; `PlanError.noSuchSplit`.
  public func predict(_ piece: SweepPiece) throws {
    let recorder = TraceRecorder(observer: observer)
    guard let split = piece.split else {
      _ = try workingSet(of: piece.plan, recorder)
      return
    }
    let evaluationPlan = try evaluationPlan(of: piece.plan, recorder)
    guard evaluationPlan.splits.splits.indices.contains(split) else {
      throw PlanError.noSuchSplit(split + 1, count: evaluationPlan.splits.splits.count)
    }
    _ = try outcome(of: evaluationPlan, split, recorder)
  }
}
