import Foundation
import Numerics
import Plans
import Store
import TestSupport
import Testing

@testable import Cluster

@Suite struct SweepStatusTests {
  private func store(_ sweep: ToySweep) -> DiskStore {
    DiskStore(folder: sweep.temporary.path, onWarning: { _ in })
  }

  @Test func whoWorksAndWhatFailedIsTold() throws {
    let sweep = try ToySweep(cells: 4, heartbeat: 5, expiry: 30)
    let board = ClaimBoard(in: sweep.folder)
    let identity = WorkerIdentity(job: "9_1")
    let record = WorkerRecord(of: identity, in: sweep.folder)
    try record.begin(identity)
    record.note(.init(cell: 0, seconds: 2))
    try board.finish(0)
    _ = try board.claim(1, number: 1, owner: identity)
    _ = try board.begin(1, 1, 1, owner: identity)
    for _ in 0..<3 { try FailureRecords(in: sweep.folder).record(CellFailure(ToyCells.Broken(), host: "n"), of: 2) }
    let status = try SweepStatus(of: sweep.folder, store: store(sweep))
    #expect(status.cells == 4 && status.done == 0 && status.workersAlive == 1 && status.computed == 1)
    #expect(status.running.map(\.worker) == [identity.text])
    #expect(status.running.first?.plan.hasSuffix("split 2") == true)
    #expect(status.failed.map(\.cell) == [2] && status.failed[0].isFinal)
    #expect(status.secondsLeft == 6 && !status.isOver && !status.isStopRequested)
    let helper = WorkerIdentity(job: "9_2")
    _ = try board.begin(0, 1, 1, owner: helper)
    let running = try SweepStatus(of: sweep.folder, store: store(sweep)).running
    #expect(running.map(\.worker) == [helper.text, identity.text], "two share a group")
    #expect(running.map { String($0.plan.suffix(7)) } == ["split 1", "split 2"])
    record.note(.init(ending: "out of luck"))
    #expect(try SweepStatus(of: sweep.folder, store: store(sweep)).endings == ["\(identity.text): out of luck"])
  }

  /// Machines whose libraries differ may differ in last digits; a worker that computed nothing, or did not say, counts not.
  @Test func machinesAreToldByTheirLibraries() throws {
    let sweep = try ToySweep(cells: 4, heartbeat: 5, expiry: 30)
    func worked(_ host: String, _ openBLAS: String?, cells: Int = 1) throws {
      var identity = WorkerIdentity()
      (identity.host, identity.name) = (host, "\(host)-\(openBLAS ?? "")-\(cells)")
      let record = WorkerRecord(of: identity, in: sweep.folder)
      try record.begin(identity)
      if let openBLAS {
        record.note(.init(libraries: NumericLibraries(openBLAS: openBLAS, kernels: "Zen", cLibrary: "glibc 2.36")))
      }
      for cell in 0..<cells { record.note(.init(cell: cell, seconds: 1)) }
    }
    try worked("b", "0.3.21")
    try worked("a", "0.3.21")
    try worked("a", "0.3.21", cells: 2)
    try worked("d", nil)
    try worked("e", "0.3.34", cells: 0)
    #expect(try SweepStatus(of: sweep.folder, store: store(sweep)).machines.map(\.hosts) == [["a", "b"]])
    try worked("c", "0.3.34")
    let machines = try SweepStatus(of: sweep.folder, store: store(sweep)).machines
    #expect(machines.map(\.hosts) == [["a", "b"], ["c"]])
    #expect(
      machines.map(\.libraries.text) == ["OpenBLAS 0.3.21 for Zen, glibc 2.36", "OpenBLAS 0.3.34 for Zen, glibc 2.36"])
  }

  @Test func aWorkerSaysWhatItsDigitsDependOn() throws {
    let sweep = try ToySweep(cells: 2)
    _ = try sweep.worker(ToyCells()).run()
    #expect(
      try SweepStatus(of: sweep.folder, store: store(sweep)).machines.map(\.libraries) == [NumericLibraries.inUse])
  }

  @Test func aDamagedWorkersFileIsPassedOver() throws {
    let sweep = try ToySweep(cells: 2)
    let place = "sweeps/\(sweep.manifest.id.hexadecimal)"
    try sweep.temporary.write("half a li", to: "\(place)/workers/a")
    try sweep.temporary.write("", to: "\(place)/workers/b")
    try sweep.temporary.write("{}", to: "\(place)/failures/1.x")
    try sweep.temporary.write("{}", to: "\(place)/failures/99.x")
    let status = try SweepStatus(of: sweep.folder, store: store(sweep))
    #expect(status.workersAlive == 0 && status.failed.isEmpty)
  }

  /// What Slurm is handed can be read: one array, identical workers, a signal before the end.
  @Test func theBatchScriptCanBeRead() throws {
    let sweep = try ToySweep(cells: 2)
    let request = SlurmRequest(
      partition: "short", time: "4:00:00", memory: 1.5, cpus: 2, setup: ["module load gcc", "export X=1"])
    let lines = SlurmLauncher(request, program: "/shared/it's/mien").batchScript(20, sweep.manifest, sweep.folder)
      .split(separator: "\n").map(String.init)
    #expect(lines.first == "#!/bin/bash")
    for line in [
      "#SBATCH --array=1-20", "#SBATCH --partition=short", "#SBATCH --time=4:00:00", "#SBATCH --mem=1536M",
      "#SBATCH --cpus-per-task=2", "#SBATCH --signal=B:TERM@90", "module load gcc", "export X=1",
    ] { #expect(lines.contains(line), "\(line)") }
    #expect(lines.last == "exec '/shared/it'\\''s/mien' 'worker' '\(sweep.folder.manifestPath)'")
    let own = SlurmLauncher(SlurmRequest(), program: "mien").batchScript(1, sweep.manifest, sweep.folder)
    #expect(!own.contains("--partition") && !own.contains("--mem"))
  }

  @Test func aProgramThatIsNotThereIsTold() throws {
    #expect(throws: (any Error).self) { try ChildProcess.run(["no-such-program-of-mien"]) }
    let answer = try ChildProcess.run(["sh", "-c", "echo out; echo err >&2; exit 3"])
    #expect(answer.status == 3 && answer.output == "out\n" && answer.errors == "err\n")
  }
}
