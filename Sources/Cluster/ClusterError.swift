import Numerics

/// What keeps the cells of sweeps from being worked on by several processes.
public enum ClusterError: ExplainableError, Equatable {
  /// A command of Slurm's that is not there, or does not answer.
  case noSlurm(command: String, reason: String)
  case unknownPartition(String, known: [String])
  /// More than any node of a partition has: the job would wait for ever.
  case tooLarge(_ what: String, partition: String, most: String, others: [String])
  /// Slurm would not take the job.
  case refused(reason: String)
  case nothingToScore(script: String)
  case unreadableManifest(path: String, reason: String)
  case otherVersion(manifest: String, program: String)
  /// Data, a file beside them or a stage are not what they were where the sweep was submitted.
  case otherContent(plan: String, host: String)
  case unseenFolder(path: String, reason: String)
  case noSharedCache
  case severalCaches
  case unwritableFolder(path: String, reason: String)
  /// Nobody works on it any more, and nobody is about to.
  case nobodyLeft(cells: Int)
  case unknownSweep(String)
  /// A cell whose workers vanished again and again: out of memory, or killed with it.
  case lostWorkers(count: Int)

  public static let samples: [Self] = [
    .noSlurm(command: "sbatch", reason: "there is no such program"), .unknownPartition("gpu", known: ["main"]),
    .tooLarge("64 cores", partition: "main", most: "16 cores on the largest node", others: ["big"]),
    .refused(reason: "invalid account"), .nothingToScore(script: "study.mien"),
    .unreadableManifest(path: "manifest.json", reason: "there is no such file"),
    .otherVersion(manifest: "0.1.0", program: "0.2.0"), .otherContent(plan: "load \"faces\" | lbp", host: "node1"),
    .unseenFolder(path: "/home/me/study", reason: "there is no such folder"), .noSharedCache, .severalCaches,
    .unwritableFolder(path: "/scratch", reason: "Read-only file system"), .nobodyLeft(cells: 3),
    .unknownSweep("a1b2"), .lostWorkers(count: 5),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .noSlurm(let command, let reason):
      ErrorEntry(
        "E2001", "Slurm's command '\(command)' cannot be used here: \(reason)",
        remedy: "run this on a login node of the cluster, or take `--engine local` for workers on this machine; in a "
          + "container, `mien submit … --no-send` writes what is then sent from outside",
        explanation: Idea.slurm)
    case .unknownPartition(let name, let known):
      ErrorEntry(
        "E2002", "there is no partition '\(name)' on this cluster",
        remedy: known.isEmpty ? "`sinfo` lists the partitions" : "there are: \(known.joined(separator: ", "))",
        explanation: Idea.slurm)
    case .tooLarge(let what, let partition, let most, let others):
      ErrorEntry(
        "E2016", "partition '\(partition)' has no room for \(what), however long a worker waits: at most \(most)",
        remedy: others.isEmpty
          ? "ask for less; no partition here has more"
          : "ask for less, or name another: \(others.joined(separator: ", "))",
        explanation: Idea.slurm)
    case .refused(let reason):
      ErrorEntry(
        "E2003", "Slurm did not take the job: \(reason)",
        remedy: "mend what it says and submit again: no worker has begun", explanation: Idea.slurm)
    case .nothingToScore(let script):
      ErrorEntry(
        "E2004", "\(script) scores no plan, so there is nothing that workers could do",
        remedy: "submit a script with a model on a line of its own, such as one with braces",
        explanation: Idea.cells)
    default: sharedEntry
    }
  }

  private var sharedEntry: ErrorEntry {
    switch self {
    case .unreadableManifest(let path, let reason):
      ErrorEntry(
        "E2005", "the manifest \"\(path)\" cannot be used: \(reason)",
        remedy: "submit the script again; what has been done is kept", explanation: Idea.manifest)
    case .otherVersion(let manifest, let program):
      ErrorEntry(
        "E2006", "the sweep was submitted by mien \(manifest), and this is mien \(program)",
        remedy: "start workers with the program that submitted it, or submit it again with this one",
        explanation: Idea.manifest + " Values of two versions are never mixed.")
    case .otherContent(let plan, let host):
      ErrorEntry(
        "E2007", "what '\(plan)' begins with is not the same on \(host) as where the sweep was submitted",
        remedy: "see that all machines read the same files, and the same installed data and weights; then submit again",
        explanation: Idea.manifest + " It names what every cell is made from by its content.")
    case .unseenFolder(let path, let reason):
      ErrorEntry(
        "E2008", "this machine does not see the folder \(path) that the sweep was submitted from: \(reason)",
        remedy: "submit from a folder that all machines share", explanation: Idea.manifest)
    case .noSharedCache:
      ErrorEntry(
        "E2009", "there is no cache that workers could share",
        remedy: "name a folder that all machines see: `set cache \"/shared/me/mien\"` in the script, or MIEN_CACHE",
        explanation: Idea.cells)
    default: laterEntry
    }
  }

  private var laterEntry: ErrorEntry {
    switch self {
    case .severalCaches:
      ErrorEntry(
        "E2010", "the script keeps results in several caches",
        remedy: "leave one `set cache` line, at its beginning", explanation: Idea.cells)
    case .unwritableFolder(let path, let reason):
      ErrorEntry(
        "E2011", "workers could not share \(path): \(reason)",
        remedy: "name a folder that may be written and has room: MIEN_CACHE, or `set cache`", explanation: Idea.cells)
    case .nobodyLeft(let cells):
      ErrorEntry(
        "E2012", "no worker is left, and \(cells) cell\(cells == 1 ? " is" : "s are") not done",
        remedy: "look at the logs that `mien status` names, then submit again: only what is missing is computed",
        explanation: Idea.cells)
    case .unknownSweep(let name):
      ErrorEntry(
        "E2013",
        name.isEmpty
          ? "nothing has been submitted with this cache" : "there is no submitted sweep '\(name)' in this cache",
        remedy: "`mien status --all` lists them; MIEN_CACHE says which cache", explanation: Idea.manifest)
    case .lostWorkers(let count):
      ErrorEntry(
        "E2014", "\(count) workers ended while they worked on it, without a word",
        remedy: "such a cell is often out of memory: submit again with more `--memory`", explanation: Idea.cells)
    default: .unlisted(self)
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let slurm =
    "Slurm shares the machines of a cluster. `mien submit` hands it one array of identical workers; everything else "
    + "goes through a folder that all machines see."
  static let cells =
    "A cell is one split of one plan. Workers claim cells in a shared folder and leave what comes of them in the shared "
    + "cache, where the script finds it when it is run."
  static let manifest =
    "A manifest is a submitted script as data: its plans, settings and the names of what comes of every cell. Each "
    + "worker reads it and compares it with what it finds on its own machine."
}
