import Glibc
import Numerics

/// SMOTE within clusters (Douzas, Bacao & Last 2018; peer: imbalanced-learn's `KMeansSMOTE`).
///
/// Rows are put into clusters; a class grows only in those where it makes up a good share, more where its rows lie
/// further apart. The share asked for is half of the class's part of all new rows, as in the peer. Clusters come from
/// Lloyd's algorithm on all rows (the peer's from mini-batches), and a class's new rows are dealt out so that they add
/// up to the target exactly (the peer rounds each cluster up).
public struct KMeansSMOTE: Resampler, Equatable {
  public let neighbours: Int
  public let clusters: Int
  /// Least share of a class in a cluster where it grows; nil for the rule above.
  public let leastShare: Double?
  public let target: ResamplingTarget

  /// - Throws: `LearningError.invalidOption`.
  public init(
    neighbours: Int = 2, clusters: Int = 8, leastShare: Double? = nil, target: ResamplingTarget = .auto
  ) throws {
    try ResamplingOptions.requireCount(neighbours, "k")
    try ResamplingOptions.requireCount(clusters, "clusters")
    if let leastShare, !(0...1).contains(leastShare) {
      throw LearningError.invalidOption(name: "share", value: "\(leastShare)", allowed: "between 0 and 1")
    }
    try target.check()
    self.neighbours = neighbours
    self.clusters = clusters
    self.leastShare = leastShare
    self.target = target
  }

  /// - Throws: what `SMOTE` throws; `ResamplingError.noCluster`.
  /// - Cost: that of `KMeans`, and n²·d for the distances within the largest cluster.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    var task = try OversamplingTask(features, labels, target, context: context)
    try task.requireNeighbours(neighbours, for: "k-means SMOTE")
    guard !task.growing.isEmpty else { return try task.result(context: context) }
    let clustering = try KMeans(clusters: min(clusters, features.rows)).fit(features, seed: seed, context: context)
    let members = clustering.members
    let grown = try task.growing.map { code in
      (code, try parts(of: code, task, members, context).filter { $0.count > 0 })
    }
    var drawing = PairDrawing(
      features: features, pools: grown.flatMap { $0.1.map(\.rows) }, neighbours: neighbours)
    let places = try grown.map { code, homes in
      var generator = SeededGenerator.derived(from: seed, code)
      return try homes.map { try drawing.draw($0.count, from: $0.rows, &generator, context) }
    }
    let pairs = try drawing.pairs(context)
    for ((code, _), ranges) in zip(grown, places) {
      for range in ranges { task.add(pairs[range], of: code) }
    }
    return try task.result(context: context)
  }

  /// The rows of a class in each cluster where it may grow, and how many new rows they make.
  /// - Parameter members: the rows of each cluster.
  /// - Throws: `ResamplingError.noCluster`; `Interrupted`.
  func parts(
    of code: Int, _ task: OversamplingTask, _ members: [[Int]], _ context: ExecutionContext
  ) throws -> [(rows: [Int], count: Int)] {
    let homes = homes(of: code, task, members)
    guard !homes.isEmpty else {
      throw ResamplingError.noCluster(name: task.labels.names[code], neighbours: neighbours)
    }
    let sparsities = try homes.map { try Self.sparsity(task.features.gathering($0), context) }
    return Array(zip(homes, Self.dealt(task.missing[code], by: sparsities)))
  }

  /// The rows of a class in each cluster where it may grow.
  private func homes(of code: Int, _ task: OversamplingTask, _ members: [[Int]]) -> [[Int]] {
    let part = Double(task.missing[code]) / Double(task.missing.reduce(0, +))
    let least = members.count == 1 ? 0 : leastShare ?? part / 2
    return members.compactMap { rows in
      let own = rows.filter { task.labels.codes[$0] == code }
      return own.count > neighbours && Double(own.count) >= least * Double(rows.count) ? own : nil
    }
  }

  /// (mean distance)^e ÷ rows, with e = 0.16 · (log₁.₆ rows)^1.8.
  private static func sparsity(_ rows: Matrix, _ context: ExecutionContext) throws -> Double {
    let count = Double(rows.rows)
    let mean = try sumOfDistances(rows, context) / (count * (count - 1))
    return pow(mean, 0.16 * pow(log(count) / log(1.6), 1.8)) / count
  }

  /// Over all ordered pairs of rows.
  private static func sumOfDistances(_ rows: Matrix, _ context: ExecutionContext) throws -> Double {
    let (count, width) = (rows.rows, rows.columns)
    var sums = [Double](repeating: 0, count: count)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: count, size: max(1, 20_000_000 / (count * width))) { piece in
        rows.storage.withUnsafeBufferPointer { numbers in
          guard let numbers = numbers.baseAddress else { return }
          for row in piece {
            target[row] = (0..<count).reduce(0) { sum, other in
              sum
                + Double(
                  VectorKernels.squaredDistance(numbers + row * width, numbers + other * width, count: width)
                    .squareRoot())
            }
          }
        }
      }
    }
    return sums.reduce(0, +)
  }

  /// Whole numbers that add up to `count`, in proportion to the weights as nearly as can be.
  static func dealt(_ count: Int, by weights: [Double]) -> [Int] {
    let total = weights.reduce(0, +)
    guard total > 0, total.isFinite else {
      return weights.indices.map { count / weights.count + ($0 < count % weights.count ? 1 : 0) }
    }
    let exact = weights.map { Double(count) * $0 / total }
    var parts = exact.map { Int($0) }
    let byRemainder = exact.indices.sorted {
      (Double(parts[$0]) - exact[$0], $0) < (Double(parts[$1]) - exact[$1], $1)
    }
    for place in byRemainder.prefix(max(0, count - parts.reduce(0, +))) { parts[place] += 1 }
    return parts
  }
}
