import Glibc
import Numerics

/// How much memory the machine has.
enum Memory {
  /// Three quarters of what is built in: more than that for one data set would end in the kernel killing the program.
  static let limit: Int = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    let built = pages > 0 && size > 0 ? pages / 4 * 3 * size : 4_000_000_000
    // Half of what the process may have at all: what is made from the rows needs room as well.
    return min(built, AddressSpace.limit.map { $0 / 2 } ?? built)
  }()
}
