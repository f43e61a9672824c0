import Foundation
import Numerics
import Testing

@testable import AutoML
@testable import Learning

@Suite struct AutoMLTests {
  private func fitted(
    _ name: String, trials: Int, objective: SearchObjective = .macroF1, learners: [Learner] = Learner.all,
    corrects: Bool = false, seed: UInt64 = 1, context: ExecutionContext = twoThreads
  ) throws -> (result: FittedAutoML, features: Matrix, labels: Labels) {
    let (features, labels) = try Fixture.data(name)
    let automl = try AutoML(
      budget: .trials(trials), objective: objective, learners: learners, corrects: corrects)
    let result = try automl.fit(
      features, labels, splits: dealtFolds(labels), seed: seed, finalSeeds: { _ in 7 }, context: context)
    return (result, features, labels)
  }

  private func encoded(_ result: FittedAutoML) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(result)
  }

  @Test func findsAGoodModelForWine() throws {
    let (result, features, labels) = try fitted("wine", trials: 20)
    #expect(result.trials.count == 20 && result.end == .budget)
    #expect(try #require(result.bestLoss) < 0.03)
    let predicted = try result.predict(features, context: .plain)
    #expect(zip(predicted, labels.codes).count { $0 == $1 } > 170)
  }

  @Test func theThresholdIsFound() throws {
    let (features, labels) = thresholdRows()
    let result = try AutoML(budget: .trials(60), objective: .accuracy, learners: [.threshold]).fit(
      features, labels, splits: dealtFolds(labels), seed: 1, finalSeeds: { _ in 0 }, context: .plain)
    #expect(try #require(result.bestLoss) < 0.02)
    let threshold = try result.configuration.number("threshold")
    #expect(abs(threshold - 0.7) < 0.03)
  }

  @Test func sameSearchOnOneThreadAndOnTwo() throws {
    let one = try fitted("wine", trials: 25, context: .plain).result
    let two = try fitted("wine", trials: 25).result
    #expect(one.trials == two.trials)
    #expect(try encoded(one) == encoded(two))
    let other = try fitted("wine", trials: 25, seed: 2).result
    #expect(one.trials != other.trials)
  }

  @Test func theBestTrialIsTheOneThatIsKept() throws {
    let (result, features, labels) = try fitted("cancer", trials: 20, objective: .balancedAccuracy)
    let best = try #require(result.trials.min { ($0.loss ?? 9) < ($1.loss ?? 9) })
    #expect(best.learner == result.learner.name && best.configuration == result.configuration)
    #expect(result.bestLoss == best.loss)
    var leader = Double.infinity
    for trial in result.trials {
      leader = min(leader, trial.loss ?? .infinity)
      #expect(trial.bestLoss == leader)
    }
    let again = try result.learner.fit(result.configuration, features, labels, seeds: { _ in 7 }, context: .plain)
    #expect(try again.predict(features, context: .plain) == result.predict(features, context: .plain))
  }

  @Test func isTheSameAfterSaving() throws {
    for learner in Learner.all {
      let (result, features, _) = try fitted("wine", trials: 2, learners: [learner])
      let data = try JSONEncoder().encode(result)
      let read = try JSONDecoder().decode(FittedAutoML.self, from: data)
      #expect(try read.predict(features, context: .plain) == result.predict(features, context: .plain))
      #expect(read.trials == result.trials && read.configuration == result.configuration)
      #expect(try read.probabilities(features, context: .plain) == result.probabilities(features, context: .plain))
    }
  }

  @Test func everyLearnerIsTriedAndLearns() throws {
    let result = try fitted("wine", trials: 60).result
    #expect(Set(result.trials.map(\.learner)).count >= min(3, Learner.all.count))
    for learner in Learner.all {
      let alone = try fitted("wine", trials: 8, learners: [learner]).result
      #expect(try #require(alone.bestLoss) < 0.5, "\(learner.name)")
      #expect(alone.trials.allSatisfy { $0.problem == nil }, "\(learner.name)")
    }
  }

  @Test func logLossIsMadeSmall() throws {
    let result = try fitted("wine", trials: 20, objective: .logLoss).result
    #expect(try #require(result.bestLoss) < 0.2)
    #expect(result.learner.hasProbabilities)
  }

  @Test func correctionsAreTriedOnlyWhenAsked() throws {
    let without = try fitted("wine", trials: 15).result
    #expect(without.trials.allSatisfy { $0.configuration["correction"] == nil })
    let with = try fitted("wine", trials: 30, corrects: true).result
    let tried = Set(with.trials.compactMap { $0.configuration["correction"] })
    #expect(tried.isSuperset(of: [.word("none"), .word("weights"), .word("smote")]))
  }

  /// Nothing can be learnt here, so whoever reports more than chance has looked at the test rows.
  @Test func pureNoiseIsPredictedByChance() throws {
    var generator = SeededGenerator(seed: 20)
    let (rows, columns, classes) = (1000, 12, 7)
    let features = Matrix(
      rows: rows, columns: columns, storage: (0..<rows * columns).map { _ in Float(generator.standardNormal()) })
    let labels = Labels(
      names: (0..<classes).map { "c\($0)" }, codes: (0..<rows).map { _ in generator.below(classes) })
    let (train, test) = (Array(0..<700), Array(700..<rows))
    let result = try AutoML(budget: .trials(40), objective: .accuracy).fit(
      features.gathering(train), labels.gathering(train), splits: dealtFolds(labels.gathering(train)), seed: 1,
      finalSeeds: { _ in 1 }, context: twoThreads)
    let predicted = try result.predict(features.gathering(test), context: .plain)
    let accuracy = Double(zip(test, predicted).count { labels.codes[$0] == $1 }) / 300
    let deviation = (1.0 / 7 * 6 / 7 / 300).squareRoot()
    #expect(abs(accuracy - 1.0 / 7) < 3.5 * deviation, "accuracy \(accuracy)")
    // The best of forty is above chance on the rows it was chosen by, but not by much.
    let chosen = 1 - (result.bestLoss ?? 0)
    #expect(chosen < 1.0 / 7 + 5 * (1.0 / 7 * 6 / 7 / 700).squareRoot(), "validation accuracy \(chosen)")
  }
}
