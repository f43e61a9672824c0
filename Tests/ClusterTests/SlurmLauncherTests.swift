import Basics
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Cluster

/// What is asked of Slurm, by one that answers as it is told.
@Suite struct SlurmLauncherTests {
  private static let answer = """
    main*|2|21700|1-00:00:00
    main*|8|64000|1-00:00:00
    short|2|21700|30:00
    big|64|512000+|infinite
    empty|0|0|infinite
    """

  private func check(_ request: SlurmRequest, _ answer: String = answer) throws {
    let launcher = SlurmLauncher(request, program: "mien") { words throws(SystemError) in
      #expect(words == ["sinfo", "--noheader", "--exact", "--format=%P|%c|%m|%l"])
      return ChildProcess.Answer(status: 0, output: answer + "\n", errors: "")
    }
    try launcher.check()
  }

  @Test(arguments: [
    SlurmRequest(), SlurmRequest(cpus: 8), SlurmRequest(partition: "big", cpus: 64),
    SlurmRequest(partition: "short,big", memory: 400, cpus: 64), SlurmRequest(partition: "big", memory: 500),
    SlurmRequest(partition: "main", time: "24:00:00"), SlurmRequest(partition: "big", time: "30-0"),
    SlurmRequest(partition: "short", time: "30"), SlurmRequest(partition: "empty", memory: 999, cpus: 512),
  ]) func whatANodeHasIsSent(_ request: SlurmRequest) throws {
    try check(request)
  }

  @Test func whatNoNodeHasIsToldBeforeItIsSent() throws {
    let larger = ["big"]
    func expect(_ request: SlurmRequest, _ error: ClusterError) {
      #expect(throws: error) { try check(request) }
    }
    expect(
      SlurmRequest(cpus: 16),
      .tooLarge("16 cores", partition: "main", most: "8 cores on the largest node", others: larger))
    expect(
      SlurmRequest(partition: "short", cpus: 3),
      .tooLarge("3 cores", partition: "short", most: "2 cores on the largest node", others: ["big", "main"]))
    expect(
      SlurmRequest(partition: "short,main", memory: 100),
      .tooLarge(
        "100 GiB of memory", partition: "short,main", most: "62.5 GiB on the largest node", others: larger))
    expect(
      SlurmRequest(partition: "short", time: "1:00:00"),
      .tooLarge("a time of 1:00:00", partition: "short", most: "30 min for a job", others: ["big", "main"]))
    expect(SlurmRequest(partition: "gpu"), .unknownPartition("gpu", known: ["big", "empty", "main", "short"]))
    #expect(ClusterError.tooLarge("3 cores", partition: "a", most: "2", others: []).entry.code == "E2016")
  }

  /// Where jobs go that name no partition is not known then.
  @Test func withoutAUsualPartitionAnyWillDo() throws {
    let answer = Self.answer.replacing("*", with: "")
    try check(SlurmRequest(cpus: 64), answer)
    #expect(throws: ClusterError.self) { try check(SlurmRequest(cpus: 64), "small|4|1000|infinite") }
    try check(SlurmRequest(cpus: 64), "")
  }

  @Test(
    arguments: [
      ("30", 1800), ("1:30", 90), ("4:00:00", 14_400), ("1-0", 86_400), ("2-12:30", 217_800), ("1-00:00:05", 86_405),
      ("infinite", nil), ("n/a", nil), ("", nil), ("1-", nil), ("-1", nil), ("1:2:3:4", nil),
    ] as [(String, Int?)]) func timesAreAsSlurmWritesThem(text: String, seconds: Int?)
  {
    #expect(SlurmPartitions.seconds(text) == seconds)
  }

  @Test func workersOfAContainerAreItsOwnProgram() throws {
    let sweep = try ToySweep(cells: 2)
    func lastLine(_ request: SlurmRequest) -> String? {
      SlurmLauncher(request, program: "/home/me/bin/mien").batchScript(2, sweep.manifest, sweep.folder)
        .split(separator: "\n").last.map(String.init)
    }
    let manifest = "'worker' '\(sweep.folder.manifestPath)'"
    #expect(lastLine(SlurmRequest()) == "exec '/home/me/bin/mien' " + manifest)
    // Not quoted: it is words of the shell's, as `--setup` is.
    #expect(
      lastLine(SlurmRequest(container: "apptainer exec --bind /shared \"$HOME/mien.sif\""))
        == "exec apptainer exec --bind /shared \"$HOME/mien.sif\" 'mien' " + manifest)
  }

  /// As within a container, where no command of Slurm's is.
  @Test func whatIsNotSentIsWrittenAndAsksSlurmNothing() throws {
    let sweep = try ToySweep(cells: 2)
    let launcher = SlurmLauncher(SlurmRequest(partition: "gpu", isSent: false), program: "mien") {
      words throws(SystemError) in
      Issue.record("\(words) was run")
      throw SystemError(ENOENT)
    }
    try launcher.check()
    let told = try launcher.launch(3, for: sweep.manifest, in: sweep.folder)
    #expect(told == "not sent yet: `sbatch '\(sweep.folder.batchScript)'` sends 3 workers")
    let text = String(decoding: try wholeFile(sweep.folder.batchScript), as: UTF8.self)
    #expect(text.contains("#SBATCH --array=1-3\n") && text.contains("#SBATCH --partition=gpu\n"))
    #expect(launcher.isAlive(in: sweep.folder) == nil)
  }
}
