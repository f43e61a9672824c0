import Glibc
import Synchronization

/// What a process may still take of memory where its address space is limited (`ulimit -v`, containers, batch systems).
public enum AddressSpace {
  /// The limit in bytes; nil where there is none.
  public static var limit: Int? {
    var limits = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limits) == 0, limits.rlim_cur < rlim_t(Int.max) else {
      return nil
    }
    return Int(limits.rlim_cur)
  }

  /// Asks for memory and gives it back, so that what cannot be had is an error rather than the end of the process.
  /// Cost: a system call where nothing is limited, three more where something is.
  /// - Throws: `NumericsError.outOfMemory`.
  public static func require(_ bytes: Int) throws {
    guard bytes > 0, let limit else { return }
    let trial = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let trial, trial != MAP_FAILED else { throw NumericsError.outOfMemory(needed: bytes, limit: limit) }
    munmap(trial, bytes)
  }

  /// Threads that OpenBLAS has been seen to have room for: it keeps their memory.
  private static let servedThreads = Atomic<Int>(0)

  /// What OpenBLAS takes for each thread that multiplies (BUFFER_SIZE of its 64-bit kernels for x86), and something to
  /// work with. Where it gets none, it asks again for ever.
  private static let bytesPerThread = 144 << 20

  /// Asks for what products on so many threads need, once.
  /// - Throws: `NumericsError.outOfMemory`.
  static func requireProducts(threads: Int) throws {
    let served = servedThreads.load(ordering: .relaxed)
    guard threads > served else { return }
    try require((threads - served) * bytesPerThread)
    servedThreads.store(threads, ordering: .relaxed)
  }
}
