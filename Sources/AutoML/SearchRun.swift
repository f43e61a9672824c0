import Learning
import Numerics

/// A search while it goes on.
struct SearchRun {
  /// A learner with what was found of it.
  private struct Entry {
    let learner: Learner
    var search: ConfigurationSearch
    var cost = ImprovementCost()
    var failures = 0
    var isActive = true
  }

  struct Winner {
    let learner: Learner
    let configuration: Configuration
    var loss: Double
    /// What a trial of it learnt, and from how many rows: kept for when there is no time to learn from all.
    let model: (any FittedClassifier)?
    let modelRows: Int
  }

  private(set) var trials: [Trial] = []
  private(set) var winner: Winner?
  /// The least loss on the first splits.
  private var leader = Double.infinity
  private let runner: TrialRunner
  private let confirmation: Confirmation
  /// Rows that the last fit learns from.
  private let allRows: Int
  private var entries: [Entry]
  private(set) var clock: SearchClock
  private var generator: SeededGenerator
  /// The first estimate of a learner whose relative cost is 1, once any learner was tried.
  private var unitEstimate: Double?

  init(_ options: AutoML, _ runner: TrialRunner, _ confirmation: Confirmation, rows: Int, seed: UInt64) {
    self.runner = runner
    allRows = rows
    self.confirmation = confirmation
    clock = SearchClock(options.budget)
    generator = .derived(from: seed, 0)
    let samples = runner.folds.count == 1 && runner.shape.rows > Self.manyRows
    entries = options.learners.enumerated().map { index, learner in
      let schedule = SampleSchedule(
        allRows: runner.shape.rows, first: samples ? Self.firstSample : runner.shape.rows)
      var generator = SeededGenerator.derived(from: seed, 1, index)
      return Entry(
        learner: learner,
        search: ConfigurationSearch(
          space: learner.space(for: runner.shape, corrections: options.corrects), schedule: schedule,
          seed: generator.next()))
    }
  }

  /// What the first trial that gave no loss complained of.
  var firstProblem: String { trials.lazy.compactMap(\.problem).first ?? "there was no time for any" }

  /// - Throws: `Interrupted` where it was asked to stop before it had found anything; what is no fault of a
  ///   configuration.
  mutating func run(context: ExecutionContext) throws -> SearchEnd {
    while trials.isEmpty || !clock.isOver {
      guard entries.contains(where: \.isActive) else { return .exhausted }
      // Where no learner's best configuration would still fit, the time is as good as over.
      guard let index = nextLearner() else { return .budget }
      guard let proposal = entries[index].search.next() else {
        entries[index].isActive = false
        continue
      }
      do { try tryOut(proposal, of: index, context) } catch is Interrupted {
        guard winner != nil, context.takeInterruption() else { throw Interrupted() }
        return .interruption
      }
      context.report(fraction: clock.fraction)
    }
    return .budget
  }

  private mutating func nextLearner() -> Int? {
    let active = entries.indices.filter { entries[$0].isActive }
    let candidates = active.map { index in
      LearnerChoice.Candidate(
        cost: entries[index].cost, firstEstimate: (unitEstimate ?? 1) * entries[index].learner.relativeCost)
    }
    return LearnerChoice.next(
      among: candidates, leader: leader, allRows: runner.shape.rows,
      costLeft: trials.isEmpty ? nil : clock.secondsLeft, draw: generator.uniform()
    ).map { active[$0] }
  }

  private mutating func tryOut(
    _ proposal: ConfigurationSearch.Proposal, of index: Int, _ context: ExecutionContext
  ) throws {
    let learner = entries[index].learner
    let (runner, start) = (runner, clock.elapsed)
    var result: TrialRunner.Result?
    var proposal = proposal
    var problem = try problem(of: index, rows: proposal.rows, context) { context in
      result = try runner.run(learner, proposal, context: context)
    }
    while result == nil, winner == nil, problem == Self.outOfTime, proposal.rows > Self.fewestRows {
      // Something must come of the search, if only from some of the rows; on the fewest it may take what it takes.
      proposal = .init(configuration: proposal.configuration, rows: max(Self.fewestRows, proposal.rows / 8))
      problem = try self.problem(of: index, rows: proposal.rows, context) { context in
        result = try runner.run(learner, proposal, context: context)
      }
    }
    let cost = try self.cost(of: proposal, learner, seconds: clock.elapsed - start)
    let loss = result?.loss ?? .infinity
    clock.countTrial()
    entries[index].search.report(loss, cost: cost)
    entries[index].cost.add(loss: loss, cost: cost, rows: proposal.rows)
    unitEstimate = unitEstimate ?? max(cost, 1e-9) / learner.relativeCost
    leader = min(leader, loss)
    var trial = Trial(
      learner: learner.name, configuration: proposal.configuration, rows: proposal.rows,
      loss: loss.isFinite ? loss : nil, cost: cost, problem: problem)
    defer {
      trial.bestLoss = winner?.loss
      trials.append(trial)
    }
    if let result { trial.confirmedLoss = try confirm(result, proposal, of: index, context) }
  }

