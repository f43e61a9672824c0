#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A mean over rows that come in whole clusters, such as the pictures of one person, with its interval: the linear
/// (cluster-robust) variance of the mean, and Student's t with one degree of freedom less than there are clusters
/// (Liang & Zeger 1986; Cameron & Miller 2015).
public struct ClusteredMean: Sendable, Equatable {
  /// Not a number without rows.
  public let value: Double
  /// nil for a single cluster, which tells nothing about others.
  public let error: Double?
  /// 95 %; nil as `error` is.
  public let bounds: ClosedRange<Double>?

  /// - Parameter clusters: the cluster of each value, empty for one of its own; nil where each is one of its own.
  public init(_ values: [Double], clusters: [String]? = nil) {
    let count = Double(values.count)
    value = values.reduce(0, +) / count
    var sums: [String: Double] = [:]
    var single: [Double] = []
    for (row, number) in values.enumerated() {
      let cluster = clusters.flatMap { row < $0.count ? $0[row] : nil } ?? ""
      if cluster.isEmpty { single.append(number - value) } else { sums[cluster, default: 0] += number - value }
    }
    let units = Double(single.count + sums.count)
    guard units > 1 else {
      (error, bounds) = (nil, nil)
      return
    }
    // In an order of names: sums of floating point depend on it.
    let parts = single + sums.keys.sorted().map { sums[$0] ?? 0 }
    let squares = parts.reduce(0) { $0 + $1 * $1 }
    let error = (units / (units - 1) * squares).squareRoot() / count
    let reach = studentQuantile(twoSided: 0.05, freedom: units - 1) * error
    self.error = error
    bounds = value - reach...value + reach
  }
}

extension ClusteredMean {
  /// 95 % of where a share lies, of values that are 0 or 1: as `bounds`, inside 0 to 1; where all values are alike, exact
  /// with each cluster counting once (Clopper & Pearson 1934), since no spread does not mean no doubt.
  public static func boundsOfShare(_ values: [Double], clusters: [String]? = nil) -> ClosedRange<Double>? {
    let mean = ClusteredMean(values, clusters: clusters)
    guard let bounds = mean.bounds else { return nil }
    guard mean.value <= 0 || mean.value >= 1 else {
      return max(0, bounds.lowerBound)...min(1, bounds.upperBound)
    }
    var units = Set<String>()
    var single = 0
    for row in values.indices {
      let cluster = clusters.flatMap { row < $0.count ? $0[row] : nil } ?? ""
      if cluster.isEmpty { single += 1 } else { units.insert(cluster) }
    }
    let reach = 1 - exp(log(0.025) / Double(units.count + single))
    return mean.value <= 0 ? 0...reach : (1 - reach)...1
  }
}
