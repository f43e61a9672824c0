import Numerics
import Testing

@testable import AutoML
@testable import Learning

@Suite struct ConfirmationTests {
  /// Folds of the same rows, dealt from another place on.
  private func shiftedFolds(_ labels: Labels, _ shift: Int) -> [ValidationSplit] {
    let count = labels.count
    let order = (0..<count).map { ($0 * 7 + shift) % count }
    return dealtFolds(labels.gathering(order)).map { split in
      ValidationSplit(train: split.train.map { order[$0] }, validation: split.validation.map { order[$0] })
    }
  }

  private func proposal(_ threshold: Double) -> ConfigurationSearch.Proposal {
    .init(configuration: Configuration([.init("threshold", .number(threshold))]), rows: 160)
  }

  @Test func theLossIsTheMeanOverAllSplits() throws {
    let (features, labels) = thresholdRows(201)
    let halves = [Array(0..<100), Array(100..<201)].map { rows in
      [ValidationSplit(train: Array(Set(0..<201).subtracting(rows)).sorted(), validation: rows)]
    }
    let runners = halves.map { TrialRunner(features, labels, $0, objective: .accuracy, seed: 1) }
    let losses = try runners.map { try $0.run(.threshold, proposal(0.9), context: .plain).loss }
    #expect(losses[0] != losses[1])
    let confirmation = Confirmation(rounds: [runners[1]])
    let mean = try confirmation.loss(of: .threshold, proposal(0.9), first: losses[0], below: 1, context: .plain)
    #expect(mean == (losses[0] + losses[1]) / 2)
    #expect(
      try confirmation.loss(of: .threshold, proposal(0.9), first: losses[0], below: 0.05, context: .plain) == nil)
    // What is only as good as the best does not take its place; the first dealing is below the bound here.
    let (better, worse) = (losses.min() ?? 0, losses.max() ?? 0)
    let other = Confirmation(rounds: [runners[losses[0] == worse ? 0 : 1]])
    #expect(try other.loss(of: .threshold, proposal(0.9), first: better, below: mean ?? 0, context: .plain) == nil)
  }

  @Test func whoeverFallsBehindDropsOutAtOnce() throws {
    let (features, labels) = thresholdRows()
    let runner = TrialRunner(features, labels, dealtFolds(labels), objective: .accuracy, seed: 1)
    // Would never end, were it run.
    let endless = Learner.scripted { _ in .neverEnds }
    let confirmation = Confirmation(rounds: [runner, runner])
    #expect(
      try confirmation.loss(of: endless, proposal(0.5), first: 0.3, below: 0.3, context: .plain) == nil)
  }

  @Test func lessOfTheScoreIsLuck() throws {
    // Each configuration guesses anew, so the best of many on one dealing is the luckiest there.
    var generator = SeededGenerator(seed: 2)
    let count = 120
    let noise = Matrix(rows: count, columns: 6, storage: (0..<count * 6).map { _ in Float(generator.uniform()) })
    let labels = Labels(names: ["a", "b"], codes: (0..<count).map { _ in generator.below(2) })
    let automl = try AutoML(budget: .trials(60), objective: .accuracy, learners: [.extraTrees])
    /// By how much the winner does worse on dealings that took no part in the search.
    func optimism(_ confirmations: [[ValidationSplit]]) throws -> Double {
      let found = try automl.fit(
        noise, labels, splits: shiftedFolds(labels, 0), confirmations: confirmations, seed: 3, finalSeeds: { _ in 1 },
        context: twoThreads)
      let winner = ConfigurationSearch.Proposal(configuration: found.configuration, rows: count)
      let losses = try (1...20).map { round in
        try TrialRunner(noise, labels, shiftedFolds(labels, 5 * round + 1), objective: .accuracy, seed: UInt64(round))
          .run(found.learner, winner, context: twoThreads).loss
      }
      return try losses.reduce(0, +) / 20 - #require(found.bestLoss)
    }
    let (lucky, confirmed) = (try optimism([]), try optimism((1...4).map { shiftedFolds(labels, 13 * $0) }))
    #expect(confirmed < lucky, "by luck \(lucky), confirmed \(confirmed)")
  }

  @Test func theLogTellsWhatWasConfirmed() throws {
    let (features, labels) = thresholdRows()
    let found = try AutoML(budget: .trials(40), objective: .accuracy, learners: [.threshold]).fit(
      features, labels, splits: shiftedFolds(labels, 0), confirmations: [shiftedFolds(labels, 31)], seed: 1,
      finalSeeds: { _ in 1 }, context: .plain)
    let confirmed = found.trials.compactMap(\.confirmedLoss)
    #expect(!confirmed.isEmpty && confirmed == confirmed.sorted(by: >))
    #expect(found.bestLoss == confirmed.last)
    for (before, trial) in zip(found.trials, found.trials.dropFirst()) where trial.confirmedLoss != nil {
      #expect(try #require(trial.loss) < (before.bestLoss ?? 1))
    }
  }
}
