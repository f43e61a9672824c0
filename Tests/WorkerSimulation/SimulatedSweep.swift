import Basics
import Cluster

extension Manifest {
  /// One of cells that mean nothing, each on rows of its own.
  init(simulating count: Int) {
    let cells = (0..<count).map { Cell(part: 0, plan: 0, split: $0, key: Digest("cell", String($0)).hexadecimal) }
    self.init(
      script: "simulation", workingFolder: "/", timing: .network,
      parts: [Part(seed: 1, isDataStrict: false, plans: ["{}"])], cells: cells,
      groups: CellGroup.groups(cells, paths: cells.map { [Digest("rows"), Digest("rows", String($0.split))] }))
  }
}

/// How often workers say that they finished each cell of a sweep.
struct CellCounts {
  let counts: [Int: Int]

  init(of folder: SweepFolder) {
    let records = (visibleNames(in: folder.workers) ?? []).compactMap { WorkerRecord.read("\(folder.workers)/\($0)") }
    counts = records.flatMap(\.lines).reduce(into: [:]) { counts, line in
      if let cell = line.cell, line.seconds != nil { counts[cell, default: 0] += 1 }
    }
  }
}
