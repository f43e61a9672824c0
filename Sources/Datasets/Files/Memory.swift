import Glibc

/// How much memory the machine has.
enum Memory {
  /// Three quarters of what is built in: more than that for one data set would end in the kernel killing the program.
  static let limit: Int = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    return pages > 0 && size > 0 ? pages / 4 * 3 * size : 4_000_000_000
  }()
}
