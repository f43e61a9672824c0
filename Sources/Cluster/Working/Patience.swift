import Basics
import Glibc
import Numerics

/// How long a worker bears with a folder that is out of reach, full or read-only.
struct Patience: Sendable {
  let seconds: Double
  /// The folder.
  let path: String
  let isStopping: @Sendable () -> Bool

  /// Tries something again for as long as the system refuses it.
  /// - Throws: `ClusterError.unwritableFolder` in the end; `Interrupted`; whatever else it throws, at once.
  func whileRefused<Value>(_ body: () throws -> Value) throws -> Value {
    var troubleSince: ContinuousClock.Instant?
    while true {
      do { return try body() } catch let error as SystemError {
        let since = troubleSince ?? .now
        troubleSince = since
        guard since.duration(to: .now) < .seconds(seconds) else {
          throw ClusterError.unwritableFolder(path: path, reason: error.reason)
        }
        sleep(1)
        guard !isStopping() else { throw Interrupted() }
      }
    }
  }

  /// Not in one piece, so that a signal is answered.
  func sleep(_ seconds: Double) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end, !isStopping() { usleep(UInt32(max(1000, min(20_000, seconds * 1e6)))) }
  }
}
