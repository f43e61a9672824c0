import Numerics

/// Keeps rows of large classes at random (peer: imbalanced-learn's `RandomUnderSampler`, without replacement).
public struct RandomUndersampling: Resampler, Equatable {
  public let target: UndersamplingTarget

  /// - Throws: `LearningError.invalidOption`.
  public init(target: UndersamplingTarget = .auto) throws {
    try target.check()
    self.target = target
  }

  /// The kept rows, in order.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.unknownClass`;
  ///   `ResamplingError.targetAboveCount`; `Interrupted`.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    let kept = try target.keptRows(of: labels)
    let rows = labels.names.indices.flatMap { code in
      let own = labels.codes.indices.filter { labels.codes[$0] == code }
      guard kept[code] < own.count else { return own }
      var generator = SeededGenerator.derived(from: seed, code)
      return Array(generator.shuffled(own).prefix(kept[code]))
    }
    return .keeping(rows, of: features, context: context)
  }
}

extension Resampled {
  /// Some of the rows, in their order, and nothing new.
  static func keeping(
    _ rows: [Int], of features: Matrix, notes: [String] = [], context: ExecutionContext
  ) -> Resampled {
    Resampled(
      keeping: rows.sorted(), of: features,
      notes: rows.count == features.rows ? ["nothing had to be removed"] : notes, context: context)
  }
}
