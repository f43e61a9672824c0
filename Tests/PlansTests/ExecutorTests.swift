import Diagnostics
import Numerics
import Samples
import Synchronization
import Testing

@testable import Plans

@Suite struct ExecutorTests {
  @Test func everyStageRunsOnce() throws {
    let shop = ToyShop()
    let runs = Runs()
    let stages: [any Stage] = [ToySource(runs: runs), AddStage(runs: runs), CentreStage(runs: runs)]
    _ = try shop.executor().run(plan(stages))
    #expect(runs.list.count == 3)
    let (_, trace) = try shop.executor().run(plan(stages))
    #expect(runs.list.count == 3)
    #expect(trace.map(\.source) == [.cached, .cached, .cached])
  }

  @Test func otherArgumentsRunAnewFromThereOn() throws {
    let shop = ToyShop()
    let runs = Runs()
    let source = ToySource(runs: runs)
    _ = try shop.rows(source, bound(AddStage.self, [(nil, .number(1, .plain))]), CentreStage(runs: runs))
    _ = try shop.rows(source, bound(AddStage.self, [(nil, .number(2, .plain))]), CentreStage(runs: runs))
    #expect(runs.list.filter { $0 == "toy" }.count == 1)
    #expect(runs.list.filter { $0.hasPrefix("centre") }.count == 2)
  }

  @Test func whereNothingFollowsRowsAreLetGoOnceOthersAreMadeFromThem() throws {
    for isLast in [false, true] {
      let shop = ToyShop()
      let runs = Runs()
      var executor = shop.executor()
      executor.isLast = isLast
      let stages: [any Stage] = [ToySource(runs: runs), AddStage(runs: runs), ThresholdStage()]
      _ = try executor.run(plan(stages))
      _ = try executor.run(plan(Array(stages.prefix(1))))
      #expect(runs.list.count { $0 == "toy" } == (isLast ? 2 : 1))
      // What the model learns from is still there.
      _ = try executor.run(plan(Array(stages.prefix(2))))
      #expect(runs.list.count { $0.hasPrefix("add") } == 1)
    }
  }

  @Test func theOrderOfNamedArgumentsChangesNothing() throws {
    let shop = ToyShop()
    let first = bound(AddStage.self, [("factor", .number(2, .plain)), ("amount", .number(3, .plain))])
    let second = bound(AddStage.self, [(nil, .number(3, .plain)), ("factor", .number(2, .plain))])
    #expect(first.canonicalArguments == second.canonicalArguments)
    _ = try shop.rows(ToySource(), first)
    let (_, trace) = try shop.executor().run(plan([ToySource(), second]))
    #expect(trace.map(\.source) == [.cached, .cached])
  }

  @Test func anotherSeedRunsAnew() throws {
    var shop = ToyShop()
    let runs = Runs()
    _ = try shop.rows(ToySource(runs: runs), CentreStage(runs: runs))
    shop.settings.seed = 2
    _ = try shop.rows(ToySource(runs: runs), CentreStage(runs: runs))
    #expect(runs.list.count == 4)
  }

  @Test func otherDataBehindTheSameArgumentsRunAnew() throws {
    let shop = ToyShop()
    let runs = Runs()
    _ = try shop.rows(ToySource(runs: runs, identityText: "monday", fingerprint: "a"), CentreStage(runs: runs))
    _ = try shop.rows(ToySource(runs: runs, identityText: "tuesday", fingerprint: "b"), CentreStage(runs: runs))
    #expect(runs.list.count == 4)
  }

  @Test func touchedFilesWithTheSameContentAreOnlyReadAgain() throws {
    let shop = ToyShop()
    let runs = Runs()
    _ = try shop.rows(ToySource(runs: runs, identityText: "monday"), CentreStage(runs: runs))
    _ = try shop.rows(ToySource(runs: runs, identityText: "tuesday"), CentreStage(runs: runs))
    #expect(runs.list.count { $0 == "toy" } == 2)
    #expect(runs.list.count == 3)
  }

