import ArgumentParser
import Cluster
import CommandLine

/// `mien submit study.mien`
struct SubmitCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", _superCommandName: "mien",
    abstract: "Have the sweeps of a script worked on by several processes, here or on a cluster.",
    discussion: """
      The script is checked and planned, and workers are sent for what is not in the cache: processes of this machine, or \
      one array of jobs. The command returns at once, and nothing needs to stay: running the script shows what is there. \
      Submit it again where workers ended too soon: only what is missing is computed.
      """)

  @Argument(help: "A script; - for standard input.", completion: .file(extensions: ["mien"]))
  var file: String

  @Option(help: "Who starts the workers: local or slurm.") var engine: SubmitOptions.Engine = .local

  @Option(help: ArgumentHelp("At most so many workers.", valueName: "number")) var workers: Int?

  @Flag(help: "Stay until all is done, then run the script.") var wait = false

  @Option(help: ArgumentHelp("Of Slurm.", valueName: "name")) var partition: String?

  @Option(help: ArgumentHelp("Limit of each worker's job, as Slurm writes it: 4:00:00.", valueName: "time"))
  var time: String?

  @Option(help: ArgumentHelp("Memory of each worker, in GiB.", valueName: "gib")) var memory: Double?

  @Option(help: ArgumentHelp("Cores of each worker.", valueName: "number")) var cpus: Int?

  @Option(
    help: ArgumentHelp(
      "A line that each job runs first: \"module load …\". May be given several times.", valueName: "line"))
  var setup: [String] = []

  @Option(
    help: ArgumentHelp(
      "Start each worker as the mien of a container: \"apptainer exec --bind /shared /shared/mien.sif\".",
      valueName: "command"))
  var container: String?

  @Flag(help: "Only write the array of jobs, and tell the line that sends it: for containers without Slurm.")
  var noSend = false

  @Option(
    help: ArgumentHelp(
      "Between two signs of life of a worker; after eight that are missed others take its cells. 15 for slurm, 2 for local.",
      valueName: "seconds"))
  var heartbeat: Double?

  @Option(help: ArgumentHelp("Where all randomness comes from.", valueName: "number")) var seed: UInt64 = 1

  @Flag(help: "A known data set that is not installed is an error, not replaced by a synthetic one.")
  var strictData = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if let workers, !(1...10_000).contains(workers) { throw ValidationError("--workers must be between 1 and 10000.") }
    if let cpus, !(1...1024).contains(cpus) { throw ValidationError("--cpus must be between 1 and 1024.") }
    if let memory, !(memory > 0 && memory <= 1_000_000) { throw ValidationError("--memory must be above 0 GiB.") }
    if let heartbeat, !(0.05...3600).contains(heartbeat) {
      throw ValidationError("--heartbeat must be between 0.05 and 3600 seconds.")
    }
    if let time, time.isEmpty || !time.allSatisfy({ $0.isNumber || $0 == ":" || $0 == "-" }) {
      throw ValidationError("--time is written as Slurm does: 30 (minutes), 4:00:00, 2-12:00:00.")
    }
    if wait, noSend { throw ValidationError("--wait would wait for nobody: leave out --no-send.") }
    if let container, container.allSatisfy(\.isWhitespace) || container.contains(where: \.isNewline) {
      throw ValidationError("--container is one line: the command that `mien worker …` is written after.")
    }
    guard engine == .local else { return }
    for (name, isGiven) in [
      ("partition", partition != nil), ("time", time != nil), ("setup", !setup.isEmpty),
      ("container", container != nil), ("no-send", noSend),
    ] where isGiven { throw ValidationError("--\(name) is for --engine slurm.") }
  }

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    var options = output.options
    (options.seed, options.isDataStrict) = (seed, strictData)
    var asked = SubmitOptions()
    (asked.engine, asked.workers, asked.waits) = (engine, workers, wait)
    asked.heartbeat = heartbeat
    asked.request = SlurmRequest(
      partition: partition, time: time, memory: memory, cpus: cpus, setup: setup, container: container,
      isSent: !noSend)
    return Host(hostEnvironment: hostEnvironment, options: options).submit(file, asked)
  }
}

extension SubmitOptions.Engine: ExpressibleByArgument {}

/// `mien worker MANIFEST`
struct WorkerCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", _superCommandName: "mien",
    abstract: "Work on a submitted sweep beside all its other workers, until nothing is left.",
    discussion: """
      `mien submit` starts these; more can be started at any time, on any machine that sees the folder. SIGTERM gives back \
      what was begun. Cores and memory are those that Slurm or a container allows.
      """)

  @Argument(help: "The manifest that `mien submit` wrote.", completion: .file(extensions: ["json"]))
  var manifest: String

  @Option(help: ArgumentHelp("Cores to use.", valueName: "number")) var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Cores to use for what all cells begin with, while the other workers wait for it.", valueName: "number"))
  var beginningThreads: Int?

  @Option(help: ArgumentHelp("Memory that the process may take, in GiB.", valueName: "gib")) var memory: Double?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if let beginningThreads, !(1...1024).contains(beginningThreads) {
      throw ValidationError("--beginning-threads must be between 1 and 1024.")
    }
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be between 1 and 1024.") }
    if let memory, !(0...1_000_000).contains(memory) { throw ValidationError("--memory must be 0 or more GiB.") }
  }

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    var options = output.options
    (options.threads, options.memory) = (threads, memory)
    return Host(hostEnvironment: hostEnvironment, options: options)
      .work(on: manifest, beginningThreads: beginningThreads)
  }
}

/// `mien status`
struct StatusCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", _superCommandName: "mien", abstract: "Tell how a submitted sweep stands.")

  @Argument(help: "The sweep, as `mien submit` named it, or its manifest; the newest if left out.") var sweep: String?

  @Flag(help: "List all sweeps of the cache.") var all = false

  @Option(
    help: ArgumentHelp("Show the tables of a script from what is there so far.", valueName: "script"),
    completion: .file(extensions: ["mien"]))
  var table: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    let host = Host(hostEnvironment: hostEnvironment, options: output.options)
    if let table { return host.showPartly(table) }
    return all ? host.listSweeps() : host.status(sweep)
  }
}

/// `mien cancel`
struct CancelCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", _superCommandName: "mien",
    abstract: "End the workers of a submitted sweep; what they have done is kept.")

  @Argument(help: "The sweep, as `mien submit` named it, or its manifest; the newest if left out.") var sweep: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    Host(hostEnvironment: hostEnvironment, options: output.options).cancel(sweep)
  }
}
