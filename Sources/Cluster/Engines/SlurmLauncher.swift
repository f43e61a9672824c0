import Basics
import Glibc

/// What a job is to have of a cluster; what is left out is the cluster's own default.
public struct SlurmRequest: Sendable, Equatable {
  public var partition: String?
  /// As Slurm writes it: `4:00:00`.
  public var time: String?
  /// Of each worker, in GiB.
  public var memory: Double?
  /// Cores of each worker.
  public var cpus: Int?
  /// Lines that each worker's shell runs first: `module load …`.
  public var setup: [String]
  /// Words of a shell that start the `mien` of a container: `apptainer exec --bind /shared mien.sif`.
  public var container: String?
  /// Whether it is handed to Slurm, or only written for somebody who hands it over.
  public var isSent: Bool

  public init(
    partition: String? = nil, time: String? = nil, memory: Double? = nil, cpus: Int? = nil, setup: [String] = [],
    container: String? = nil, isSent: Bool = true
  ) {
    self.partition = partition
    self.time = time
    self.memory = memory
    self.cpus = cpus
    self.setup = setup
    self.container = container
    self.isSent = isSent
  }
}

/// Has Slurm start workers: one array of identical jobs, whatever the number of cells. Nothing else is asked of Slurm but
/// whether there is anybody left: what has been done is told by the shared folder.
public struct SlurmLauncher: WorkerLauncher {
  private let request: SlurmRequest
  private let program: String
  private let run: @Sendable ([String]) throws(SystemError) -> ChildProcess.Answer

  public init(_ request: SlurmRequest, program: String) {
    self.init(request, program: program, run: ChildProcess.run)
  }

  /// - Parameter run: runs a command of Slurm's.
  init(
    _ request: SlurmRequest, program: String,
    run: @escaping @Sendable ([String]) throws(SystemError) -> ChildProcess.Answer
  ) {
    self.request = request
    self.program = program
    self.run = run
  }

  public var timing: Manifest.Timing { .network }

  public var restartsWorkers: Bool { false }

  public func check() throws {
    guard request.isSent else { return }
    // What stands in the environment goes before what a job's file says.
    let partition = environmentVariable("SBATCH_PARTITION") ?? request.partition
    try SlurmPartitions(answer: try answer(SlurmPartitions.question)).check(request, in: partition)
  }

  public func launch(_ count: Int, for manifest: Manifest, in folder: SweepFolder) throws -> String {
    try write(batchScript(count, manifest, folder), in: folder)
    let workers = "\(count) worker\(count == 1 ? "" : "s")"
    guard request.isSent else { return "not sent yet: `sbatch \(quoted(folder.batchScript))` sends \(workers)" }
    // The answer of `--parsable` is the number, and the cluster where there are several.
    let job =
      try answer(["sbatch", "--parsable", folder.batchScript]).split(separator: ";").first.map(String.init) ?? ""
    let known = (try? wholeFile(folder.jobs)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if let file = try? AtomicFile<SystemError>(path: folder.jobs, permissions: 0o600) {
      try? file.write(Array((known + job + "\n").utf8))
      try? file.commit()
    }
    return "\(workers), Slurm job \(job)"
  }

  private func write(_ text: String, in folder: SweepFolder) throws(ClusterError) {
    do throws(SystemError) {
      let file = try AtomicFile<SystemError>(path: folder.batchScript, permissions: 0o700)
      try file.write(Array(text.utf8))
      try file.commit()
    } catch { throw .unwritableFolder(path: folder.path, reason: error.reason) }
  }

  /// What Slurm is handed; it can be read, changed and handed over by hand.
  func batchScript(_ count: Int, _ manifest: Manifest, _ folder: SweepFolder) -> String {
    let name = printable(manifest.script).replacing("\n", with: " ")
    let path = quoted(folder.manifestPath)
    var lines = [
      "#!/bin/bash",
      "# Workers for \(name): any number of them, started and ended at any time.",
      "#SBATCH --job-name=mien-\(manifest.shortID)", "#SBATCH --array=1-\(max(1, count))",
      "#SBATCH --output=\"\(folder.logs.replacing("%", with: "%%"))/%A-%a.log\"", "#SBATCH --open-mode=append",
      "#SBATCH --ntasks=1",
      "#SBATCH --requeue", "# Whatever a worker has begun it gives back 90 seconds before its time is over.",
      "#SBATCH --signal=B:TERM@90",
    ]
    if let partition = request.partition { lines.append("#SBATCH --partition=\(partition)") }
    if let time = request.time { lines.append("#SBATCH --time=\(time)") }
    if let memory = request.memory { lines.append("#SBATCH --mem=\(Int((memory * 1024).rounded(.up)))M") }
    if let cpus = request.cpus { lines.append("#SBATCH --cpus-per-task=\(cpus)") }
    // The path of this program means nothing in an image.
    let options = WorkerOptions(program: request.container == nil ? program : "mien")
    let worker = options.arguments(folder.manifestPath).map(quoted).joined(separator: " ")
    lines += [""] + request.setup
    lines += [
      "test -r \(path) || { echo \"$(hostname) does not see the folder of the sweep\"; exit 2; }",
      "exec " + (request.container.map { $0 + " " } ?? "") + worker,
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  public func isAlive(in folder: SweepFolder) -> Bool? {
    let jobs = Self.jobs(in: folder)
    guard !jobs.isEmpty else { return nil }
    guard
      let answer = try? run([
        "squeue", "--noheader", "--format=%i", "--jobs=" + jobs.joined(separator: ","),
      ])
    else { return nil }
    // Jobs that Slurm has forgotten are an error to it where they are all that is asked for.
    if answer.status != 0 { return answer.errors.contains("Invalid job id") ? false : nil }
    return !answer.output.allSatisfy(\.isWhitespace)
  }

  /// How many workers wait in Slurm's queue and how many it has started, for a person; nil where nothing was sent or
  /// Slurm does not answer.
  public static func queue(in folder: SweepFolder) -> String? {
    let jobs = jobs(in: folder)
    guard !jobs.isEmpty,
      let answer = try? ChildProcess.run(
        ["squeue", "--noheader", "--array", "--format=%T", "--jobs=" + jobs.joined(separator: ",")]),
      answer.status == 0
    else { return nil }
    let states = answer.output.split(whereSeparator: \.isWhitespace)
    let (waiting, running) = (states.count { $0 == "PENDING" }, states.count { $0 == "RUNNING" })
    return "Slurm: \(waiting) waiting, \(running) running"
  }

  public func cancel(in folder: SweepFolder) {
    let jobs = Self.jobs(in: folder)
    guard !jobs.isEmpty else { return }
    _ = try? run(["scancel"] + jobs)
  }

  /// The jobs that were sent for a folder, the oldest first.
  static func jobs(in folder: SweepFolder) -> [String] {
    let bytes = (try? wholeFile(folder.jobs)) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
  }

  /// - Throws: `ClusterError.noSlurm`, `.refused`.
  private func answer(_ arguments: [String]) throws(ClusterError) -> String {
    let answer: ChildProcess.Answer
    do { answer = try run(arguments) } catch {
      throw .noSlurm(command: arguments[0], reason: error.reason)
    }
    let said = answer.errors.split(separator: "\n").joined(separator: "; ")
    guard answer.status == 0 else {
      if arguments[0] == "sbatch" { throw .refused(reason: said) }
      throw .noSlurm(command: arguments[0], reason: said)
    }
    return answer.output.trimmingPrefix(while: \.isWhitespace).split(separator: "\n").joined(separator: "\n")
  }

  private func quoted(_ word: String) -> String {
    "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