  @Test func anotherVersionOfAStageRunsAnew() throws {
    /// The same stage as `AddStage`, after its numbers have changed.
    struct NewAddStage: RowwiseStage {
      static let declaration = Declaration(
        "add", "Adds.", takes: .features, gives: .features, version: 2, examples: [])
      @Parameter("what to add", positional: true) var amount = 1.0
      @Parameter("what to multiply by before") var factor = 1.0
      func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent { content }
    }
    let shop = ToyShop()
    let old = try shop.rows(ToySource(), AddStage())
    let new = try shop.rows(ToySource(), NewAddStage())
    #expect(old.key != new.key)
    #expect((new.rows.content as? Matrix)?[0, 0] == 0)
  }

  @Test func otherContentThatAStageDependsOnRunsItAnew() throws {
    /// Depends on something beside its arguments, such as a file of weights.
    struct WeightedStage: RowwiseStage {
      static let declaration = Declaration("weighted", "Adds.", takes: .features, gives: .features, examples: [])
      var runs = Runs()
      var weights = ""
      func identity(in environment: RunEnvironment) throws -> String { weights }
      func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
        runs.add(weights)
        return content
      }
    }
    let (shop, runs) = (ToyShop(), Runs())
    for weights in ["a", "b", "a"] {
      _ = try shop.rows(ToySource(), WeightedStage(runs: runs, weights: weights))
    }
    #expect(runs.list == ["a", "b"])
  }

  @Test func theThreadsAreNoPartOfTheKey() throws {
    var shop = ToyShop()
    let one = try shop.rows(ToySource(), CentreStage())
    shop.settings.threads = 2
    #expect(try shop.rows(ToySource(), CentreStage()).key == one.key)
  }

  @Test func withoutMemoryEverythingStillRuns() throws {
    let shop = ToyShop(budget: 0)
    let result = try shop.result(ToySource(), CentreStage(), TwiceStage(), ThresholdStage())
    let remembered = try ToyShop().result(ToySource(), CentreStage(), TwiceStage(), ThresholdStage())
    #expect(result.scores == remembered.scores)
    #expect(shop.cache.count == 0)
  }

  // MARK: Learning from training rows

  @Test func aFittedStageLearnsFromTheTrainingRowsOfEachFold() throws {
    let runs = Runs()
    let result = try ToyShop().result(ToySource(), CentreStage(runs: runs), ThresholdStage(), DealStage())
    #expect(
      runs.list == [
        "centre on 1 2 4 5 7 8 10 11", "centre on 0 2 3 5 6 8 9 11", "centre on 0 1 3 4 6 7 9 10",
      ])
    #expect(result.outcomes.map(\.split.test) == [[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]])
  }

  @Test func aResamplerChangesTrainingRowsOnly() throws {
    let runs = Runs()
    let result = try ToyShop().result(ToySource(), TwiceStage(), ThresholdStage(runs: runs), DealStage())
    #expect(runs.list == ["threshold on 16", "threshold on 16", "threshold on 16"])
    #expect(result.testRows == 12 && result.outcomes.map(\.trainingRows) == [16, 16, 16])
    #expect(result.trainingRows == 8, "a report tells the rows before resampling")
  }

  @Test func chanceComesFromPlaceAndTrainingRows() throws {
    let runs = Runs()
    let twice = TwiceStage(runs: runs)
    _ = try ToyShop().result(ToySource(), twice, twice, ThresholdStage(), DealStage())
    #expect(Set(runs.list).count == 6, "each fold and each place has a seed of its own")
    let before = Set(runs.list)
    runs.clear()
    _ = try ToyShop().result(ToySource(), AddStage(), twice, ThresholdStage(), DealStage())
    #expect(Set(runs.list).isSubset(of: before), "leaving out another stage changes no seed")
  }

  @Test func anEvaluatorTakesThePlaceOfTheOneBefore() {
    let steps = plan([ToySource(), ThresholdStage(), DealStage()]).steps
    let other = PlanStep(stage: bound(DealStage.self, [(nil, .number(4, .plain))]), text: "deal 4", location: toyPlace)
    #expect(Plan(steps).appending(other).steps.map(\.text) == ["toy", "threshold", "deal 4"])
  }

  // MARK: Results

  @Test func everyPlanScoredOnTheSameTestRowsIsCounted() throws {
    let shop = ToyShop()
    #expect(try shop.result(ToySource(), ThresholdStage()).provenance.testSplitScored == 1)
    #expect(try shop.result(ToySource(), ThresholdStage()).provenance.testSplitScored == 1)
    #expect(try shop.result(ToySource(), CentreStage(), ThresholdStage()).provenance.testSplitScored == 2)
    let fourFolds = bound(DealStage.self, [(nil, .number(4, .plain))])
    #expect(try shop.result(ToySource(), ThresholdStage(), fourFolds).provenance.testSplitScored == 1)
  }

  @Test func aModelThatPredictsOneClassOnlySaysSo() throws {
    let constant = bound(ThresholdStage.self, [("constant", .boolean(true))])
    let result = try ToyShop().result(ToySource(), constant, DealStage())
    #expect(result.notes.contains { $0.contains("predicts 'low' for every one of the 4 test rows of fold 1") })
    #expect(try ToyShop().result(ToySource(), ThresholdStage(), DealStage()).notes.isEmpty)
  }

  @Test func anInterruptedEvaluationGoesOnWhereItWas() throws {
    let shop = ToyShop()
    let runs = Runs()
    let model = ThresholdStage(runs: runs)
    // The third fit is stopped before it has learnt anything.
    #expect(throws: Interrupted.self) {
      try shop.result(ToySource(), model, DealStage(), isInterrupted: { runs.list.count >= 3 })
    }
    #expect(runs.list.count == 3)
    runs.clear()
    let result = try shop.result(ToySource(), model, DealStage())
    #expect(runs.list.count == 1, "two folds had finished")
    #expect(result.testRows == 12)
  }

  @Test func whatIsCachedIsKnownBeforehand() throws {
    let shop = ToyShop()
    let whole = plan([ToySource(), CentreStage(), ThresholdStage(), DealStage()])
    #expect(!shop.executor().isCached(whole))
    _ = try shop.executor().run(whole)
    #expect(shop.executor().isCached(whole))
    #expect(!shop.executor().isCached(plan([ToySource(), ThresholdStage(), DealStage()])))
  }

  // MARK: Failures

  @Test func aFailureStandsAtItsStage() throws {
    let caller = Location(SourceText(name: "study.mien", text: "x | f"), Span(4, 5))
    var steps = plan([ToySource()]).steps
    steps.append(PlanStep(stage: FailStage(), text: "fail", location: toyPlace, callers: [caller]))
    let error = try #require(throws: Diagnostic.self) { try ToyShop().executor().run(Plan(steps)) }
    #expect(error.code.id == "E0999" && error.message == "fail: the toy 'x.csv' broke")
    #expect(error.primary?.location == toyPlace)
    #expect(error.secondary.map(\.location) == [caller])
    #expect(error.notes == ["mend it"])
  }

  @Test func aFailureStandsAtTheArgumentThatItNames() throws {
    let file = Location(SourceText(name: "toy.mien", text: "fail \"x.csv\" y"), Span(5, 12))
    let written = [
      WrittenArgument("x.csv", isQuoted: true, at: file), WrittenArgument("y.csv", isQuoted: true, at: toyPlace),
    ]
    let step = PlanStep(stage: FailStage(), text: "fail", location: toyPlace, written: written)
    let error = try #require(step.diagnostic(for: ToyError(), splitName: "fold 2") as? Diagnostic)
    #expect(error.primary?.location == file)
    #expect(error.notes == ["mend it", "it happened while working on fold 2"])
  }
}
