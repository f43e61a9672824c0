/// Claims of others that a worker looks at again and again, to see whether their holders still live.
///
/// A claim has expired when its file has not changed for so long as this process has looked on, by its own clock of seconds
/// that nobody sets. What time the file shows does not matter, only that it is another: some file systems write the clock of
/// whoever touches a file into it, and clocks of machines differ.
struct ClaimWatch {
  struct Claim: Hashable {
    let group: Int
    let number: Int
  }

  private struct Sight {
    var sign: FileTime?
    var since: ContinuousClock.Instant
  }

  private let expiry: Double
  private var sights: [Claim: Sight] = [:]

  /// - Parameter expiry: in seconds.
  init(expiry: Double) {
    self.expiry = expiry
  }

  /// Those that are looked at, in order.
  var claims: [Claim] { sights.keys.sorted { ($0.group, $0.number) < ($1.group, $1.number) } }

  /// Forgets what is no longer held, and takes up others until there are so many.
  mutating func keep(among held: [Claim], atMost count: Int) {
    let present = Set(held)
    sights = sights.filter { present.contains($0.key) }
    for claim in held where sights.count < count && sights[claim] == nil {
      sights[claim] = Sight(sign: nil, since: .now)
    }
  }

  /// Takes note of a claim's last sign of life, and says whether it has been the same for too long.
  mutating func isExpired(_ claim: Claim, lastSign: FileTime, at now: ContinuousClock.Instant = .now) -> Bool {
    guard let sight = sights[claim], sight.sign == lastSign else {
      sights[claim] = Sight(sign: lastSign, since: now)
      return false
    }
    return sight.since.duration(to: now) > .seconds(expiry)
  }
}
