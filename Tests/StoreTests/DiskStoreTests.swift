import Basics
import Dispatch
import Foundation
import Plans
import Testing

@testable import Store

@Suite struct DiskStoreTests {
  let folder: TemporaryFolder
  let warnings = Warnings()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func store(cap: Int = DiskStore.standardCap) -> DiskStore {
    DiskStore(folder: folder.path + "/deep/cache", cap: cap, onWarning: warnings.add)
  }

  private func key(_ number: Int) -> Digest { Digest("test", String(number)) }

  @Test func whatIsKeptComesBack() {
    let store = store()
    for count in [0, 1, 31, 32, 33, 5000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      store.keep(bytes, for: key(count), seconds: 1, what: "x", rows: 10)
      #expect(store.bytes(for: key(count)) == bytes)
    }
    #expect(self.store().bytes(for: key(5000))?.count == 5000)
    #expect(store.bytes(for: key(9)) == nil)
    #expect(store.usage().entries == 6)
    #expect(warnings.all == [])
  }

  @Test func nothingIsWrittenBeforeSomethingIsKept() {
    let store = store()
    #expect(store.bytes(for: key(1)) == nil)
    #expect(!store.contains(key(1)))
    #expect(!FileManager.default.fileExists(atPath: store.folder))
  }

  @Test func whatWasUsedLeastRecentlyGoesFirst() {
    let store = store(cap: 10_000)
    for number in 0..<9 {
      store.keep([UInt8](repeating: 1, count: 1000), for: key(number), seconds: 1, what: "", rows: 1)
    }
    Thread.sleep(forTimeInterval: 0.01)
    #expect(store.bytes(for: key(0)) != nil)
    for number in 9..<12 {
      store.keep([UInt8](repeating: 1, count: 1000), for: key(number), seconds: 1, what: "", rows: 1)
    }
    #expect(store.usage().bytes <= 10_000)
    #expect(store.contains(key(0)) && store.contains(key(11)))
    #expect(!store.contains(key(1)))
  }

  /// A worker's journal is read by every session until it is old: what has been used since stays used.
  @Test func aJournalThatIsReadAgainChangesNothing() {
    func keep(_ number: Int, in store: DiskStore) {
      store.keep([UInt8](repeating: 1, count: 1000), for: key(number), seconds: 1, what: "", rows: 1)
    }
    let worker = DiskStore(
      ofWorkerIn: folder.path + "/deep/cache", patience: 0, isInterrupted: { false }, onWarning: warnings.add)
    keep(0, in: worker)
    do {
      let first = store(cap: 10_000)
      for number in 1..<9 { keep(number, in: first) }
      Thread.sleep(forTimeInterval: 0.01)
      #expect(first.bytes(for: key(0)) != nil)
      first.flush()
    }
    let second = store(cap: 10_000)
    for number in 9..<12 { keep(number, in: second) }
    #expect(second.contains(key(0)) && !second.contains(key(1)))
    #expect(warnings.all == [])
  }

  /// Down to nine tenths of the cap, so that not every value that comes has another to take away.
  @Test func roomIsMadeForMoreThanOneValue() {
    let store = store(cap: 10_000)
    for number in 0..<10 {
      store.keep([UInt8](repeating: 1, count: 1000), for: key(number), seconds: 1, what: "", rows: 1)
    }
    // Ten values with their heads are just above the cap, nine just above nine tenths of it.
    #expect(store.usage().entries == 8)
  }

  @Test func clearingLeavesTheLabBook() {
    let store = store()
    store.keep([1, 2, 3], for: key(1), seconds: 1, what: "", rows: 1)
    #expect(store.enter(run(plan: 1)) == 1)
    store.removeAll()
    #expect(store.usage() == StoreUsage(entries: 0, bytes: 0))
    #expect(!store.contains(key(1)))
    #expect(store.runs().count == 1)
  }

  @Test func looksAreCountedOverProcesses() {
    #expect(store().enter(run(plan: 1)) == 1)
    #expect(store().enter(run(plan: 2)) == 2)
    #expect(store().enter(run(plan: 1)) == 1, "the same plan again is no new look")
    #expect(store().enter(run(plan: 3, testRows: 2)) == 1, "other rows")
    #expect(store().looks(at: key(1)) == 2)
    #expect(store().runs().map(\.ordinal) == [1, 2, 1])
  }

  @Test func aRunComesBackAsItWas() {
    let entered = run(plan: 5)
    _ = store().enter(entered)
    var read = store().runs()[0]
    #expect(read.time > 1_700_000_000 && read.ordinal == 1)
    #expect(read.metrics[0].perFold[1].isNaN)
    (read.time, read.ordinal) = (0, 0)
    read.metrics[0].perFold[1] = entered.metrics[0].perFold[0]
    var expected = entered
    expected.metrics[0].perFold[1] = entered.metrics[0].perFold[0]
    #expect(read == expected)
  }

  @Test func manyMayWriteAtOnce() {
    DispatchQueue.concurrentPerform(iterations: 4) { worker in
      let store = store()
      for number in 0..<50 {
        let bytes = [UInt8](repeating: UInt8(number), count: 100 + number)
        store.keep(bytes, for: key(number), seconds: 1, what: "w", rows: 1)
        _ = store.enter(run(plan: worker * 50 + number))
        #expect(store.bytes(for: key(number)) == bytes)
      }
    }
    #expect(store().usage().entries == 50)
    #expect(Set(store().runs().map(\.ordinal)) == Set(1...200))
    #expect(warnings.all == [])
  }

  @Test func timesAreRememberedByWhatTheyWereFor() throws {
    let store = store()
    #expect(store.secondsPerRow(of: "svm rbf") == nil)
    store.keep([1], for: key(1), seconds: 10, what: "svm rbf", rows: 100)
    store.keep([1], for: key(2), seconds: 30, what: "svm linear", rows: 100)
    #expect(store.secondsPerRow(of: "svm rbf") == 0.1)
    let other = try #require(store.secondsPerRow(of: "svm poly"))
    #expect(abs(other - 0.2) < 1e-12)
    #expect(store.secondsPerRow(of: "sv") == nil)
  }

  private func run(plan: Int, testRows: Int = 1) -> RunRecord {
    RunRecord(
      id: Digest("run", String(plan), String(testRows)), planText: "faces | svm", program: "faces | svm",
      plan: key(plan), testRows: key(testRows), predictions: key(3), data: "faces", dataFingerprint: "f",
      synthetic: nil, seed: .max, version: "1", evaluation: "cv",
      metrics: [
        .init(name: "macro_f1", value: 0.1 + 0.2, perFold: [1 / 3, .nan]), .init(name: "uar", value: 1, perFold: []),
      ],
      seconds: 1.5)
  }
}
