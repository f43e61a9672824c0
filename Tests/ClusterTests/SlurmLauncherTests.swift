import Basics
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
}
