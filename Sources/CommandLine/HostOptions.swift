import Cluster
import Glibc
import Plans
import Rendering

/// What the command line decides for a whole sitting.
public struct HostOptions: Sendable {
  public var format = OutputFormat.text
  public var color = ColorChoice.auto
  public var seed: UInt64 = 1
  /// nil: as many as there are cores, or as a batch system or a container has given this process.
  public var threads: Int?
  /// Whether a known data set that is not installed is an error.
  public var isDataStrict = false
  public var showsTimings = false
  /// What the process may take, in GiB, results that are kept included; nil: these may take half of the machine's memory.
  public var memory: Double?

  /// Where a report of the script is written; nil for none.
  public var report: String?

  /// Whether `!command` at the prompt hands a line to the system's shell.
  public var allowsShell = false

  public init() {}

  /// What a session begins with.
  public var runSettings: RunSettings {
    RunSettings(
      seed: seed, threads: threads ?? Allocation.ofThisProcess.processors,
      environment: RunEnvironment(isDataStrict: isDataStrict))
  }

  /// In bytes; nil where nothing was said and nothing but the machine limits the process. Where something does, a tenth
  /// is left for what nobody counts.
  var processLimit: Int? {
    memory.map { Int($0 * 1_073_741_824) } ?? Allocation.ofThisProcess.memory.map { $0 / 10 * 9 }
  }

  /// In bytes.
  var cacheBudget: Int {
    processLimit ?? max(0, sysconf(Int32(_SC_PHYS_PAGES)) / 2 * sysconf(Int32(_SC_PAGESIZE)))
  }
}
