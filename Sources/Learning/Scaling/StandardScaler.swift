import Numerics

/// Brings columns to a common scale, as scikit-learn's `StandardScaler` and `MinMaxScaler` do.
public struct StandardScaler: Transformer, Equatable {
  /// What is made equal for all columns.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// Mean 0 and standard deviation 1 (the deviation of the rows at hand, divided by n).
    case standard
    /// Least value 0 and greatest 1.
    case range
    /// Least value −1 and greatest 1, as LIBSVM's own tool scales.
    case symmetric
  }

  public let method: Method

  public init(_ method: Method = .standard) {
    self.method = method
  }

  /// Learns each column's centre and scale; a column that never changes becomes 0.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`; `Interrupted`.
  /// - Cost: three passes over the rows.
  public func fit(
    _ features: Matrix, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> FittedScaler {
    try InputChecks.checkFeatures(features, context: context)
    switch method {
    case .standard: return try fitStandard(features, context)
    case .range:
      let (least, ranges) = try bounds(of: features, context)
      return FittedScaler(centres: least, scales: ranges.map { $0 == 0 ? 1 : $0 })
    case .symmetric:
      let (least, ranges) = try bounds(of: features, context)
      return FittedScaler(
        centres: zip(least, ranges).map { $0 + $1 / 2 }, scales: ranges.map { $0 == 0 ? 1 : $0 / 2 })
    }
  }

  private func fitStandard(_ features: Matrix, _ context: ExecutionContext) throws -> FittedScaler {
    let means = try features.columnMeans(context: context)
    let variances = try features.columnVariances(around: means, context: context)
    let rows = Double(features.rows)
    let scales = zip(means, variances).map { mean, variance in
      // A constant column's variance is not quite 0 in floating point; the bound is scikit-learn's.
      let error = rows * Double.ulpOfOne * (variance + rows * mean * mean * Double.ulpOfOne)
      return variance <= error ? 1 : variance.squareRoot()
    }
    return FittedScaler(centres: means, scales: scales)
  }

  /// The least value of each column, and by how much the greatest exceeds it.
  private func bounds(
    of features: Matrix, _ context: ExecutionContext
  ) throws -> (least: [Double], ranges: [Double]) {
    var least = Array(features.row(0))
    var greatest = least
    for row in 1..<max(1, features.rows) {
      if row % 4096 == 0 { try context.checkInterruption() }
      features.storage.withUnsafeBufferPointer { numbers in
        for column in 0..<features.columns {
          let value = numbers[row * features.columns + column]
          least[column] = min(least[column], value)
          greatest[column] = max(greatest[column], value)
        }
      }
    }
    return (least.map(Double.init), zip(least, greatest).map { Double($1) - Double($0) })
  }
}

/// Columns' centres and scales as learnt: a value becomes (value − centre) ÷ scale.
public struct FittedScaler: FittedTransformer, Equatable {
  public let centres: [Double]
  public let scales: [Double]

  public var byteCount: Int { centres.byteCount + scales.byteCount }

  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`. Cost: one pass.
  public func transform(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix {
    try ModelChecks.require(!centres.isEmpty && centres.count == scales.count)
    try InputChecks.checkApplied(features, width: centres.count, context: context)
    let width = centres.count
    let factors = scales.map { 1 / $0 }
    return try Matrix(rows: features.rows, columns: width) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: features.rows, size: max(1, (1 << 18) / width)) { rows in
        features.storage.withUnsafeBufferPointer { source in
          centres.withUnsafeBufferPointer { centres in
            factors.withUnsafeBufferPointer { factors in
              for row in rows {
                let from = row * width
                for c in 0..<width {
                  target[from + c] = Float((Double(source[from + c]) - centres[c]) * factors[c])
                }
              }
            }
          }
        }
      }
    }
  }
}
