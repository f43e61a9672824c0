import Basics
import Synchronization

/// Counts the pieces of a sweep that are still to be done with the training rows of each split, so that what only a split
/// needs is let go after its last. May be called from several threads.
final class SplitCountdown: Sendable {
  private let left: Mutex<[Digest: Int]>

  /// - Parameter digests: of each piece the digest of its split's training rows.
  init(_ digests: some Sequence<Digest>) {
    left = Mutex(digests.reduce(into: [:]) { $0[$1, default: 0] += 1 })
  }

  /// Notes that a piece is done.
  /// - Returns: whether it was the last of its split.
  func finish(_ digest: Digest) -> Bool {
    left.withLock { left in
      left[digest, default: 1] -= 1
      return left[digest] == 0
    }
  }
}
