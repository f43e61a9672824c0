import Glibc
import Synchronization

/// A file mapped into memory that may become shorter while it is read.
///
/// The kernel ends a program that reads beyond the end of such a file (SIGBUS). For the mappings that are listed here, the
/// handler of that signal puts zeros where the file was and notes that it did, and whoever reads asks when done. Copying
/// the file first would be safe too, but takes its size in memory once more and a quarter longer on large tables.
struct GuardedMapping: Sendable {
  private let base: UInt
  private let count: Int
  /// nil where the table of mappings was full: then the file is read without the guard.
  private let slot: Int?

  init(_ bytes: UnsafeRawBufferPointer) {
    base = UInt(bitPattern: bytes.baseAddress)
    count = bytes.count
    slot = MappingTable.shared.add(base..<base + UInt(bytes.count))
  }

  var hasShrunk: Bool {
    slot.map { MappingTable.shared.isMarked($0) } ?? false
  }

  /// Unmaps the file. - Precondition: nobody reads it any more.
  func end() {
    if let slot { MappingTable.shared.remove(slot) }
    munmap(UnsafeMutableRawPointer(bitPattern: base), count)
  }
}

/// The mappings at hand, in atomics alone, since a signal's handler may wait for nobody.
private struct MappingTable: @unchecked Sendable {
  static let shared = MappingTable()
  private static let room = 256

  private let owners = Self.atomics()
  private let starts = Self.atomics()
  private let ends = Self.atomics()
  private let marks = Self.atomics()

  private static func atomics() -> UnsafeMutablePointer<Atomic<UInt>> {
    let pointer = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: room)
    for index in 0..<room { (pointer + index).initialize(to: Atomic(0)) }
    return pointer
  }

  private init() {
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = { _, information, _ in
      let address = information?.pointee._sifields._sigfault.si_addr
      // Whatever else raised the signal ends the program as it would have without this.
      if !MappingTable.shared.replace(at: UInt(bitPattern: address)) { signal(SIGBUS, SIG_DFL) }
    }
    action.sa_flags = SA_SIGINFO
    sigaction(SIGBUS, &action, nil)
  }

  func add(_ range: Range<UInt>) -> Int? {
    for slot in 0..<Self.room {
      guard owners[slot].compareExchange(expected: 0, desired: 1, ordering: .acquiringAndReleasing).exchanged else {
        continue
      }
      marks[slot].store(0, ordering: .relaxed)
      ends[slot].store(range.upperBound, ordering: .releasing)
      starts[slot].store(range.lowerBound, ordering: .releasing)
      return slot
    }
    return nil
  }

  func remove(_ slot: Int) {
    starts[slot].store(0, ordering: .releasing)
    ends[slot].store(0, ordering: .releasing)
    owners[slot].store(0, ordering: .releasing)
  }

  func isMarked(_ slot: Int) -> Bool {
    marks[slot].load(ordering: .acquiring) != 0
  }

  /// Puts zeros from the page of `address` to the end of its mapping; false where it is in none.
  func replace(at address: UInt) -> Bool {
    for slot in 0..<Self.room {
      let (start, end) = (starts[slot].load(ordering: .acquiring), ends[slot].load(ordering: .acquiring))
      guard start != 0, address >= start, address < end else { continue }
      let page = address & ~4095
      let zeros = mmap(
        UnsafeMutableRawPointer(bitPattern: page), Int(end - page), PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS,
        -1, 0)
      guard zeros != MAP_FAILED else { return false }
      marks[slot].store(1, ordering: .releasing)
      return true
    }
    return false
  }
}
