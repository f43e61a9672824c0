import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Cluster

@Suite struct ClaimBoardTests {
  private let sweep: ToySweep
  private var board: ClaimBoard { ClaimBoard(in: sweep.folder) }

  init() throws { sweep = try ToySweep(cells: 6) }

  @Test func oneClaimIsOneWorkers() throws {
    #expect(try board.claim(1, number: 1, owner: WorkerIdentity()))
    #expect(try !board.claim(1, number: 1, owner: WorkerIdentity()))
    #expect(try board.claim(1, number: 2, owner: WorkerIdentity()), "after the first has expired")
    #expect(try board.standings(count: 4) == [.free, .claimed(2), .free, .free])
    board.release(1, 2)
    #expect(try board.standings(count: 4)[1] == .claimed(1), "the expired one is as it was")
  }

  /// However many want it at once.
  @Test func ofManyAtOnceOneClaims() throws {
    let wins = Mutex([Int](repeating: 0, count: 200))
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for group in 0..<200 where (try? board.claim(group, number: 1, owner: WorkerIdentity())) == true {
        wins.withLock { $0[group] += 1 }
      }
    }
    #expect(wins.withLock { $0 } == [Int](repeating: 1, count: 200))
  }

  /// As one would try whose listing is older than the end of the group.
  @Test func whatIsDoneIsNotClaimed() throws {
    try board.finish(2)
    #expect(try !board.claim(2, number: 1, owner: WorkerIdentity()))
    #expect(try board.standings(count: 4)[2] == .done)
  }

  @Test func aGroupThatIsReopenedIsFree() throws {
    for number in 1...3 { #expect(try board.claim(3, number: number, owner: WorkerIdentity())) }
    board.reopen(3)
    #expect(try board.standings(count: 4)[3] == .claimed(3), "nothing is taken from whoever works on it")
    try board.finish(3)
    board.reopen(3)
    #expect(try board.standings(count: 4)[3] == .free)
  }

  @Test func aClaimSaysWhoseItIs() throws {
    let identity = WorkerIdentity(job: "12_3")
    _ = try board.claim(0, number: 1, owner: identity)
    board.note("begin 5", in: 0, 1)
    #expect(board.lines(of: 0, 1).last == "begin 5")
    let owner = try #require(board.owner(of: 0, 1))
    #expect(owner.host == identity.host && owner.text == "\(identity.host), job 12_3" && owner.since > 1_000_000)
    #expect(board.owner(of: 0, 7) == nil)
  }

  @Test func whatIsNoClaimIsPassedOver() throws {
    for name in ["x", "7.1", "0.done.old", "-1.2", "1.x", ".nfs0001"] {
      try sweep.temporary.write("", to: "sweeps/\(sweep.manifest.id.hexadecimal)/claims/\(name)")
    }
    #expect(try board.standings(count: 4) == [.free, .free, .free, .free])
  }

  @Test func aFileThatIsTouchedHasThePresentTime() throws {
    let path = sweep.temporary.path("touched")
    let first = try FileTime.touch(path)
    #expect(try FileTime.touch(path) >= first)
    #expect(FileTime(of: path).map { $0 >= first } == true)
    #expect(FileTime(of: path + "-not") == nil && !FileTime.refresh(path + "-not"))
    #expect(throws: (any Error).self) { try FileTime.touch("/nonexistent/file") }
  }
}