  /// Runs a part of a trial under the time that is left. - Returns: what went wrong.
  private mutating func problem(
    of index: Int, rows: Int = .max, _ context: ExecutionContext, _ work: (ExecutionContext) throws -> Void
  ) throws -> String? {
    do {
      try work(winner == nil && rows <= Self.fewestRows ? context : limited(context))
      entries[index].failures = 0
      return nil
    } catch is Interrupted {
      try context.checkInterruption()
      return Self.outOfTime
    } catch let error as any ExplainableError {
      entries[index].failures += 1
      if entries[index].failures >= Self.mostFailures { entries[index].isActive = false }
      return error.problem
    }
  }

  /// Makes a configuration the winner where it is better than the one so far on all splits.
  /// - Returns: its mean loss, where it is.
  private mutating func confirm(
    _ result: TrialRunner.Result, _ proposal: ConfigurationSearch.Proposal, of index: Int, _ context: ExecutionContext
  ) throws -> Double? {
    let (learner, confirmation) = (entries[index].learner, confirmation)
    let bound = winner?.loss ?? .infinity
    guard result.loss < bound else { return nil }
    var candidate = Winner(
      learner: learner, configuration: proposal.configuration, loss: result.loss, model: result.model,
      modelRows: result.modelRows)
    let reserve = try 1.3 * result.fitSeconds * growth(of: proposal, learner)
    // The first is better than none, however much of the confirmation is left to do when time is up.
    if winner == nil { winner = candidate }
    var mean: Double?
    _ = try problem(of: index, context) { context in
      mean = try confirmation.loss(of: learner, proposal, first: result.loss, below: bound, context: context)
    }
    guard let mean else { return nil }
    candidate.loss = mean
    winner = candidate
    // Where the last fit would take longer than what is left, the trial's own model will be kept, and the time is the
    // search's.
    clock.reservedSeconds = reserve < clock.unusedSeconds ? reserve : 0
    context.tell("best loss \(mean.rounded(toDigits: 4))")
    return mean
  }

  /// A context that ends at the deadline. As long as there is nothing to keep, a trial has half of the time that is left:
  /// one on fewer rows may have to follow.
  private func limited(_ context: ExecutionContext) -> ExecutionContext {
    guard let deadline = clock.deadline(finalShare: winner == nil ? 1 : finalShare) else { return context }
    return context.stopping(when: { ContinuousClock.now > deadline })
  }

  /// How much more work the fit on all rows is than that of a trial.
  private func growth(of proposal: ConfigurationSearch.Proposal, _ learner: Learner) throws -> Double {
    var (trial, all) = (runner.shape, runner.shape)
    trial.rows = max(1, proposal.rows)
    all.rows = allRows
    return max(1, try learner.work(proposal.configuration, all) / learner.work(proposal.configuration, trial))
  }

  /// What the fit on all rows takes of the time of a trial: one fit of several that share the threads.
  private var finalShare: Double { runner.folds.count > 1 ? 0.5 : 1.2 }

  private func cost(
    of proposal: ConfigurationSearch.Proposal, _ learner: Learner, seconds: Double
  ) throws -> Double {
    guard clock.budget.seconds == nil else { return seconds }
    var shape = runner.shape
    shape.rows = proposal.rows
    return try learner.work(proposal.configuration, shape) * Double(runner.folds.count)
  }

  /// More rows than this are sampled at first, where one fit judges a configuration.
  private static let manyRows = 40_000
  private static let firstSample = 10_000
  /// What the first trials shrink to where there is no time for more.
  private static let fewestRows = 200
  private static let outOfTime = "it would have taken longer than the time left"
  /// In a row, until a learner is given up.
  private static let mostFailures = 5
}
