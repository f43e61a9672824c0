import Numerics
import Testing

@testable import AutoML
@testable import Learning

/// Budgets, interruption, failing learners and bad input.
@Suite struct AutoMLLimitsTests {
  private func fit(
    _ automl: AutoML, _ features: Matrix, _ labels: Labels, splits: [ValidationSplit]? = nil,
    context: ExecutionContext = .plain
  ) throws -> FittedAutoML {
    try automl.fit(
      features, labels, splits: splits ?? dealtFolds(labels), seed: 1, finalSeeds: { _ in 1 }, context: context)
  }

  @Test func aTrialThatWouldNotEndIsCutOff() throws {
    let (features, labels) = thresholdRows()
    let learner = Learner.scripted { $0 == 0.05 ? .compares(threshold: $0) : .neverEnds }
    let result = try fit(
      AutoML(budget: .seconds(0.3), objective: .accuracy, learners: [learner]), features, labels, context: twoThreads)
    #expect(result.end == .budget)
    #expect(try result.configuration.number("threshold") == 0.05)
    #expect(result.trials.last?.problem != nil && result.trials.last?.loss == nil)
    #expect(try #require(result.trials.last).cost > 0)
  }

  /// No time at all: the first trial ends before it begins, and one on the fewest rows has what it takes.
  @Test func withoutTimeSomeRowsMustDo() throws {
    let (features, labels) = thresholdRows(600)
    let result = try fit(
      AutoML(budget: .seconds(1e-9), objective: .accuracy, learners: [.threshold]), features, labels)
    #expect(result.trials.count == 1)
    #expect(result.trials.first?.rows == 200)
    #expect(result.partialRows ?? 200 == 200)
    #expect(try result.predict(features, context: .plain).count == 600)
  }

  @Test func anInterruptedSearchKeepsTheBestSoFar() throws {
    let (features, labels) = thresholdRows()
    let interrupter = Interrupter { checks, taken in checks > 100 && taken == 0 }
    let result = try fit(
      AutoML(budget: .trials(1000), objective: .accuracy, learners: [.threshold]), features, labels,
      context: interrupter.context())
    #expect(result.end == .interruption)
    #expect(interrupter.timesTaken == 1)
    #expect(result.trials.count > 3 && result.trials.count < 100)
    #expect(try result.predict(features, context: .plain).count == labels.count)
  }

  /// Whoever stops a search does not wait for the fit on all rows either: what the trial has learnt is kept.
  @Test func anInterruptedSearchEndsSoon() throws {
    let (features, labels) = thresholdRows()
    let interrupter = Interrupter { checks, taken in checks > 100 && taken == 0 }
    let result = try fit(
      AutoML(
        budget: .trials(1000), objective: .accuracy,
        learners: [.scripted { .compares(threshold: $0, most: labels.count - 1) }]), features, labels,
      context: interrupter.context())
    #expect(result.end == .interruption)
    #expect(try #require(result.partialRows) < labels.count)
    #expect(try result.predict(features, context: .plain).count == labels.count)
  }

