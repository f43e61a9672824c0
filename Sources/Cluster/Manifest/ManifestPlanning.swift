import Basics
import Glibc
import Plans

/// Plans with what runs them: a part of a manifest before it is one.
public struct PlannedWork: Sendable {
  public var plans: [Plan]
  /// With the settings that the plans are to be run under, over the cache that workers will share.
  public var executor: Executor

  public init(plans: [Plan], executor: Executor) {
    self.plans = plans
    self.executor = executor
  }
}

extension Manifest {
  /// Everything that plans need done. Reads as much of the data as tells rows apart, and fits nothing.
  /// - Throws: `ClusterError.nothingToScore`; what is wrong with the first plan, where no plan can be scored.
  public init(of work: [PlannedWork], script: String, timing: Timing) throws {
    var parts: [Part] = []
    var cells: [Cell] = []
    var paths: [[Digest]] = []
    var first: (any Error)?
    for work in work {
      do {
        for planned in try work.executor.planned(work.plans) {
          cells.append(
            Cell(
              part: parts.count, plan: planned.piece.index, split: planned.piece.split ?? 0,
              key: planned.key.hexadecimal))
          paths.append(planned.path)
        }
      } catch { first = first ?? error }
      let settings = work.executor.settings
      parts.append(
        Part(
          seed: settings.seed, isDataStrict: settings.environment.isDataStrict,
          plans: work.plans.map { PlanRecord($0).text }))
    }
    guard !cells.isEmpty else { throw first ?? ClusterError.nothingToScore(script: script) }
    self.init(
      script: script, workingFolder: currentFolder(), timing: timing, parts: parts, cells: cells,
      groups: CellGroup.groups(cells, paths: paths))
  }

  /// How many cells are not in a store.
  public func missing(in store: some StoredValues) -> Int {
    cells.count { cell in Digest(hexadecimal: cell.key).map { !store.contains($0) } ?? true }
  }

  /// Goes to the folder that relative paths begin at.
  /// - Throws: `ClusterError.unseenFolder`.
  public func enterWorkingFolder() throws(ClusterError) {
    guard chdir(workingFolder) == 0 else {
      throw .unseenFolder(path: workingFolder, reason: SystemError().reason)
    }
  }
}

private func currentFolder() -> String {
  guard let path = getcwd(nil, 0) else { return "/" }
  defer { free(path) }
  return String(cString: path)
}
