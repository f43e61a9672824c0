import Diagnostics
import Numerics
import Samples
import Testing

@testable import Plans

/// What a stage that leaves rows out does to a plan.
@Suite struct RowSelectionTests {
  /// The first three rows, all of the class `low`.
  private struct FirstStage: SelectorStage {
    static let declaration = Declaration("first", "Keeps three.", takes: .rows, gives: .rows, examples: [])

    func rows(of metadata: RowMetadata, _ context: StageContext) throws -> [Int] { Array(0..<min(3, metadata.count)) }
  }

  @Test func rowsAndWhatIsKnownOfThemFollow() throws {
    let set = try ToyShop().rows(ToySource(), EvenStage(), AddStage())
    #expect((set.rows.content as? Matrix)?.storage == [1, 3, 5, 7, 9, 11])
    #expect(set.rows.metadata.rowNames == ["0", "2", "4", "6", "8", "10"])
    #expect(try set.rows.metadata.labels.codes == [0, 0, 0, 1, 1, 1])
    #expect(set.notes.map(\.text) == ["every other row"])
  }

  @Test func theOrderAmongStagesThatLookAtOneRowDoesNotMatter() throws {
    let before = try ToyShop().rows(ToySource(), EvenStage(), AddStage())
    let behind = try ToyShop().rows(ToySource(), AddStage(), EvenStage())
    #expect((before.rows.content as? Matrix) == (behind.rows.content as? Matrix))
    #expect(before.rows.metadata.rowNames == behind.rows.metadata.rowNames)
    let steps = plan([ToySource(), AddStage(), EvenStage(), AddStage()]).selectingFirst.steps
    #expect(steps.map(\.text) == ["toy", "even", "add", "add"])
  }

  @Test func whatIsLeftIsADataSetOfItsOwn() throws {
    let shop = ToyShop()
    let all = try shop.result(ToySource(), ThresholdStage())
    let some = try shop.result(ToySource(), EvenStage(), ThresholdStage())
    #expect(all.provenance.dataFingerprint != some.provenance.dataFingerprint)
    #expect(all.outcomes.map(\.truth.count) == [4, 4, 4] && some.outcomes.map(\.truth.count) == [2, 2, 2])
    #expect(some.notes.contains { $0.contains("every other row") })
    #expect(some.testName != all.testName, "they cannot be paired")
    let again = try shop.executor().run(plan([ToySource(), EvenStage(), ThresholdStage()]))
    #expect(again.trace.allSatisfy { $0.source == .cached })
    #expect(again.payload.as(EvaluationResult.self)?.notes == some.notes)
  }

  /// Decided once in a run, however many plans and splits there are.
  @Test func rowsAreChosenOnce() throws {
    let runs = Runs()
    let plans = (0..<3).map { _ in plan([ToySource(), EvenStage(runs: runs), AddStage(), ThresholdStage()]) }
    _ = try ToyShop().executor().runAll(plans)
    #expect(runs.list == ["even"])
  }

  @Test func classesWithoutRowsAreNoClassesAnyMore() throws {
    let shop = ToyShop()
    let set = try shop.rows(ToySource(), FirstStage())
    #expect(try set.rows.metadata.labels == Labels(names: ["low"], codes: [0, 0, 0]))
    #expect(set.notes.map(\.text) == ["no row of high is left, so it is no class of these data any more"])
    #expect(set.rows.metadata.origin.summary.last == DataFact("first", "3 of 12 rows"))
  }

  /// Left out behind a stage that learns, a row would have been learnt from.
  @Test func behindWhatLearnsItHasNoPlace() throws {
    let late = plan([ToySource(), CentreStage(), AddStage(), EvenStage(), ThresholdStage()])
    #expect(late.lateSelector?.selector.text == "even" && late.lateSelector?.learner.text == "centre")
    #expect(throws: PlanError.self) { try ToyShop().executor().run(late) }
    #expect(plan([ToySource(), AddStage(), EvenStage(), CentreStage()]).lateSelector == nil)
  }

  /// A fitted plan meets rows that nobody left out.
  @Test func newRowsAreNotLeftOut() throws {
    let pipeline = try ToyShop().executor().fittedPipeline(
      of: plan([ToySource(), EvenStage(), CentreStage(), ThresholdStage(), DealStage()]))
    #expect(pipeline.steps.map(\.step.text) == ["centre", "threshold"] && pipeline.trainingRows == 4)
  }

  @Test func valuesUnderAnyName() throws {
    struct AnyStage: SelectorStage {
      static let declaration = Declaration("any", "Takes all.", takes: .rows, gives: .rows, examples: [])
      @Parameter("one") var one: [RowValue] = []
      @Parameter("others") var attribute = NamedValues()

      func rows(of metadata: RowMetadata, _ context: StageContext) throws -> [Int] { [] }
    }
    let given = AnyStage.bound(
      to: [
        ("sex", .word("F")), ("one", .number(3, .plain)), ("attribute", .list([.text("b"), .none])),
      ].map { GivenArgument(label: ($0, toyPlace), value: $1, location: toyPlace) }, at: toyPlace)
    #expect(given.diagnostics.isEmpty && given.given.map(\.name) == ["sex", "one", "attribute"])
    #expect(given.value.one.map(\.text) == ["3"])
    #expect(given.value.attribute.entries.map(\.name) == ["sex", "attribute"])
    #expect(given.value.attribute.entries.map { $0.values.map(\.text) } == [["F"], ["b", nil]])
    #expect(given.value.attribute.canonicalText == #"attribute=["b", none] sex=["F"]"#)
    let twice = AnyStage.bound(
      to: ["sex", "sex"].map { GivenArgument(label: ($0, toyPlace), value: .word("F"), location: toyPlace) },
      at: toyPlace)
    #expect(twice.diagnostics.map(\.code.id) == [DiagnosticCode.givenTwice.id])
  }
}
