import Basics
import Glibc

/// What this process may use of its machine: what a batch system or a container has given it, which is seldom all.
public struct Allocation: Sendable, Equatable {
  /// Cores; at least one.
  public let processors: Int
  /// Bytes; nil where nothing but the machine limits them.
  public let memory: Int?

  /// - Parameters:
  ///   - environment: gives a variable of the environment.
  ///   - root: of the system's files, for tests.
  public init(environment: (String) -> String? = environmentVariable, root: String = "") {
    func number(_ name: String) -> Int? { environment(name).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    let groups = ControlGroups(root: root)
    let granted = number("SLURM_CPUS_PER_TASK") ?? number("SLURM_CPUS_ON_NODE")
    let found = [Self.affinity(root: root), granted, groups.processors].compactMap { $0 }
    let count = max(1, found.min() ?? 1)
    processors = count
    let megabyte = 1 << 20
    let perProcessor = number("SLURM_MEM_PER_CPU").map { $0 * megabyte * (granted ?? count) }
    memory = [number("SLURM_MEM_PER_NODE").map { $0 * megabyte }, perProcessor, groups.memory].compactMap { $0 }.min()
  }

  /// The one of this process.
  public static let ofThisProcess = Allocation()

  /// Cores that the kernel lets this process run on, from a list such as `0-3,8`.
  private static func affinity(root: String) -> Int {
    let line = systemLines("\(root)/proc/self/status").first { $0.hasPrefix("Cpus_allowed_list:") } ?? ""
    let count = line.split(whereSeparator: { $0 == ":" || $0 == "," || $0.isWhitespace }).dropFirst()
      .reduce(0) { count, range in
        let ends = range.split(separator: "-").compactMap { Int($0) }
        guard let first = ends.first, let last = ends.last, last >= first else { return count }
        return count + last - first + 1
      }
    return count > 0 ? count : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
}

/// What the kernel's control groups let a process have, of either version: the least of its group and those above it.
struct ControlGroups {
  private(set) var processors: Int?
  private(set) var memory: Int?

  init(root: String) {
    for line in systemLines("\(root)/proc/self/cgroup") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(separator: ",")
      let base = "\(root)/sys/fs/cgroup"
      if controllers.isEmpty {
        for folder in Self.folders(base, String(parts[2])) { readSecond(folder) }
      } else {
        for controller in controllers where controller == "cpu" || controller == "memory" {
          for folder in Self.folders("\(base)/\(controller)", String(parts[2])) { readFirst(folder) }
        }
      }
    }
  }

  /// A group's folder and those above it: each limits all below.
  private static func folders(_ base: String, _ path: String) -> [String] {
    let parts = path.split(separator: "/")
    return (0...parts.count).map { count in ([base] + parts.prefix(count).map(String.init)).joined(separator: "/") }
  }

  private mutating func readSecond(_ folder: String) {
    let quota = systemLines("\(folder)/cpu.max").first.map { $0.split(separator: " ") } ?? []
    if quota.count == 2, let most = Double(quota[0]), let period = Double(quota[1]) { limit(most, per: period) }
    if let most = Self.number("\(folder)/memory.max") { limit(memory: most) }
  }

  private mutating func readFirst(_ folder: String) {
    if let most = Self.number("\(folder)/cpu.cfs_quota_us"), let period = Self.number("\(folder)/cpu.cfs_period_us") {
      limit(Double(most), per: Double(period))
    }
    if let most = Self.number("\(folder)/memory.limit_in_bytes") { limit(memory: most) }
  }

  private mutating func limit(_ quota: Double, per period: Double) {
    guard quota > 0, period > 0, quota / period < 1_000_000 else { return }
    // Half a core is one that is often waited for; there is no half a thread.
    let count = max(1, Int((quota / period).rounded(.up)))
    processors = min(processors ?? count, count)
  }

  private mutating func limit(memory most: Int) {
    // What stands for "no limit" is a number of this size.
    guard most > 0, most < 1 << 60 else { return }
    memory = min(memory ?? most, most)
  }

  private static func number(_ path: String) -> Int? { systemLines(path).first.flatMap { Int($0) } }
}

/// The lines of one of the system's files; none where it is not there.
private func systemLines(_ path: String) -> [String] {
  guard let bytes = try? wholeFile(path) else { return [] }
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}
