import Testing

@testable import Cluster

@Suite struct ClaimWatchTests {
  private typealias Claim = ClaimWatch.Claim
  private let start = ContinuousClock.now

  private func after(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

  /// Whatever the clock of whoever touched the file says: ten minutes ahead, or long ago.
  @Test(arguments: [-600.0, 0, 600])
  func aClaimExpiresWhenItNoLongerChanges(ahead: Double) {
    var watch = ClaimWatch(expiry: 10)
    let claim = Claim(group: 3, number: 1)
    let sign = { (seconds: Double) in FileTime(seconds: 1_000_000 + ahead + seconds) }
    watch.keep(among: [claim], atMost: 4)
    let atFirst = watch.isExpired(claim, lastSign: sign(0), at: after(0))
    let unchanged = watch.isExpired(claim, lastSign: sign(0), at: after(9))
    let alive = watch.isExpired(claim, lastSign: sign(9), at: after(11))
    let stillAlive = watch.isExpired(claim, lastSign: sign(9), at: after(20))
    let gone = watch.isExpired(claim, lastSign: sign(9), at: after(21.5))
    #expect([atFirst, unchanged, alive, stillAlive, gone] == [false, false, false, false, true])
  }

  @Test func whatIsNoLongerHeldIsForgotten() {
    var watch = ClaimWatch(expiry: 10)
    let claims = (0..<6).map { Claim(group: $0, number: 1) }
    watch.keep(among: claims, atMost: 4)
    #expect(watch.claims == Array(claims[0..<4]))
    watch.keep(among: [claims[1], Claim(group: 2, number: 2), claims[5]], atMost: 4)
    #expect(watch.claims == [claims[1], Claim(group: 2, number: 2), claims[5]])
  }
}
