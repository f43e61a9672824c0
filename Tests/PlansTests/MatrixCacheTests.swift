import Basics
import Numerics
import Testing

@testable import Plans

@Suite struct MatrixCacheTests {
  private func key(_ name: String) -> Digest { Digest(name) }

  @Test func whatWasUsedLeastRecentlyGoesFirst() {
    let cache = MatrixCache(budget: 30)
    for name in ["a", "b", "c"] { cache.store(name, bytes: 10, for: key(name)) }
    #expect(cache.value(String.self, for: key("a")) == "a")
    cache.store("d", bytes: 10, for: key("d"))
    #expect(["a", "b", "c", "d"].map { cache.contains(key($0)) } == [true, false, true, true])
    #expect(cache.byteCount == 30 && cache.count == 3)
  }

  @Test func askingWhetherItIsThereIsNoUse() {
    let cache = MatrixCache(budget: 20)
    cache.store("a", bytes: 10, for: key("a"))
    cache.store("b", bytes: 10, for: key("b"))
    #expect(cache.contains(key("a")))
    cache.store("c", bytes: 10, for: key("c"))
    #expect(!cache.contains(key("a")))
  }

  @Test func aValueBeyondTheBudgetIsNotKeptAndPushesNothingOut() {
    let cache = MatrixCache(budget: 20)
    cache.store("a", bytes: 10, for: key("a"))
    cache.store("large", bytes: 21, for: key("large"))
    #expect(cache.contains(key("a")) && !cache.contains(key("large")))
    #expect(cache.byteCount == 10)
  }

  @Test func storingAgainReplaces() {
    let cache = MatrixCache(budget: 100)
    cache.store("first", bytes: 60, for: key("a"))
    cache.store("second", bytes: 30, for: key("a"))
    #expect(cache.value(String.self, for: key("a")) == "second")
    #expect(cache.byteCount == 30 && cache.count == 1)
    cache.store("too large", bytes: 101, for: key("a"))
    #expect(cache.count == 0 && cache.byteCount == 0, "an old value under a new name would be wrong")
  }

  @Test func aSmallerBudgetIsKeptAtOnce() {
    let cache = MatrixCache(budget: 100)
    for name in ["a", "b", "c"] { cache.store(name, bytes: 30, for: key(name)) }
    cache.budget = 40
    #expect(cache.byteCount == 30 && cache.contains(key("c")))
    cache.budget = -1
    #expect(cache.budget == 0 && cache.count == 0)
  }

  @Test func whatIsKeptGivesWayWhereTheProcessIsAtItsLimit() {
    let cache = MatrixCache(budget: 1 << 30)
    #expect(cache.piecesAtOnce(bytesEach: 1 << 40) == .max)
    cache.store([UInt8](repeating: 1, count: 1 << 20), bytes: 1 << 20, for: key("a"))
    // Any process takes more than a byte.
    cache.processLimit = 1
    #expect(cache.count == 1 && cache.piecesAtOnce(bytesEach: 1 << 20) == 1)
    cache.store([UInt8](repeating: 2, count: 1 << 20), bytes: 1 << 20, for: key("b"))
    #expect(cache.count == 0 && cache.byteCount == 0)
    cache.processLimit = ProcessMemory.resident + (1 << 40)
    cache.store([UInt8](repeating: 2, count: 1 << 20), bytes: 1 << 20, for: key("b"))
    #expect(cache.count == 1 && cache.piecesAtOnce(bytesEach: 1 << 30) > 500)
  }

  @Test func aValueOfAnotherTypeIsNotThere() {
    let cache = MatrixCache(budget: 100)
    cache.store("text", bytes: 1, for: key("a"))
    #expect(cache.value(Int.self, for: key("a")) == nil)
    cache.removeAll()
    #expect(cache.byteCount == 0 && cache.value(String.self, for: key("a")) == nil)
  }
}
