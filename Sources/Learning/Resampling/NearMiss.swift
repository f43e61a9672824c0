import Numerics

/// Keeps the rows of large classes that lie near the smallest class (Mani & Zhang 2003; peer: imbalanced-learn's
/// `NearMiss`).
public struct NearMiss: Resampler, Equatable {
  public enum Version: Int, Sendable, CaseIterable {
    /// Rows with the least mean distance to their k nearest rows of the smallest class.
    case nearest = 1
    /// Rows with the least mean distance to their k farthest rows of the smallest class.
    case farthest = 2
    /// Among the nearest rows of each row of the smallest class, those with the greatest mean distance to their k nearest
    /// rows of it.
    case surrounding = 3
  }

  public let version: Version
  /// k: rows of the smallest class that distances are taken to.
  public let neighbours: Int
  /// For version 3: rows of a large class that each row of the smallest one picks.
  public let picked: Int
  public let target: UndersamplingTarget

  /// - Throws: `LearningError.invalidOption`.
  public init(
    version: Version = .nearest, neighbours: Int = 3, picked: Int = 3, target: UndersamplingTarget = .auto
  ) throws {
    try ResamplingOptions.requireCount(neighbours, "k")
    try ResamplingOptions.requireCount(picked, "picked")
    try target.check()
    self.version = version
    self.neighbours = neighbours
    self.picked = picked
    self.target = target
  }

  /// The kept rows, in order. Equal distances go to the earlier row. Version 3 keeps fewer rows than asked for where
  /// fewer are picked, which is noted on.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.unknownClass`;
  ///   `ResamplingError.targetAboveCount`, `.tooFewRows`; `NumericsError.overflow`; `Interrupted`.
  /// - Cost: 2·(rows of the smallest class)·(rows of the shrinking classes)·d operations.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    let kept = try target.keptRows(of: labels)
    let counts = labels.counts
    let present = counts.indices.filter { counts[$0] > 0 }
    guard let smallest = present.min(by: { counts[$0] < counts[$1] }) else { throw LearningError.noRows }
    guard neighbours <= counts[smallest] else {
      throw ResamplingError.tooFewRows(rows: counts[smallest], neighbours: neighbours, method: "NearMiss")
    }
    let minority = features.gathering(labels.codes.indices.filter { labels.codes[$0] == smallest })
    var rows: [Int] = []
    var notes: [String] = []
    for code in present {
      let own = labels.codes.indices.filter { labels.codes[$0] == code }
      guard kept[code] < own.count else {
        rows += own
        continue
      }
      let chosen = try choose(kept[code], of: features.gathering(own), near: minority, context)
      if chosen.count < kept[code] {
        notes.append("class '\(labels.names[code])' keeps \(chosen.count) rows: no more lie near the smallest class")
      }
      rows += chosen.map { own[$0] }
    }
    return .keeping(rows, of: features, notes: notes, context: context)
  }

  private func choose(
    _ count: Int, of rows: Matrix, near minority: Matrix, _ context: ExecutionContext
  ) throws -> [Int] {
    switch version {
    case .nearest:
      let sums = try nearestSums(of: rows, to: minority, context)
      return Array(sums.indices.sorted { (sums[$0], $0) < (sums[$1], $1) }.prefix(count))
    case .farthest:
      let sums = try farthestSums(of: rows, to: minority, context)
      return Array(sums.indices.sorted { (sums[$0], $0) < (sums[$1], $1) }.prefix(count))
    case .surrounding:
      let search = NearestNeighbours(references: rows)
      let table = try search.search(minority, count: min(picked, rows.rows), context: context)
      let near = Set(table.indices).sorted()
      let sums = try nearestSums(of: rows.gathering(near), to: minority, context)
      return near.indices.sorted { (-sums[$0], $0) < (-sums[$1], $1) }.prefix(count).map { near[$0] }
    }
  }

  private func nearestSums(of rows: Matrix, to minority: Matrix, _ context: ExecutionContext) throws -> [Double] {
    let search = NearestNeighbours(references: minority)
    let table = try search.search(rows, count: neighbours, context: context)
    return (0..<rows.rows).map { row in
      table.squaredDistances[row * neighbours..<(row + 1) * neighbours].reduce(0) { $0 + $1.squareRoot() }
    }
  }

  /// - Throws: `NumericsError.overflow` where a row's squared distance to the others' mean is beyond single precision.
  private static func checkRange(_ rows: Matrix, around means: [Float], _ context: ExecutionContext) throws {
    let centred = try rows.centred(by: means, context: context)
    try centred.storage.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for row in 0..<centred.rows {
        let norm = VectorKernels.squaredNorm(base + row * centred.columns, count: centred.columns)
        guard Float(norm).isFinite else { throw NumericsError.overflow }
      }
    }
  }

  private func farthestSums(of rows: Matrix, to minority: Matrix, _ context: ExecutionContext) throws -> [Double] {
    let width = rows.columns
    // These distances are computed in double precision, but the versions refuse the same rows.
    let means = try minority.columnMeans(context: context).map(Float.init)
    for part in [rows, minority] { try Self.checkRange(part, around: means, context) }
    var sums = [Double](repeating: 0, count: rows.rows)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows.rows, size: max(1, 20_000_000 / (minority.storage.count + 1))) { piece in
        rows.storage.withUnsafeBufferPointer { rows in
          minority.storage.withUnsafeBufferPointer { others in
            guard let rows = rows.baseAddress, let others = others.baseAddress else { return }
            for row in piece {
              let distances = (0..<minority.rows).map {
                VectorKernels.exactSquaredDistance(rows + row * width, others + $0 * width, count: width)
              }
              target[row] = distances.sorted(by: >).prefix(neighbours).reversed().reduce(0) { $0 + $1.squareRoot() }
            }
          }
        }
      }
    }
    return sums
  }
}