  @Test func interruptedAgainItGivesUp() throws {
    let (features, labels) = thresholdRows()
    let slowAtTheEnd = Learner.scripted { $0 == 0.05 ? .compares(threshold: $0) : .neverEnds }
    // The wish that ends the search comes while a trial is under way; the next one meets the last fit or what follows.
    let interrupter = Interrupter { checks, _ in checks > 60 }
    #expect(throws: Interrupted.self) {
      let result = try fit(
        AutoML(budget: .trials(1000), objective: .accuracy, learners: [slowAtTheEnd]), features, labels,
        context: interrupter.context())
      try interrupter.context().checkInterruption()
      _ = result
    }
  }

  @Test func interruptedBeforeAnythingIsFoundItStops() throws {
    let (features, labels) = thresholdRows()
    let automl = try AutoML(budget: .trials(10), learners: [.threshold])
    #expect(throws: Interrupted.self) {
      try fit(automl, features, labels, context: Interrupter { _, _ in true }.context())
    }
    #expect(throws: Interrupted.self) {
      try fit(automl, features, labels, context: Interrupter { checks, _ in checks > 50 }.context(canTake: false))
    }
  }

  @Test func aFailingLearnerIsGivenUpAndTheOthersGoOn() throws {
    let (features, labels) = thresholdRows()
    let failing = Learner.scripted("failing", cost: 0.5) { _ in .fails }
    let result = try fit(
      AutoML(budget: .trials(30), objective: .accuracy, learners: [failing, .threshold]), features, labels)
    let failures = result.trials.filter { $0.learner == "failing" }
    #expect(failures.count == 5 && failures.allSatisfy { $0.problem == LearningError.overflow.problem })
    #expect(result.learner.name == "threshold")
  }

  @Test func whereNothingWorksItSaysWhy() throws {
    let (features, labels) = thresholdRows()
    let automl = try AutoML(budget: .trials(30), learners: [.scripted { _ in .fails }])
    #expect(throws: AutoMLError.nothingWorked(trials: 5, reason: LearningError.overflow.problem)) {
      try fit(automl, features, labels)
    }
  }

  @Test func optionsAreChecked() {
    #expect(throws: AutoMLError.noBudget) { try AutoML(budget: .seconds(0)) }
    #expect(throws: AutoMLError.noBudget) { try AutoML(budget: .seconds(.infinity)) }
    #expect(throws: AutoMLError.noBudget) { try AutoML(budget: .trials(0)) }
    #expect(throws: AutoMLError.noLearners) { try AutoML(budget: .trials(1), learners: []) }
    #expect(throws: AutoMLError.noProbabilities) {
      try AutoML(budget: .trials(1), objective: .logLoss, learners: [.supportVectorMachine])
    }
    #expect(throws: AutoMLError.unknownLearner(name: "svc", known: Learner.all.map(\.name))) {
      try Learner.named("svc")
    }
  }

  @Test func badRowsAreRefused() throws {
    let (features, labels) = thresholdRows(50)
    let automl = try AutoML(budget: .trials(2), learners: [.threshold])
    var infinite = features
    infinite[7, 0] = .infinity
    #expect(throws: LearningError.nonFinite(row: 7, column: 0)) { try fit(automl, infinite, labels) }
    let single = Labels(names: ["a", "b"], codes: [Int](repeating: 1, count: 50))
    #expect(throws: LearningError.oneClass(name: "b")) { try fit(automl, features, single) }
    let constant = Matrix(rows: 50, columns: 3, repeating: 2)
    #expect(throws: LearningError.constantData) { try fit(automl, constant, labels) }
    #expect(throws: LearningError.noRows) {
      try fit(automl, Matrix(rows: 0, columns: 1), Labels(names: ["a"], codes: []), splits: [])
    }
    #expect(throws: LearningError.mismatchedCounts(what: "labels", expected: 50, found: 49)) {
      try fit(automl, features, labels.gathering(Array(0..<49)))
    }
  }

  @Test func splitsMustKeepTheirSidesApart() throws {
    let (features, labels) = thresholdRows(50)
    let automl = try AutoML(budget: .trials(2), learners: [.threshold])
    for split in [
      ValidationSplit(train: [1, 2, 3], validation: [3, 4]), ValidationSplit(train: [1, 1, 2], validation: [4]),
      ValidationSplit(train: [1, 50], validation: [2]), ValidationSplit(train: [], validation: [2]),
      ValidationSplit(train: [1], validation: []),
    ] {
      #expect(throws: AutoMLError.self) { try fit(automl, features, labels, splits: [split]) }
    }
    #expect(throws: AutoMLError.noFoldsPossible(rows: 50, classes: 2)) {
      try fit(automl, features, labels, splits: [])
    }
  }

  @Test func constantColumnsAndRareClassesAreNoObstacle() throws {
    var (features, labels) = try Fixture.data("wine")
    for row in 0..<features.rows { features[row, 3] = 5 }
    var codes = labels.codes
    codes[0] = 3
    labels = Labels(names: labels.names + ["lonely"], codes: codes)
    let result = try fit(AutoML(budget: .trials(12)), features, labels, context: twoThreads)
    #expect(result.trials.contains { $0.loss != nil })
    #expect(result.classNames.count == 4)
  }

  @Test func theRuleForResampling() {
    #expect(ValidationMethod.suited(rows: 1000, columns: 20, seconds: 60) == .crossValidation)
    #expect(ValidationMethod.suited(rows: 4826, columns: 36, seconds: 30) == .holdout)
    #expect(ValidationMethod.suited(rows: 4826, columns: 36, seconds: 3600) == .crossValidation)
    #expect(ValidationMethod.suited(rows: 99_999, columns: 1, seconds: nil) == .crossValidation)
    #expect(ValidationMethod.suited(rows: 100_000, columns: 1, seconds: 1e9) == .holdout)
  }

  @Test func manyRowsAreSampledUnderAHoldout() throws {
    let (features, labels) = thresholdRows(60_000)
    let split = ValidationSplit(
      train: (0..<60_000).filter { $0 % 10 != 0 }, validation: (0..<60_000).filter { $0 % 10 == 0 })
    let result = try fit(
      AutoML(budget: .trials(25), objective: .accuracy, learners: [.threshold]), features, labels, splits: [split])
    #expect(result.trials.first?.rows == 10_000)
    #expect(result.trials.last?.rows == 54_000)
  }
}
