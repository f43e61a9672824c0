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
    guard neighbours >= 1 else {
      throw LearningError.invalidOption(name: "k", value: "\(neighbours)", allowed: "1 or more")
    }
    try target.check()
    self.neighbours = neighbours
    self.target = target
  }

  /// Keeps every row and adds new ones, class by class.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.classTooSmall`,
  ///   `.unknownClass`, `.targetBelowCount`; `Interrupted`.
  /// - Cost: 2·(rows drawn)·(rows of the class)·d operations for each class that needs new rows.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    let missing = try target.missingRows(of: labels)
    try checkSizes(labels, missing)
    var pairs: [SyntheticPair] = []
    for (code, count) in missing.enumerated() where count > 0 {
      let rows = labels.codes.indices.filter { labels.codes[$0] == code }
      let generator = SeededGenerator.derived(from: seed, code)
      pairs += try drawPairs(count, among: rows, of: features, generator, context)
      context.report(fraction: Double(code + 1) / Double(missing.count))
    }
    return Resampled(
      keptRows: Array(0..<features.rows),
      synthetic: try SyntheticPair.rows(pairs, of: features, context: context),
      syntheticCodes: missing.enumerated().flatMap { [Int](repeating: $0, count: $1) },
      remarks: pairs.isEmpty ? ["no class needs more rows; nothing was added"] : [])
  }

  private func checkSizes(_ labels: Labels, _ missing: [Int]) throws {
    let counts = labels.counts
    for (code, count) in counts.enumerated() where missing[code] > 0 && count <= neighbours {
      throw LearningError.classTooSmall(
        name: labels.names[code], rows: count, needed: neighbours + 1, method: "SMOTE", neighbours: neighbours)
    }
  }

  /// Draws all rows first, so that neighbours are looked for only where they are needed.
  private func drawPairs(
    _ count: Int, among rows: [Int], of features: Matrix, _ seeded: SeededGenerator, _ context: ExecutionContext
  ) throws -> [SyntheticPair] {
    var generator = seeded
    let drawn = (0..<count).map { _ in
      (row: generator.below(rows.count), place: generator.below(neighbours), gap: gap(&generator))
    }
    let asked = Set(drawn.map(\.row)).sorted()
    let search = try NearestNeighbours(references: features.gathering(rows), context: context)
    let table = try search.searchAmongReferences(rows: asked, count: neighbours, context: context)
    var positions = [Int](repeating: 0, count: rows.count)
    for (position, row) in asked.enumerated() { positions[row] = position }
    return drawn.map {
      let neighbour = table.indices[positions[$0.row] * neighbours + $0.place]
      return SyntheticPair(row: rows[$0.row], neighbour: rows[neighbour], gap: $0.gap)
    }
  }

  /// In [0, 1) still when rounded to single precision.
  private func gap(_ generator: inout SeededGenerator) -> Float {
    Float(generator.next() >> 40) * 0x1p-24
  }
}
