import Numerics

/// SMOTE, and then a cleaning of old and new rows together: SMOTE-ENN and SMOTE-Tomek (Batista, Prati & Monard 2004;
/// peers: imbalanced-learn's `SMOTEENN`, `SMOTETomek`).
///
/// What is cleaned away may be new or old, so classes end near, not at, their target.
public struct CleanedSMOTE<Cleaner: RowCleaner>: Resampler {
  public let smote: SMOTE
  public let cleaner: Cleaner

  public init(_ smote: SMOTE, then cleaner: Cleaner) {
    self.smote = smote
    self.cleaner = cleaner
  }

  /// - Throws: what `SMOTE` and the cleaner throw.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    let grown = try smote.resample(features, labels, seed: seed, context: context)
    let all = grown.labels(from: labels)
    let kept = try cleaner.keptRows(grown.features, all, context: context)
    let split = kept.firstIndex { $0 >= features.rows } ?? kept.count
    return Resampled(
      keptRows: Array(kept[..<split]), features: grown.features.gathering(kept, context: context),
      syntheticCodes: kept[split...].map { all.codes[$0] },
      parents: kept[split...].map { grown.parents[$0 - features.rows] },
      notes: grown.notes + (try cleaner.notes(on: all, keeping: kept)))
  }
}
