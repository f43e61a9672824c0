import Numerics

/// SMOTE from rows at the border alone (Han, Wang & Mao 2005; peer: imbalanced-learn's `BorderlineSMOTE`).
///
/// A row is in danger when at least half, but not all, of its m nearest neighbours among all rows are of other classes.
/// A row whose neighbours are all of other classes counts as noise, one with fewer as safe; neither is grown from.
public struct BorderlineSMOTE: Resampler, Equatable {
  public enum Kind: Int, Sendable, CaseIterable {
    /// Towards neighbours of the same class.
    case one = 1
    /// Towards neighbours of any class, half as far where it is another. (The peer draws a second number below ½ and
    /// multiplies by it; the paper draws one number below ½, as here.)
    case two = 2
  }

  public let kind: Kind
  /// k: neighbours to grow towards.
  public let neighbours: Int
  /// m: neighbours that tell whether a row is in danger.
  public let dangerNeighbours: Int
  public let target: ResamplingTarget

  /// - Throws: `LearningError.invalidOption`.
  public init(
    kind: Kind = .one, neighbours: Int = 5, dangerNeighbours: Int = 10, target: ResamplingTarget = .auto
  ) throws {
    try ResamplingOptions.requireCount(neighbours, "k")
    try ResamplingOptions.requireCount(dangerNeighbours, "m")
    try target.check()
    self.kind = kind
    self.neighbours = neighbours
    self.dangerNeighbours = dangerNeighbours
    self.target = target
  }

  /// Keeps every row and adds new ones; a class without a row in danger stays as it is, which is noted on.
  ///
  /// - Throws: what `SMOTE` throws; `ResamplingError.tooFewRows`.
  /// - Cost: 2·(rows of growing classes)·n·d operations, or somewhat more than half of it where they are many.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    var task = try OversamplingTask(features, labels, target, context: context)
    if kind == .one {
      try task.requireNeighbours(neighbours, for: "borderline SMOTE")
    } else {
      try ResamplingOptions.requireOthers(neighbours, rows: features.rows, method: "borderline SMOTE")
    }
    let danger = try rowsInDanger(task, context)
    var drawing = PairDrawing(features: features, pools: pools(of: danger, task), neighbours: neighbours)
    var places: [(code: Int, range: Range<Int>)] = []
    for (code, rows) in danger {
      guard !rows.isEmpty else {
        task.note("no row of class '\(labels.names[code])' is in danger; nothing was added to it")
        continue
      }
      var generator = SeededGenerator.derived(from: seed, code)
      places.append((code, try drawing.draw(task.missing[code], from: rows, &generator, context)))
    }
    let pairs = try drawing.pairs(context)
    for (code, range) in places {
      task.add(pairs[range].map { labels.codes[$0.neighbour] == code ? $0 : $0.scaled(by: 0.5) }, of: code)
    }
    return try task.result(context: context)
  }

  /// The rows to grow towards: of each class that grows, or all together.
  private func pools(of danger: [(code: Int, rows: [Int])], _ task: OversamplingTask) -> [[Int]] {
    switch kind {
    case .one: danger.filter { !$0.rows.isEmpty }.map { task.rows(of: $0.code) }
    case .two: [Array(0..<task.features.rows)]
    }
  }

  /// The rows in danger of each class that grows, ascending.
  func rowsInDanger(_ task: OversamplingTask, _ context: ExecutionContext) throws -> [(code: Int, rows: [Int])] {
    let growing = task.growing
    guard !growing.isEmpty else { return [] }
    let asked = task.labels.codes.indices.filter { task.missing[task.labels.codes[$0]] > 0 }
    let foreign = try ForeignNeighbours(
      of: asked, task.features, task.labels, neighbours: dangerNeighbours, method: "borderline SMOTE", context: context)
    return growing.map { code in (code, task.rows(of: code).filter(foreign.isInDanger)) }
  }
}
