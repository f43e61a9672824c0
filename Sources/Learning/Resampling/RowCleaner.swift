import Numerics

/// Removes rows that contradict their surroundings; adds none.
public protocol RowCleaner: Resampler {
  /// What errors and notes call it.
  var name: String { get }
  /// Which classes lose rows.
  var classes: CleanedClasses { get }
  /// The rows that stay, ascending.
  func keptRows(_ features: Matrix, _ labels: Labels, context: ExecutionContext) throws -> [Int]
}

/// The classes that a cleaning method may take rows from.
public enum CleanedClasses: String, Sendable, CaseIterable {
  /// All but the smallest; of several equally small ones the first is spared.
  case larger
  /// The largest alone; of several equally large ones the first.
  case largest
  case all

  func contains(_ code: Int, counts: [Int]) -> Bool {
    let present = counts.indices.filter { counts[$0] > 0 }
    switch self {
    case .larger: return code != present.min { counts[$0] < counts[$1] }
    case .largest: return code == counts.firstIndex(of: counts.max() ?? 0)
    case .all: return true
    }
  }
}

extension RowCleaner {
  /// The kept rows, in order; a class that loses all its rows is noted on.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`; `ResamplingError.tooFewRows`,
  ///   `.nothingLeft`; `Interrupted`.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    let rows = try keptRows(features, labels, context: context)
    return .keeping(rows, of: features, notes: try notes(on: labels, keeping: rows), context: context)
  }

  /// What a person should know of what is left.
  /// - Throws: `ResamplingError.nothingLeft`.
  func notes(on labels: Labels, keeping rows: [Int]) throws -> [String] {
    guard !rows.isEmpty else { throw ResamplingError.nothingLeft(method: name) }
    let left = labels.gathering(rows).counts
    return labels.counts.indices.filter { labels.counts[$0] > 0 && left[$0] == 0 }.map {
      "\(name) removed every row of class '\(labels.names[$0])'"
    }
  }
}
