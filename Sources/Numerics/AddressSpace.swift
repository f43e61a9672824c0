import Glibc

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
    guard bytes > 0, let limit, !hasRoom(for: bytes) else { return }
    throw NumericsError.outOfMemory(needed: bytes, limit: limit)
  }

  /// Starts the program again with OpenBLAS kept to one thread, where memory is limited; returns where there is no limit
  /// or that has been done.
  ///
  /// OpenBLAS starts its threads as it is loaded, before anything of ours runs, and each asks for its memory again and
  /// again for as long as it gets none: a core at work for nothing, and an `exit` that waits for it for ever. The
  /// environment is the only thing that it listens to by then, and the C library likewise: it would set 64 MiB aside for
  /// each thread to allocate from. Call it first of all.
  public static func restartInLittleMemory() {
    let variable = "OPENBLAS_NUM_THREADS"
    guard limit != nil, getenv(variable) == nil else { return }
    setenv(variable, "1", 1)
    setenv("MALLOC_ARENA_MAX", "1", 0)
    // Where that is not possible things stand as they stood.
    execv("/proc/self/exe", CommandLine.unsafeArgv)
  }

  /// What to do when an allocation that nobody asked for first fails, of which the runtime makes an abort: a sentence and
  /// status 1. Does nothing where memory is not limited.
  public static func endWithWordsWhenMemoryRunsOut() {
    guard limit != nil else { return }
    signal(SIGABRT) { _ in
      let message: StaticString = """
        error[E0904]: the memory that this process may take has run out
        help: raise the limit (ulimit -v), or take fewer rows or columns

        """
      _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      _exit(1)
    }
  }

  static func hasRoom(for bytes: Int) -> Bool {
    let trial = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let trial, trial != MAP_FAILED else { return false }
    munmap(trial, bytes)
    return true
  }
}
