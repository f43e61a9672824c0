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
    let loss: Double
  }

  private(set) var trials: [Trial] = []
  private(set) var winner: Winner?
  private let runner: TrialRunner
  private var entries: [Entry]
  private var clock: SearchClock
  private var generator: SeededGenerator
  /// The first estimate of a learner whose relative cost is 1, once any learner was tried.
  private var unitEstimate: Double?

  init(_ options: AutoML, _ runner: TrialRunner, seed: UInt64) {
    self.runner = runner
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
      among: candidates, leader: winner?.loss ?? .infinity, allRows: runner.shape.rows,
      costLeft: trials.isEmpty ? nil : clock.secondsLeft, draw: generator.uniform()
    ).map { active[$0] }
  }

  private mutating func tryOut(
    _ proposal: ConfigurationSearch.Proposal, of index: Int, _ context: ExecutionContext
  ) throws {
    let learner = entries[index].learner
    let start = clock.elapsed
    var result: TrialRunner.Result?
    var problem: String?
    do {
      result = try runner.run(learner, proposal, context: limited(context))
      if let loss = result?.loss, !loss.isFinite { problem = "its loss is not a number" }
    } catch is Interrupted {
      try context.checkInterruption()
      problem = "it would have taken longer than the time left"
    } catch let error as any ExplainableError {
      problem = error.problem
      entries[index].failures += 1
      if entries[index].failures >= Self.mostFailures { entries[index].isActive = false }
    }
    let cost = try self.cost(of: proposal, learner, seconds: clock.elapsed - start)
    note(proposal, of: index, problem == nil ? result : nil, problem, cost)
    if let winner, winner.loss == trials.last?.loss { context.tell("best loss \(winner.loss.rounded(toDigits: 4))") }
  }

  /// A context that ends at the deadline; the first trial has none, so that there is always something to keep.
  private func limited(_ context: ExecutionContext) -> ExecutionContext {
    guard winner != nil, let deadline = clock.deadline(finalShare: finalShare) else { return context }
    return context.stopping(when: { ContinuousClock.now > deadline })
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

  /// Writes down what became of a trial, for the log, the learner's search and the choice among learners.
  private mutating func note(
    _ proposal: ConfigurationSearch.Proposal, of index: Int, _ result: TrialRunner.Result?, _ problem: String?,
    _ cost: Double
  ) {
    let loss = result?.loss ?? .infinity
    clock.countTrial()
    entries[index].search.report(loss, cost: cost)
    entries[index].cost.add(loss: loss, cost: cost, rows: proposal.rows)
    if result != nil { entries[index].failures = 0 }
    if unitEstimate == nil {
      unitEstimate = max(cost, 1e-9) / entries[index].learner.relativeCost
    }
    if let result, loss < winner?.loss ?? .infinity {
      winner = Winner(learner: entries[index].learner, configuration: proposal.configuration, loss: loss)
      clock.reservedSeconds = 1.3 * result.fitSeconds * Double(runner.shape.rows) / Double(max(1, proposal.rows))
    }
    trials.append(
      Trial(
        learner: entries[index].learner.name, configuration: proposal.configuration, rows: proposal.rows,
        loss: result?.loss, bestLoss: winner?.loss, cost: cost, problem: problem))
  }

  /// More rows than this are sampled at first, where one fit judges a configuration.
  private static let manyRows = 40_000
  private static let firstSample = 10_000
  /// In a row, until a learner is given up.
  private static let mostFailures = 5
}
