import Numerics

/// Clusters by Lloyd's algorithm from k-means++ centres (Arthur & Vassilvitskii 2007).
public struct KMeans: Sendable, Equatable {
  public let clusters: Int
  public let maxIterations: Int

  /// Rows with the cluster of each.
  public struct Clustering: Sendable, Equatable {
    public let centres: Matrix
    /// The cluster of each row.
    public let assignments: [Int]
    /// Σ of the squared distances of rows to their centres.
    public let inertia: Double
    public let iterations: Int

    /// The rows of each cluster, ascending.
    var members: [[Int]] {
      var members = [[Int]](repeating: [], count: centres.rows)
      for (row, cluster) in assignments.enumerated() { members[cluster].append(row) }
      return members
    }
  }

  /// - Throws: `LearningError.invalidOption`.
  public init(clusters: Int, maxIterations: Int = 100) throws {
    try ResamplingOptions.requireCount(clusters, "clusters")
    try ResamplingOptions.requireCount(maxIterations, "iterations")
    self.clusters = clusters
    self.maxIterations = maxIterations
  }

  /// Repeats assignment and averaging until no row changes its cluster. A cluster that loses all its rows is begun anew
  /// at the row farthest from its centre.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.invalidOption` for more clusters than rows;
  ///   `Interrupted`.
  /// - Cost: 2·n·clusters·d operations an iteration.
  public func fit(_ features: Matrix, seed: UInt64, context: ExecutionContext = .plain) throws -> Clustering {
    try InputChecks.checkFeatures(features, context: context)
    guard clusters <= features.rows else {
      throw LearningError.invalidOption(
        name: "clusters", value: "\(clusters)", allowed: "at most the number of rows, \(features.rows)")
    }
    var generator = SeededGenerator.derived(from: seed, clusters)
    var centres = try firstCentres(features, &generator, context)
    var (assignments, distances) = try assign(features, centres, context)
    var iterations = 1
    while iterations < maxIterations {
      centres = try moved(centres, features, assignments, distances, context)
      let next = try assign(features, centres, context)
      let isSettled = next.assignments == assignments
      (assignments, distances) = next
      iterations += 1
      if isSettled { break }
    }
    return Clustering(
      centres: centres, assignments: assignments, inertia: distances.reduce(0, +), iterations: iterations)
  }

  /// Each further centre is drawn with a chance that grows with the squared distance from the nearest one so far.
  private func firstCentres(
    _ features: Matrix, _ generator: inout SeededGenerator, _ context: ExecutionContext
  ) throws -> Matrix {
    var chosen = [generator.below(features.rows)]
    var distances = try assign(features, features.gathering(chosen), context).distances
    while chosen.count < clusters {
      var rest = generator.uniform() * distances.reduce(0, +)
      // Where all rows lie on centres already, any row is as good.
      let next = distances.firstIndex { distance in
        rest -= distance
        return distance > 0 && rest <= 0
      }
      chosen.append(next ?? generator.below(features.rows))
      let own = try assign(features, features.gathering([chosen[chosen.count - 1]]), context).distances
      for row in distances.indices { distances[row] = min(distances[row], own[row]) }
    }
    return features.gathering(chosen)
  }

  private func assign(
    _ features: Matrix, _ centres: Matrix, _ context: ExecutionContext
  ) throws -> (assignments: [Int], distances: [Double]) {
    let table = try NearestNeighbours(references: centres).search(features, count: 1, context: context)
    return (table.indices, table.squaredDistances)
  }

  /// The mean of each cluster's rows, added up over fixed stretches of rows.
  private func moved(
    _ centres: Matrix, _ features: Matrix, _ assignments: [Int], _ distances: [Double], _ context: ExecutionContext
  ) throws -> Matrix {
    let width = features.columns
    var sums = [Double](repeating: 0, count: centres.storage.count)
    var counts = [Int](repeating: 0, count: clusters)
    for (row, cluster) in assignments.enumerated() {
      if row % 4096 == 0 { try context.checkInterruption() }
      counts[cluster] += 1
      features.storage.withUnsafeBufferPointer { numbers in
        sums.withUnsafeMutableBufferPointer { sums in
          for c in 0..<width { sums[cluster * width + c] += Double(numbers[row * width + c]) }
        }
      }
    }
    var farthest = distances.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }.prefix(clusters)[...]
    var result = centres
    for cluster in 0..<clusters {
      let row = counts[cluster] == 0 ? farthest.popFirst() : nil
      for c in 0..<width {
        result[cluster, c] =
          row.map { features[$0, c] } ?? Float(sums[cluster * width + c] / Double(max(1, counts[cluster])))
      }
    }
    return result
  }
}
