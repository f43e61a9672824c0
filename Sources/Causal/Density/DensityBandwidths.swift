import Glibc
import Numerics

/// Bandwidths of the density on either side, of the difference and of the sum, each of least mean squared error, and
/// the median of them, which the test uses.
struct DensityBandwidths {
  private let sample: DistributionSample
  private let order: Int
  private let kernel: KernelShape
  /// Distances from the cutoff of rows and of different values on each side, ascending.
  private let rows: Sides<[Double]>
  private let places: Sides<[Double]>

  init(_ sample: DistributionSample, order: Int, kernel: KernelShape) {
    self.sample = sample
    self.order = order
    self.kernel = kernel
    let x = sample.distances
    rows = Sides(below: x[..<sample.below].reversed().map { -$0 }, above: Array(x[sample.below...]))
    places = rows.map { rows in rows.indices.filter { $0 == 0 || rows[$0] != rows[$0 - 1] }.map { rows[$0] } }
  }

  /// - Throws: `NumericsError` or `CausalError.noBandwidth` where there are too few values.
  func combined() throws -> Sides<Double> {
    let n = Double(sample.distances.count)
    let pilots = pilots()
    let curvature = try fit(pilots.curvature, order: order + 2).coefficient(order + 1)
    let density = try fit(pilots.density, order: order)
    let bias = biasConstant(order: order, derivative: 1, kernel)
    let below = curvature.below * bias * (order % 2 == 0 ? 1 : -1)
    let above = curvature.above * bias
    func best(_ variance: Double, _ bias: Double) -> Double {
      let scaled = n * pilots.density * variance
      let h = pow(scaled / (bias * bias) / (2 * Double(order) * n), 1 / Double(2 * order + 1))
      return h.isNaN ? 0 : h
    }
    let least = minimum(count: 20 + order + 1)
    let reach = Sides(below: places.below.last ?? 0, above: places.above.last ?? 0)
    let one = Sides(
      below: max(min(best(density.variances.below, below), reach.below), least.below),
      above: max(min(best(density.variances.above, above), reach.above), least.above))
    let difference = max(min(best(density.differenceVariance, above - below), reach.greatest), least.greatest)
    let sum = max(min(best(density.sumVariance, above + below), reach.greatest), least.greatest)
    return one.map { [$0, difference, sum].sorted()[1] }
  }

  private func fit(_ bandwidth: Double, order: Int) throws -> DistributionFit {
    try DistributionFit(sample, Sides(below: bandwidth, above: bandwidth), order: order, kernel: kernel)
  }

  /// The distance that holds `count` rows and as many different values on each side.
  private func minimum(count: Int) -> Sides<Double> {
    func reach(_ rows: [Double], _ places: [Double]) -> Double {
      max(rows[min(count, rows.count) - 1], places[min(count, places.count) - 1])
    }
    return Sides(below: reach(rows.below, places.below), above: reach(rows.above, places.above))
  }

  /// As if the running variable were normal, by the uniform kernel's constants at a boundary.
  private func pilots() -> (curvature: Double, density: Double) {
    let n = Double(sample.distances.count)
    let p = order
    let mean = sample.distances.reduce(0, +) / n
    let deviation = standardDeviation(sample.distances)
    let z = mean / deviation
    func roughness(_ degree: Int) -> Double {
      let value = hermite(degree, z)
      return 1 / (value * value * exp(-z * z / 2) / (2 * Double.pi).squareRoot())
    }
    let curvature = pow(
      Double(2 * p + 1) / 4 * roughness(p + 2) * errorConstant(order: p + 2, derivative: p + 1) / n,
      1 / Double(2 * p + 5))
    let density = pow(
      roughness(p) * errorConstant(order: p, derivative: 1) / (2 * Double(p) * n), 1 / Double(2 * p + 1))
    let reach = max(places.below.last ?? 0, places.above.last ?? 0)
    return (
      max(min(curvature * deviation, reach), minimum(count: 20 + p + 3).greatest),
      max(min(density * deviation, reach), minimum(count: 20 + p + 1).greatest)
    )
  }
}

/// Heₙ, the probabilists' Hermite polynomial.
private func hermite(_ degree: Int, _ x: Double) -> Double {
  var (previous, current) = (0.0, 1.0)
  for n in 0..<degree { (previous, current) = (current, x * current - Double(n) * previous) }
  return current
}

/// Moments of the kernel on [0, 1], as the normal equations of a polynomial at a boundary have them, inverted.
private func inverseMoments(order: Int, _ kernel: KernelShape) -> DenseMatrix? {
  let moments = DenseMatrix(
    rows: order + 1, columns: order + 1,
    storage: (0...order).flatMap { i in (0...order).map { kernel.halfMoment(i + $0) } })
  return try? moments.positiveInverse()
}

/// How the first neglected power leaks into a coefficient.
private func biasConstant(order: Int, derivative: Int, _ kernel: KernelShape) -> Double {
  let leak = (0...order).map { kernel.halfMoment($0 + order + 1) }
  return inverseMoments(order: order, kernel)?.times(leak)[derivative] ?? .nan
}

/// Variance constant · ((order + 1)!)² / bias constant², of the uniform kernel.
private func errorConstant(order: Int, derivative: Int) -> Double {
  guard let inverse = inverseMoments(order: order, .uniform) else { return .nan }
  // ∫∫ min(x, y)-weighted powers: the covariance of an empirical distribution function.
  var covariance = DenseMatrix(rows: order + 1, columns: order + 1)
  for i in 0...order {
    for j in 0...order {
      let halves = 1 / Double(i + 2) + 1 / Double(j + 2)
      covariance[i, j] = 0.25 * halves / Double(i + j + 3)
    }
  }
  let variance = inverse.times(covariance).times(inverse)[derivative, derivative]
  let bias = biasConstant(order: order, derivative: derivative, .uniform)
  let factorial = (1...(order + 1)).reduce(1.0) { $0 * Double($1) }
  return variance * factorial * factorial / (bias * bias)
}
