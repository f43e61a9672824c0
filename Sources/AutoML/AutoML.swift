import Learning
import Numerics

/// Searches learners and their options for the configuration that does best on rows held back from training, within a
/// budget (Wang, Wu, Weimer and Zhu 2021; peer: FLAML).
///
/// Cheap configurations come first, and each learner gets as much of the budget as its next improvement seems to be
/// worth: see `ImprovementCost` for the choice among learners and `DirectSearch` for the one among configurations.
///
/// Unlike the peer it never repeats rows of a small class before it splits, so that no row is on both sides, and it
/// pools the folds' predictions before it takes a score, so that classes with few rows are scored as a whole.
public struct AutoML: Sendable {
  public let budget: SearchBudget
  public let objective: SearchObjective
  public let learners: [Learner]
  /// Whether what is done for rare classes is searched over too: see `ClassCorrection`.
  public let corrects: Bool

  /// - Throws: `AutoMLError.noBudget`, `.noLearners`, `.noProbabilities`.
  public init(
    budget: SearchBudget, objective: SearchObjective = .macroF1, learners: [Learner] = Learner.all,
    corrects: Bool = false
  ) throws {
    try budget.check()
    guard !learners.isEmpty else { throw AutoMLError.noLearners }
    let suitable = learners.filter { $0.hasProbabilities || !objective.needsProbabilities }
    guard !suitable.isEmpty else { throw AutoMLError.noProbabilities }
    self.init(budget, objective, suitable, corrects: corrects)
  }

  private init(_ budget: SearchBudget, _ objective: SearchObjective, _ learners: [Learner], corrects: Bool) {
    self.budget = budget
    self.objective = objective
    self.learners = learners
    self.corrects = corrects
  }

  /// The part of this search that these rows allow: all of it or, where numbers are missing (NaN), the learners that take
  /// them, without corrections, for those that add rows need every number. This search where no learner takes them.
  public func suited(to features: Matrix, context: ExecutionContext = .plain) throws -> AutoML {
    let bearing = learners.filter(\.takesMissingValues)
    guard !bearing.isEmpty, try features.missingNumbers(context: context) != nil else { return self }
    return AutoML(budget, objective, bearing, corrects: false)
  }

  /// Searches, then fits the best configuration on all rows.
  ///
  /// Under a budget of trials the result depends on the rows, the splits and the seeds alone. Asked to stop
  /// (`ExecutionContext.takeInterruption`), it ends the search and keeps the best so far, fitted on all rows where that
  /// takes a fifth of a second at most; asked again, it gives up.
  ///
  /// - Parameters:
  ///   - features: n×d, finite; with missing numbers (NaN) the search is narrowed: see `suited`.
  ///   - splits: how configurations are judged; every split is judged alike and their predictions are pooled.
  ///   - confirmations: other splits of the same rows, on which what looks best is judged again: see `Confirmation`.
  ///   - finalSeeds: for the last fit.
  /// - Throws: `AutoMLError`, `LearningError`; `Interrupted`.
  /// - Cost: the budget. Memory: the rows once for each split, and what a fit takes on each thread.
  public func fit(
    _ features: Matrix, _ labels: Labels, splits: [ValidationSplit], confirmations: [[ValidationSplit]] = [],
    seed: UInt64,
    finalSeeds: @escaping Learner.Seeds, context: ExecutionContext
  ) throws -> FittedAutoML {
    try check(features, labels, context: context)
    let options = try suited(to: features, context: context)
    guard !splits.isEmpty else {
      throw AutoMLError.noFoldsPossible(rows: features.rows, classes: labels.counts.count { $0 > 0 })
    }
    for split in [splits] + confirmations { for side in split { try side.check(rows: features.rows) } }
    let runners = ([splits] + confirmations).enumerated().map { round, splits in
      var generator = SeededGenerator.derived(from: seed, 2, round)
      return TrialRunner(features, labels, splits, objective: objective, seed: generator.next())
    }
    var search = SearchRun(
      options, runners[0], Confirmation(rounds: Array(runners.dropFirst())), rows: features.rows, seed: seed)
    let end = try search.run(context: context)
    guard let winner = search.winner else {
      throw AutoMLError.nothingWorked(trials: search.trials.count, reason: search.firstProblem)
    }
    let stopped = end == .interruption ? ContinuousClock.now + Self.patience : nil
    let limit = [search.clock.end, stopped].compactMap { $0 }.min()
    let fitted = try finalFit(of: winner, features, labels, finalSeeds, end: limit, context)
    return FittedAutoML(
      learner: winner.learner, configuration: winner.configuration, objective: objective, trials: search.trials,
      end: end, model: fitted.model, partialRows: fitted.partialRows)
  }

  /// How long whoever has asked a search to stop waits for the fit on all rows.
  private static let patience = Duration.milliseconds(200)

  /// The fit on all rows; where its end comes first, what the trial that won has learnt from some of them.
  private func finalFit(
    of winner: SearchRun.Winner, _ features: Matrix, _ labels: Labels, _ seeds: @escaping Learner.Seeds,
    end: ContinuousClock.Instant?, _ context: ExecutionContext
  ) throws -> (model: any FittedClassifier, partialRows: Int?) {
    guard let end, let trialModel = winner.model else {
      return (try winner.learner.fit(winner.configuration, features, labels, seeds: seeds, context: context), nil)
    }
    do {
      let limited = context.stopping(when: { ContinuousClock.now > end })
      return (try winner.learner.fit(winner.configuration, features, labels, seeds: seeds, context: limited), nil)
    } catch is Interrupted {
      try context.checkInterruption()
      return (trialModel, winner.modelRows)
    }
  }

  /// Whether there is anything to search for: what `fit` asks of the rows before it begins.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.oneClass`, `.constantData`;
  ///   `Interrupted`.
  public func check(_ features: Matrix, _ labels: Labels, context: ExecutionContext) throws {
    guard features.rows > 0 else { throw LearningError.noRows }
    guard features.columns > 0 else { throw LearningError.noColumns }
    if learners.contains(where: \.takesMissingValues) {
      try InputChecks.checkNoInfinity(features, context: context)
    } else {
      try InputChecks.checkFinite(features, context: context)
    }
    try InputChecks.checkLabels(labels, rows: features.rows)
    let present = labels.counts.indices.filter { labels.counts[$0] > 0 }
    if present.count == 1 { throw LearningError.oneClass(name: labels.names[present[0]]) }
    try InputChecks.checkVaried(features)
  }
}
