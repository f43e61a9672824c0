import Glibc

/// A thread with room for deep recursion, as the main thread of a program has; those of Dispatch have half a megabyte.
public struct WorkerThread {
  private static let stackSize = 16 << 20
  private let work: @Sendable () -> Void

  public init(_ work: @escaping @Sendable () -> Void) {
    self.work = work
  }

  private final class Box {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// - Returns: false where the system gives no more threads.
  public func start() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(work))
    let status = pthread_create(
      &thread, &attributes,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().work()
        return nil
      }, box.toOpaque())
    if status != 0 { box.release() }
    return status == 0
  }
}
