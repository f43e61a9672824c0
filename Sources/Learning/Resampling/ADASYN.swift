import Numerics

/// Adaptive synthetic sampling (He, Bai, Garcia & Li 2008; peer: imbalanced-learn's `ADASYN`).
///
/// A row makes as many new rows as its share of neighbours of other classes, among its k nearest of all rows, asks for:
/// the harder its place, the more. New rows lie between it and one of its k nearest of the same class. Each row's part is
/// rounded by itself, so the total may differ from the target by up to half a row for each row of the class.
public struct ADASYN: Resampler, Equatable {
  public let neighbours: Int
  public let target: ResamplingTarget

  /// - Throws: `LearningError.invalidOption`.
  public init(neighbours: Int = 5, target: ResamplingTarget = .auto) throws {
    try ResamplingOptions.requireCount(neighbours, "k")
    try target.check()
    self.neighbours = neighbours
    self.target = target
  }

  /// Keeps every row and adds new ones. A class whose rows have no neighbour of another class stays as it is, which is
  /// noted on.
  ///
  /// - Throws: what `SMOTE` throws; `ResamplingError.tooFewRows`.
  /// - Cost: 2·(rows of growing classes)·n·d operations, or somewhat more than half of it where they are many.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    var task = try OversamplingTask(features, labels, target, context: context)
    try task.requireNeighbours(neighbours, for: "ADASYN")
    var drawing = PairDrawing(
      features: features, pools: task.growing.map(task.rows), neighbours: neighbours)
    var places: [(code: Int, range: Range<Int>)] = []
    for (code, shares) in try newRows(task, context) {
      let bases = zip(task.rows(of: code), shares).flatMap { [Int](repeating: $0, count: $1) }
      note(bases.count, code, &task)
      var generator = SeededGenerator.derived(from: seed, code)
      places.append((code, try drawing.draw(for: bases, &generator, context)))
    }
    let pairs = try drawing.pairs(context)
    for (code, range) in places { task.add(pairs[range], of: code) }
    return try task.result(context: context)
  }

  /// Tells where a class gets another number of rows than it lacks.
  private func note(_ count: Int, _ code: Int, _ task: inout OversamplingTask) {
    let name = task.labels.names[code]
    if count == 0 {
      task.note("no row of class '\(name)' calls for new ones; nothing was added to it")
    } else if count != task.missing[code] {
      task.note("class '\(name)' got \(count) new rows instead of \(task.missing[code]), by rounding")
    }
  }

  /// For each class that grows, how many new rows each of its rows makes.
  func newRows(_ task: OversamplingTask, _ context: ExecutionContext) throws -> [(code: Int, shares: [Int])] {
    guard !task.growing.isEmpty else { return [] }
    let asked = task.labels.codes.indices.filter { task.missing[task.labels.codes[$0]] > 0 }
    let foreign = try ForeignNeighbours(
      of: asked, task.features, task.labels, neighbours: neighbours, method: "ADASYN", context: context)
    return task.growing.map { code in
      let shares = task.rows(of: code).map { Double(foreign.count(of: $0)) / Double(neighbours) }
      let total = shares.reduce(0, +)
      guard total > 0 else { return (code, shares.map { _ in 0 }) }
      // To the even neighbour where it lies between two, as numpy rounds.
      return (code, shares.map { Int(($0 / total * Double(task.missing[code])).rounded(.toNearestOrEven)) })
    }
  }
}
