import Basics
import Cluster

extension Manifest {
  /// One of cells that mean nothing.
  /// - Parameter together: so many are on the same rows, which makes them one group; a manifest cuts large ones.
  init(simulating count: Int, together: Int) {
    let cells = (0..<count).map {
      Cell(part: 0, plan: $0 % together, split: $0 / together, key: Digest("cell", String($0)).hexadecimal)
    }
    self.init(
      script: "simulation", workingFolder: "/", timing: .network,
      parts: [Part(seed: 1, isDataStrict: false, plans: Array(repeating: "{}", count: together))], cells: cells,
      groups: CellGroup.groups(cells, paths: cells.map { [Digest("rows"), Digest("rows", String($0.split))] }))
  }
}

/// How often workers say that they finished each cell of a sweep.
struct CellCounts {
  let counts: [Int: Int]
  /// Workers that finished any cell of each group.
  let workersOfGroups: [Int]

  init(of folder: SweepFolder, _ manifest: Manifest) {
    let records = (visibleNames(in: folder.workers) ?? []).compactMap { WorkerRecord.read("\(folder.workers)/\($0)") }
    let finished = records.map { record in record.lines.filter { $0.seconds != nil }.compactMap(\.cell) }
    counts = finished.joined().reduce(into: [:]) { counts, cell in counts[cell, default: 0] += 1 }
    let workers = finished.enumerated().reduce(into: [Int: Set<Int>]()) { workers, entry in
      for cell in entry.element { workers[cell, default: []].insert(entry.offset) }
    }
    workersOfGroups = manifest.groups.filter { !$0.isBeginning }.map { group in
      group.cells.reduce(into: Set()) { $0.formUnion(workers[$1] ?? []) }.count
    }
  }
}
