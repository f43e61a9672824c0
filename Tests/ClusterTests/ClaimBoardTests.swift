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
    #expect(try board.begin(7, 3, 3, owner: WorkerIdentity()))
    board.reopen(3, cells: [6, 7])
    #expect(try board.standings(count: 4)[3] == .claimed(3), "nothing is taken from whoever works on it")
    try board.finish(3)
    board.reopen(3, cells: [6, 7])
    #expect(try board.standings(count: 4)[3] == .free)
    #expect(try board.claim(3, number: 3, owner: WorkerIdentity()))
    #expect(try board.begin(7, 3, 3, owner: WorkerIdentity()), "its cells are free too")
  }

  @Test func aClaimSaysWhoseItIs() throws {
    let identity = WorkerIdentity(job: "12_3")
    _ = try board.claim(0, number: 1, owner: identity)
    let owner = try #require(board.owner(at: board.path(0, 1)))
    #expect(owner.host == identity.host && owner.text == "\(identity.host), job 12_3" && owner.since > 1_000_000)
    #expect(board.owner(at: board.path(0, 7)) == nil)
  }

  /// Under one claim a cell is begun once; under the next, whatever was begun before is free.
  @Test func aCellIsBegunOnceUnderAClaim() throws {
    #expect(try board.claim(1, number: 1, owner: WorkerIdentity()))
    #expect(try board.begin(2, 1, 1, owner: WorkerIdentity(job: "1_2")))
    #expect(try !board.begin(2, 1, 1, owner: WorkerIdentity()))
    #expect(board.owner(at: board.path(ofCell: 2, 1, 1, among: [2, 3]))?.text.hasSuffix("job 1_2") == true)
    #expect(board.path(ofCell: 2, 1, 1, among: [2]) == board.path(1, 1), "nothing to part")
    #expect(try board.listing(count: 4).begun == [1: [2]])
    #expect(try board.claim(1, number: 2, owner: WorkerIdentity()))
    #expect(try board.listing(count: 4).begun == [1: []])
    #expect(try board.begin(2, 1, 2, owner: WorkerIdentity()) && board.begin(3, 1, 2, owner: WorkerIdentity()))
    #expect(try board.listing(count: 4).begun == [1: [2, 3]])
    board.release(3, 1, 2)
    #expect(try board.listing(count: 4).begun == [1: [2]])
  }

  @Test func whatIsNoClaimIsPassedOver() throws {
    for name in ["x", "7.1", "7.1.2", "0.done.old", "0.1.x", "0.1.2.3", "-1.2", "1.x", ".nfs0001"] {
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
