import Glibc

/// Asks the kernel to back memory that is about to be written for the first time with pages of 2 MB.
///
/// Mapping 75 MB of descriptors page by page takes longer than computing them. Only advice: it cannot fail in a way
/// that matters, and small memory is left alone.
public func adviseLargePages(_ memory: UnsafeMutableRawBufferPointer) {
  let pageSize: UInt = 4096
  guard memory.count >= 4 << 20, let start = memory.baseAddress else { return }
  let aligned = (UInt(bitPattern: start) + pageSize - 1) / pageSize * pageSize
  let length = Int(UInt(bitPattern: start) + UInt(memory.count) - aligned)
  madvise(UnsafeMutableRawPointer(bitPattern: aligned), length, Int32(MADV_HUGEPAGE))
}
