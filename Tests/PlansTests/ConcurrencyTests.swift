import Basics
import Dispatch
import Numerics
import Synchronization
import Testing

@testable import Plans

@Suite struct ConcurrencyTests {
  @Test func whatTwoWantAtOnceIsComputedOnce() throws {
    let cache = MatrixCache(budget: 1000)
    let computed = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let found = try? cache.value(
        for: Digest("a"), form: nil as StoredForm<Int>?, bytes: { _ in 8 }, context: .plain
      ) {
        computed.withLock { $0 += 1 }
        return (42, 0)
      }
      #expect(found?.value == 42)
    }
    #expect(computed.withLock { $0 } == 1)
  }

  @Test func afterAFailureTheNextOneTriesAgain() throws {
    let cache = MatrixCache(budget: 1000)
    func value(_ compute: () throws -> Int) throws -> Int {
      try cache.value(for: Digest("a"), form: nil as StoredForm<Int>?, bytes: { _ in 8 }, context: .plain) {
        (try compute(), 0)
      }.value
    }
    #expect(throws: ToyError.self) { try value { throw ToyError() } }
    #expect(try value { 7 } == 7)
  }

  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 5, 9])
  func everyPieceRunsOnceAndInItsPlace(_ threads: Int, _ count: Int) throws {
    var shop = ToyShop()
    shop.settings.threads = threads
    let used = Mutex<[Int]>([])
    let results = try shop.executor().concurrently(count) { index, executor in
      used.withLock { $0.append(executor.settings.threads) }
      return index * index
    }
    #expect(results == (0..<count).map { $0 * $0 })
    #expect(used.withLock { $0 }.allSatisfy { 1...threads ~= $0 })
  }

  @Test func theFirstFailureIsTheOneThatIsTold() throws {
    var shop = ToyShop()
    shop.settings.threads = 4
    let executor = shop.executor()
    for _ in 0..<20 {
      #expect(throws: Numbered(number: 2)) {
        _ = try executor.concurrently(6) { index, _ in if index >= 2 { throw Numbered(number: index) } }
      }
    }
  }

  private struct Numbered: Error, Equatable {
    let number: Int
  }

  @Test(arguments: [1, 2, 4])
  func aSweepIsTheSameOnAnyNumberOfThreads(_ threads: Int) throws {
    var shop = ToyShop()
    shop.settings.threads = threads
    let plans = (0..<6).map { amount in
      plan([
        ToySource(), bound(AddStage.self, [(nil, .number(Double(amount), .plain))]), CentreStage(), ThresholdStage(),
      ])
    }
    let failing = plan([ToySource(), FailStage(), ThresholdStage()])
    let runs = try shop.executor().runAll(plans + [failing])
    let ordinals = runs.prefix(6).map { run -> Int in
      guard let result = (try? run.payload.get())?.as(EvaluationResult.self) else { return 0 }
      return result.provenance.testSplitScored
    }
    #expect(ordinals == [1, 2, 3, 4, 5, 6], "the lab book hears of them in order")
    guard case .failure = runs[6].payload else {
      Issue.record("a failing combination did not fail")
      return
    }
  }

  @Test func whatStandsBetweenTwoPlansIsNamed() {
    func step(_ k: Double) -> any Stage { bound(AddStage.self, [(nil, .number(k, .plain))]) }
    let before = plan([ToySource(), step(20), ThresholdStage()])
    #expect(plan([ToySource(), step(50), ThresholdStage()]).changes(since: before) == ["add.amount 20 → 50"])
    #expect(plan([ToySource(), ThresholdStage()]).changes(since: before).count == 1)
    #expect(plan([ToySource(), step(20), CentreStage(), ThresholdStage()]).changes(since: before) == ["centre added"])
    #expect(before.changes(since: before) == [])
  }
}
