import Numerics

/// Synthetic minority oversampling (Chawla et al. 2002; peer: imbalanced-learn's `SMOTE`).
///
/// Each new row lies between a row and one of its k nearest neighbours of the same class: a (row, neighbour) pair is
/// drawn uniformly, then one gap in [0, 1) for all columns.
public struct SMOTE: Resampler, Equatable {
  public let neighbours: Int
  public let target: ResamplingTarget

  /// - Parameters:
  ///   - neighbours: k, at least 1; a class that needs new rows must have k + 1 rows.
  /// - Throws: `LearningError.invalidOption`.
  public init(neighbours: Int = 5, target: ResamplingTarget = .auto) throws {
    try ResamplingOptions.requireCount(neighbours, "k")
    try target.check()
    self.neighbours = neighbours
    self.target = target
  }

  /// Keeps every row and adds new ones, class by class.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.classTooSmall`,
  ///   `.unknownClass`, `.targetBelowCount`; `ResamplingError.tooManyRows`; `NumericsError.overflow`; `Interrupted`.
  /// - Cost: 2·(rows drawn)·(rows of the class)·d operations for each class that needs new rows.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    var task = try OversamplingTask(features, labels, target, context: context)
    try task.requireNeighbours(neighbours, for: "SMOTE")
    var drawing = PairDrawing(
      features: features, pools: task.growing.map(task.rows), neighbours: neighbours)
    let places = try zip(task.growing, drawing.pools).map { code, rows in
      var generator = SeededGenerator.derived(from: seed, code)
      return try drawing.draw(task.missing[code], from: rows, &generator, context)
    }
    let pairs = try drawing.pairs(context)
    for (code, places) in zip(task.growing, places) { task.add(pairs[places], of: code) }
    return try task.result(context: context)
  }
}
