import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Cluster

@Suite struct WorkerTests {
  @Test func oneWorkerDoesEverythingOnce() throws {
    let sweep = try ToySweep(cells: 9)
    let cells = ToyCells()
    #expect(try sweep.worker(cells).run() == .finished)
    #expect(cells.counts == Dictionary(uniqueKeysWithValues: (0..<9).map { ($0, 1) }))
    #expect(try sweep.worker(cells).run() == .finished, "whoever comes late finds nothing left")
    #expect(cells.counts.values.allSatisfy { $0 == 1 })
  }

  @Test func manyWorkersDoEverythingOnce() throws {
    let sweep = try ToySweep(cells: 60, heartbeat: 0.5, expiry: 30)
    let cells = ToyCells(pause: { _ in usleep(500) })
    DispatchQueue.concurrentPerform(iterations: 6) { _ in _ = try? sweep.worker(cells).run() }
    #expect(cells.counts == Dictionary(uniqueKeysWithValues: (0..<60).map { ($0, 1) }))
  }

  /// One is at a cell for as long as it takes another to do all the rest of its group.
  @Test func whoFindsNothingElseTakesCellsOfAGroupThatAnotherHolds() throws {
    let sweep = try ToySweep(cells: 9, heartbeat: 0.5, expiry: 30, inOneGroup: true)
    let others = DispatchSemaphore(value: 0)
    let isFirst = Mutex(true)
    let cells = ToyCells(pause: { _ in
      let waits = isFirst.withLock { isFirst in
        defer { isFirst = false }
        return isFirst
      }
      if !waits { others.signal() }
      for _ in 0..<8 where waits { #expect(others.wait(timeout: .now() + 30) == .success) }
    })
    DispatchQueue.concurrentPerform(iterations: 3) { _ in #expect((try? sweep.worker(cells).run()) == .finished) }
    #expect(cells.counts == Dictionary(uniqueKeysWithValues: (0..<9).map { ($0, 1) }))
  }

  /// Whoever else is at work on its group.
  @Test func aCellThatFailsInAGroupOfManyIsTriedAgain() throws {
    let sweep = try ToySweep(cells: 12, inOneGroup: true)
    let cells = ToyCells(failing: [5], pause: { _ in usleep(2000) })
    DispatchQueue.concurrentPerform(iterations: 3) { _ in #expect((try? sweep.worker(cells).run()) == .finished) }
    #expect(cells.counts == Dictionary(uniqueKeysWithValues: (0..<12).filter { $0 != 5 }.map { ($0, 1) }))
    #expect(FailureRecords(in: sweep.folder).all().mapValues(\.count) == [5: FailureRecords.mostErrors])
    try sweep.folder.prepare(sweep.manifest)
    let mended = ToyCells()
    #expect(try sweep.worker(mended).run() == .finished)
    #expect(mended.counts.count == 12, "the group is free again, and so are all of its cells")
  }

  /// A worker that was killed left its claim, and the name of the cell that it was at.
  @Test func whatAKilledWorkerHeldIsDoneByAnother() throws {
    let sweep = try ToySweep(cells: 4)
    let board = ClaimBoard(in: sweep.folder)
    try board.finish(0)
    _ = try board.claim(1, number: 1, owner: WorkerIdentity())
    #expect(try board.begin(1, 1, 1, owner: WorkerIdentity()))
    let cells = ToyCells()
    #expect(try sweep.worker(cells).run() == .finished)
    #expect(cells.counts.count == 4)
    let failures = FailureRecords(in: sweep.folder).all()
    #expect(failures.keys.sorted() == [1] && failures[1]?.map(\.isVanished) == [true])
  }

  /// As long as its holder shows that it lives, however long it takes.
  @Test func aLivingClaimIsLeftAlone() throws {
    let sweep = try ToySweep(cells: 2, heartbeat: 0.02, expiry: 0.2)
    let cells = ToyCells(pause: { if $0 == 0 { usleep(600_000) } })
    DispatchQueue.concurrentPerform(iterations: 2) { _ in _ = try? sweep.worker(cells).run() }
    #expect(cells.counts == [0: 1, 1: 1])
  }

  /// A worker that slept for longer than its claim lasts: two compute one cell, and nothing comes of it.
  @Test func aSleepersCellIsDoneByAnotherAndHarmsNothing() throws {
    let sweep = try ToySweep(cells: 2)
    let board = ClaimBoard(in: sweep.folder)
    try board.finish(0)
    _ = try board.claim(1, number: 1, owner: WorkerIdentity())
    usleep(300_000)
    let cells = ToyCells()
    #expect(try sweep.worker(cells).run() == .finished)
    // It wakes and goes on as if nothing had been.
    try cells.compute([0, 1], willBegin: { _ in true }, didEnd: { _, _ in })
    try board.finish(1)
    #expect(try board.standings(count: 2) == [.done, .done])
  }

  @Test func aCellThatFailsThreeTimesIsGivenUp() throws {
    let sweep = try ToySweep(cells: 6)
    let tries = Mutex(0)
    let cells = ToyCells(failing: [3], pause: { if $0 == 3 { tries.withLock { $0 += 1 } } })
    #expect(try sweep.worker(cells).run() == .finished)
    #expect(cells.counts.keys.sorted() == [0, 1, 2, 4, 5] && cells.counts.values.allSatisfy { $0 == 1 })
    #expect(tries.withLock { $0 } == 3)
    let failures = try #require(FailureRecords(in: sweep.folder).all()[3])
    #expect(FailureRecords.final(failures)?.message == "Broken()")
    // Submitted again, it is tried anew, and nothing else is.
    try sweep.folder.prepare(sweep.manifest)
    let mended = ToyCells()
    #expect(try sweep.worker(mended).run() == .finished)
    #expect(mended.counts.keys.sorted() == [2, 3], "the group of the cell that failed; a real cache has the other")
  }

  @Test func aCellThatTakesFiveWorkersWithItIsGivenUp() {
    let vanished = [CellFailure](repeating: CellFailure(vanishedOn: "node7"), count: 4)
    let failed = CellFailure(ToyCells.Broken(), host: "node1")
    #expect(FailureRecords.final(vanished + [failed, failed]) == nil)
    let final = FailureRecords.final(vanished + [CellFailure(vanishedOn: "node8")])
    #expect(final?.code == "E2014" && final?.host == "node8" && final?.message.hasPrefix("5 workers") == true)
  }

  @Test func aWorkerThatIsAskedToStopGivesBackItsClaim() throws {
    let sweep = try ToySweep(cells: 8)
    let stops = Mutex(false)
    let cells = ToyCells(pause: { if $0 == 4 { stops.withLock { $0 = true } } })
    #expect(try sweep.worker(cells, isStopping: { stops.withLock { $0 } }).run() == .stopped)
    let standings = try ClaimBoard(in: sweep.folder).standings(count: sweep.manifest.groups.count)
    #expect(standings.allSatisfy { $0 == .done || $0 == .free } && standings.contains(.free))
    #expect(try sweep.worker(cells).run() == .finished)
    #expect(cells.counts.values.allSatisfy { $0 == 1 } && cells.counts.count == 8)
  }

  @Test func aCancelledSweepEndsItsWorkers() throws {
    let sweep = try ToySweep(cells: 40)
    let cells = ToyCells(pause: { _ in usleep(20_000) })
    let folder = sweep.folder
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { try? folder.requestStop() }
    #expect(try sweep.worker(cells).run() == .stopped)
    #expect(cells.counts.count < 40)
    try folder.prepare(sweep.manifest)
    #expect(try sweep.worker(cells).run() == .finished)
  }

  /// The folder is out of reach for a while.
  @Test func aFolderThatIsGoneForAWhileIsWaitedFor() throws {
    let sweep = try ToySweep(cells: 8)
    let claims = sweep.folder.claims
    let cells = ToyCells(pause: { cell in
      guard cell == 4 else { return }
      rename(claims, claims + "-away")
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(300)) { rename(claims + "-away", claims) }
    })
    #expect(try sweep.worker(cells).run() == .finished)
    #expect(cells.counts.values.allSatisfy { $0 == 1 } && cells.counts.count == 8)
  }

  @Test func aFolderThatStaysAwayIsTold() throws {
    let sweep = try ToySweep(cells: 2)
    rename(sweep.folder.claims, sweep.folder.claims + "-away")
    let worker = Worker(
      sweep.manifest, in: sweep.folder, computer: ToyCells(), identity: WorkerIdentity(), patience: 0.1,
      isStopping: { false })
    #expect(throws: ClusterError.self) { try worker.run() }
  }
}
