import Basics
import Cluster
import Plans

/// `mien status` and `mien cancel`.
extension Host {
  /// How a submitted sweep stands: the named one, or the newest.
  public func status(_ name: String?) -> ExitStatus {
    withSweep(name) { folder, store in
      let status = try SweepStatus(of: folder, store: store)
      var blocks = Self.blocks(status, folder)
      if !status.isOver, let queue = SlurmLauncher.queue(in: folder) { blocks.insert(.text(queue), at: 2) }
      return Document(kind: "sweep", blocks: blocks, fields: Self.fields(status))
    }
  }

  /// All submitted sweeps of the cache in a table.
  public func listSweeps() -> ExitStatus {
    guard let store = session().store else { return fail(ClusterError.noSharedCache) }
    let rows = SweepFolder.all(inCache: store.folder).compactMap { folder -> Table.Row? in
      guard let status = try? SweepStatus(of: folder, store: store) else { return nil }
      let failed = status.failed.count(where: \.isFinal)
      return Table.Row([
        .text(status.name), .text(status.script), .number(Double(status.cells)), .number(Double(status.done)),
        .number(Double(failed)), .number(Double(status.workersAlive)),
      ])
    }
    let table = Table(columns: ["sweep", "script", "cells", "done", "failed", "workers"], rows: rows)
    return show(Document(kind: "sweeps", blocks: [.table(table)]))
  }

  /// Asks all workers of a sweep to end, and takes back jobs that wait.
  public func cancel(_ name: String?) -> ExitStatus {
    withSweep(name) { folder, _ in
      try folder.requestStop()
      SlurmLauncher(SlurmRequest(), program: "").cancel(in: folder)
      return Document(
        kind: "sweep",
        blocks: [.text("the workers end within their heartbeat; what is done is kept, and `mien submit` goes on")])
    }
  }

  private func withSweep(
    _ name: String?, _ body: (SweepFolder, any DurableStore) throws -> Document
  ) -> ExitStatus {
    let session = session()
    guard var store = session.store else { return fail(ClusterError.noSharedCache) }
    do {
      let folder = try SweepFolder.find(name, inCache: store.folder)
      if folder.cache != store.folder, let other = session.openStore?(folder.cache) { store = other }
      return show(try body(folder, store))
    } catch { return fail(error) }
  }

  private func fail(_ error: any Error) -> ExitStatus {
    problems.report(error)
    return ExitStatus(of: error)
  }

  private static func blocks(_ status: SweepStatus, _ folder: SweepFolder) -> [Document.Block] {
    let final = status.failed.filter(\.isFinal)
    var blocks: [Document.Block] = [
      .text(
        "sweep \(status.name) of \(status.script): \(grouped(status.done)) of \(grouped(status.cells)) cells done"
          + (final.isEmpty ? "" : ", \(grouped(final.count)) failed"))
    ]
    var facts = ["\(grouped(status.workersAlive)) worker\(status.workersAlive == 1 ? "" : "s") at work"]
    if status.computed > 0 {
      facts.append(
        "\(NumberFormat.duration(seconds: status.seconds)) of work in \(grouped(status.computed)) cells so far")
    }
    if let left = status.secondsLeft { facts.append("about \(NumberFormat.duration(seconds: left)) left") }
    if status.isStopRequested { facts.append("cancelled") }
    blocks.append(.text(facts.joined(separator: "; ")))
    if !status.running.isEmpty {
      let rows = status.running.prefix(40).map { running in
        Table.Row([
          .text(running.worker), .text(running.plan), .text(NumberFormat.duration(seconds: running.since)),
        ])
      }
      blocks.append(.table(Table(columns: ["worker", "works on", "for"], rows: Array(rows))))
    }
    if !status.failed.isEmpty {
      let rows = status.failed.prefix(40).map { failed in
        Table.Row([
          .text(failed.plan), .text(failed.failure.message), .text(failed.failure.host),
          .text(failed.isFinal ? "given up" : "is tried again"),
        ])
      }
      blocks.append(.table(Table(columns: ["failed", "why", "where", "then"], rows: Array(rows))))
    }
    if status.machines.count > 1 {
      let kinds = status.machines.map { machines in
        let hosts = machines.hosts.prefix(3).joined(separator: ", ")
        let more = machines.hosts.count - 3
        return "\(machines.libraries.text) on \(hosts)" + (more > 0 ? " and \(grouped(more)) more" : "")
      }
      blocks.append(
        .text(
          "last digits may differ from machine to machine, and now and then a prediction: "
            + kinds.joined(separator: "; ")))
    }
    blocks += status.endings.suffix(10).map { .text("a worker ended: \($0)") }
    if !status.failed.isEmpty || !status.endings.isEmpty || !status.isOver {
      blocks.append(.text("logs: \(folder.logs)"))
    }
    return blocks
  }

  private static func fields(_ status: SweepStatus) -> [(name: String, value: Scalar)] {
    [
      ("cells", .number(Double(status.cells))), ("done", .number(Double(status.done))),
      ("failed", .number(Double(status.failed.count(where: \.isFinal)))),
      ("workers", .number(Double(status.workersAlive))), ("seconds", .number(status.seconds)),
    ]
  }
}
