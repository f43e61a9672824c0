import Glibc

/// The memory that OpenBLAS multiplies in, where the address space is limited.
///
/// Each thread that multiplies at the same time as others takes one buffer, of one size for all kernels, and OpenBLAS keeps
/// it for whichever thread comes next. Where it gets none it asks again for ever; so all that there will be are taken
/// once, and no more threads are used than have one.
enum ProductMemory {
  /// Threads that may multiply at once; 0 where there is no memory for one. `Int.max` where nothing is limited.
  static let threads: Int = AddressSpace.limit == nil ? .max : reservedBuffers()

  /// BUFFER_SIZE of OpenBLAS on 64-bit x86 (32 << 22, as `/proc/self/maps` shows too), which it maps page by page.
  private static let bufferSize = 128 << 20
  /// What must be left to work with beside the first one; and beside each further one, with less than which a second
  /// thread is worth less than the memory.
  private static let (leastRoom, roomForMore) = (8 << 20, 256 << 20)

  private static func reservedBuffers() -> Int {
    OpenBLASSetup.done
    let program = dlopen(nil, RTLD_LAZY)
    guard let allocate = dlsym(program, "blas_memory_alloc"), let free = dlsym(program, "blas_memory_free")
    else { return .max }
    typealias Allocate = @convention(c) (Int32) -> UnsafeMutableRawPointer?
    typealias Free = @convention(c) (UnsafeMutableRawPointer?) -> Void
    var buffers: [UnsafeMutableRawPointer?] = []
    let most = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    while buffers.count < most,
      AddressSpace.hasRoom(for: bufferSize + (buffers.isEmpty ? leastRoom : roomForMore * buffers.count))
    {
      buffers.append(unsafeBitCast(allocate, to: Allocate.self)(0))
    }
    for buffer in buffers { unsafeBitCast(free, to: Free.self)(buffer) }
    return buffers.count
  }

  /// - Throws: `NumericsError.outOfMemory` where not even one thread can multiply.
  static func requireOne() throws {
    guard threads == 0, let limit = AddressSpace.limit else { return }
    throw NumericsError.outOfMemory(needed: bufferSize + leastRoom, limit: limit)
  }
}
