import CZeroMQ
import CommandLine
import Glibc
import Synchronization

/// What is to be sent, from any thread, in order; the thread that owns the sockets sends it.
final class Outbox: Sendable {
  enum Letter: Sendable {
    case send(KernelMessage, on: ConnectionFile.Channel)
    /// The kernel is done.
    case end
  }

  private let letters = Mutex<[Letter]>([])
  /// Can be read as long as something waits (eventfd), so that `poll` comes back.
  let descriptor: Int32

  /// - Throws: `KernelError.cannotListen` where the system gives no more descriptors.
  init() throws(KernelError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw .cannotListen("an event", reason: String(cString: strerror(errno))) }
  }

  deinit { close(descriptor) }

  func put(_ letter: Letter) {
    letters.withLock { $0.append(letter) }
    eventfd_write(descriptor, 1)
  }

  func takeAll() -> [Letter] {
    var count: eventfd_t = 0
    eventfd_read(descriptor, &count)
    return letters.withLock { letters in
      defer { letters = [] }
      return letters
    }
  }
}
