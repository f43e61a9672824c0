import Numerics

extension Bootstrap {
  /// What is drawn for cells of rows: subjects where given, otherwise rows.
  func units(cells: [Int], cellCount: Int, subjects: Grouping?) throws -> SamplingUnits {
    guard let subjects else { return SamplingUnits(cells: cells, cellCount: cellCount, unitOfRow: nil) }
    guard subjects.count == cells.count else {
      throw EvaluationError.differentLengths(of: "subjects", found: subjects.count, rows: cells.count)
    }
    return SamplingUnits(cells: cells, cellCount: cellCount, unitOfRow: subjects.unitOfRow.unitOfRow)
  }

  /// An interval for each of the scores that `scores` takes from a table; it must always take as many.
  func intervals(
    of units: SamplingUnits, seed: UInt64, context: ExecutionContext, scores: @escaping @Sendable ([Int]) -> [Double]
  ) throws -> [BootstrapInterval] {
    let table = units.table
    let estimates = scores(table)
    let replicates = try replicates(of: units, seed, context, count: estimates.count, scores)
    // Units of one kind have one jackknife value, so kinds suffice.
    let jackknife = method == .bca ? units.kindCounts.indices.map { scores(units.table(table, withoutOneOf: $0)) } : []
    return estimates.indices.map { index in
      let sorted = stride(from: index, to: replicates.count, by: estimates.count).map { replicates[$0] }.sorted()
      let ends =
        method == .bca
        ? acceleratedEnds(of: sorted, estimates[index], acceleration(jackknife.map { $0[index] }, units))
        : ends(of: sorted)
      return BootstrapInterval(
        estimate: estimates[index], lower: ends.lower, upper: ends.upper, level: level, sortedReplicates: sorted,
        unitCount: units.unitCount)
    }
  }

  /// resamples × scores. Each resample has a generator of its own, so neither threads nor pieces matter.
  private func replicates(
    of units: SamplingUnits, _ seed: UInt64, _ context: ExecutionContext, count: Int,
    _ scores: @escaping @Sendable ([Int]) -> [Double]
  ) throws -> [Double] {
    var replicates = [Double](repeating: 0, count: resamples * count)
    try replicates.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: resamples, size: 32) { resamples in
        for resample in resamples {
          var generator = SeededGenerator.derived(from: seed, resample)
          let values = scores(units.resampledTable(&generator))
          for (index, value) in values.enumerated() { target[resample * count + index] = value }
        }
      }
    }
    return replicates
  }

  private func ends(of sorted: [Double]) -> (lower: Double, upper: Double) {
    (quantile((1 - level) / 2, of: sorted), quantile((1 + level) / 2, of: sorted))
  }

  private func acceleratedEnds(
    of sorted: [Double], _ estimate: Double, _ acceleration: Double
  ) -> (lower: Double, upper: Double) {
    // Ties count half, as in scipy, because scores of counts repeat.
    let below = sorted.reduce(0.0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? 0.5 : 0) }
    guard below > 0, below < Double(sorted.count) else { return ends(of: sorted) }
    let bias = normalQuantile(below / Double(sorted.count))
    func corrected(_ probability: Double) -> Double {
      let shifted = bias + normalQuantile(probability)
      return normalDistribution(bias + shifted / (1 - acceleration * shifted))
    }
    return (
      quantile(corrected((1 - level) / 2), of: sorted), quantile(corrected((1 + level) / 2), of: sorted)
    )
  }

  /// From the skewness of the jackknife values, one for each kind of unit.
  private func acceleration(_ left: [Double], _ units: SamplingUnits) -> Double {
    let weights = units.kindCounts.map(Double.init)
    let mean = zip(left, weights).reduce(0) { $0 + $1.0 * $1.1 } / Double(units.unitCount)
    let (squares, cubes) = zip(left, weights).reduce((0.0, 0.0)) {
      let deviation = mean - $1.0
      return ($0.0 + $1.1 * deviation * deviation, $0.1 + $1.1 * deviation * deviation * deviation)
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }
}

/// By linear interpolation between order statistics (type 7 of Hyndman & Fan 1996, as numpy).
private func quantile(_ probability: Double, of sorted: [Double]) -> Double {
  let position = min(max(probability, 0), 1) * Double(sorted.count - 1)
  let lower = Int(position)
  let upper = min(lower + 1, sorted.count - 1)
  return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
}
