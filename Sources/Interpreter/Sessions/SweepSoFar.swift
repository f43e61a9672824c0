import Plans

/// A sweep while it runs: what has finished of it can be read, from any thread, before the whole has been compared.
public struct SweepSoFar: Sendable {
  private let grid: PlanGrid
  /// Writes nothing down: the runs are in the log already.
  private let executor: Executor

  init(_ grid: PlanGrid, _ executor: Executor, isInterrupted: @escaping @Sendable () -> Bool) {
    self.grid = grid
    var settings = executor.settings
    settings.threads = 1
    self.executor = Executor(
      catalogue: executor.catalogue, cache: executor.cache, experimentLog: SessionExperimentLog(), settings: settings,
      isInterrupted: isInterrupted)
  }

  /// Combinations.
  public var count: Int { grid.combinations.count }

  /// The choices, and the metrics of the sweep's table.
  public var columns: [String] { grid.axes + executor.catalogue.scorer.metricNames }

  /// The row of a combination that has finished: its choices and its scores, which nothing is compared with yet. Reads the
  /// cache; to be asked of finished combinations alone, since it would run any other.
  /// - Returns: nil where it failed, or has no model to be scored.
  public func row(of index: Int) -> [Scalar]? {
    guard grid.combinations.indices.contains(index) else { return nil }
    let combination = grid.combinations[index]
    guard combination.plan.modelIndex != nil, let run = try? executor.run(combination.plan),
      let result = run.payload.as(EvaluationResult.self)
    else { return nil }
    let choices = grid.axes.map { axis in combination.coordinates[axis].map(choiceScalar) ?? .missing }
    return choices
      + executor.catalogue.scorer.metricNames.map { name in
        result.scores.metrics.first { $0.name == name }.map { .number($0.value) } ?? .missing
      }
  }
}
