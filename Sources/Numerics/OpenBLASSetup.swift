import COpenBLAS
import Glibc

/// Once-only preparation of OpenBLAS; every entry of `BLAS` and `LAPACK` touches `OpenBLASSetup.done` first.
enum OpenBLASSetup {
  /// Evaluated once, before the first product, by whichever thread comes first; about 0.1 ms.
  static let done: Void = {
    chooseKernels()
    // The cores are shared by `ExecutionContext.forEachPiece`; two levels of threads would compete.
    openblas_set_num_threads(1)
    // Last, because setting the number of threads starts them where there are none.
    endIdleThreads()
  }()

  /// Ends the threads that OpenBLAS starts as it is loaded. They would wait for work that never comes, the first tenth of
  /// a second in a loop that takes a core from whoever has some: on two cores up to a fifth of a short run.
  private static func endIdleThreads() {
    guard let shutDown = dlsym(dlopen(nil, RTLD_LAZY), "blas_thread_shutdown_") else { return }
    typealias Entry = @convention(c) () -> Int32
    _ = unsafeBitCast(shutDown, to: Entry.self)()
  }

  /// The processor whose kernels are in use, such as "SkylakeX".
  static var kernels: String {
    openblas_get_corename().map { String(cString: $0) } ?? ""
  }

  /// Kernels that suit a processor, the one to ask for first.
  private static var suitableKernels: [String] {
    switch processor_vector_level() {
    case 2: ["SkylakeX", "Cooperlake", "SapphireRapids"]
    case 1: ["Haswell", "Zen", "Broadwell"]
    default: []
    }
  }

  /// Makes OpenBLAS choose again where it did not take the kernels that the processor can run.
  ///
  /// That happens in two ways, each of which costs half the speed or far more: some shells export
  /// `OPENBLAS_CORETYPE`, and an OpenBLAS older than the processor does not know its model number and falls back on
  /// kernels from before AVX. Safe because all calls wait for `done`: no product can be under way.
  private static func chooseKernels() {
    let suitable = suitableKernels
    guard let wanted = suitable.first, !suitable.contains(kernels) else { return }
    // Absent where OpenBLAS was built for one processor only: then there is nothing to choose.
    let program = dlopen(nil, RTLD_LAZY)
    guard let quit = dlsym(program, "gotoblas_dynamic_quit"), let start = dlsym(program, "gotoblas_dynamic_init")
    else { return }
    let variable = "OPENBLAS_CORETYPE"
    let before = getenv(variable).map { String(cString: $0) }
    setenv(variable, wanted, 1)
    typealias Entry = @convention(c) () -> Void
    unsafeBitCast(quit, to: Entry.self)()
    unsafeBitCast(start, to: Entry.self)()
    // Programs started from this one get the environment as it was.
    if let before { setenv(variable, before, 1) } else { unsetenv(variable) }
  }
}
