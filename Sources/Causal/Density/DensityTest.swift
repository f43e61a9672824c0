import Glibc
import Numerics

/// Whether rows were sorted across the cutoff: is the density of the running variable the same on both sides?
/// By local polynomials of the distribution function with jackknife errors (Cattaneo, Jansson & Ma 2020). Peer:
/// rddensity.
public struct DensityTest: Sendable, Equatable {
  public var cutoff: Double
  /// p of the bandwidth; the test itself uses p + 1, so that its bias does not matter.
  public var order: Int
  public var kernel: KernelShape

  public init(cutoff: Double = 0, order: Int = 2, kernel: KernelShape = .triangular) {
    self.cutoff = cutoff
    self.order = order
    self.kernel = kernel
  }

  public struct Result: Sendable, Equatable {
    /// Estimated density just below and just above.
    public let densities: Sides<Double>
    public let standardErrors: Sides<Double>
    /// Above less below, over its error.
    public let statistic: Double
    /// Two-sided, of equal densities.
    public let pValue: Double
    public let bandwidths: Sides<Double>
    public let rows: Sides<Int>
    public let rowsInWindow: Sides<Int>
    /// Rows left out for want of a number.
    public let droppedRows: Int
  }

  /// - Throws: `CausalError` where the cutoff is outside or too few values lie on a side; `Interrupted`.
  /// - Cost: sorting, and rows · (2p + 6)² operations.
  public func test(_ running: [Double], context: ExecutionContext = .plain) throws -> Result {
    guard (1...3).contains(order) else {
      throw CausalError.badOption("p", value: Double(order), needed: "from 1 to 3")
    }
    // Sums over all rows with nothing between them to stop at.
    return try context.abandoning { [self] in try test(running) }
  }

  private func test(_ running: [Double]) throws -> Result {
    let values = running.filter(\.isFinite)
    let (sides, _) = try DiscontinuityData(running: values, outcome: values).split(at: cutoff)
    for (name, side) in [("below", sides.below), ("above", sides.above)] where side.distinct < order + 3 {
      throw CausalError.tooFewPlaces(side: name, found: side.distinct, needed: order + 3)
    }
    let sample = DistributionSample((sides.below.running + sides.above.running).map { $0 - cutoff })
    let bandwidths = try DensityBandwidths(sample, order: order, kernel: kernel).combined()
    let fit = try DistributionFit(sample, bandwidths, order: order + 1, kernel: kernel)
    let statistic = fit.difference / fit.differenceVariance.squareRoot()
    guard statistic.isFinite else { throw CausalError.noBandwidth }
    return Result(
      densities: fit.densities, standardErrors: fit.variances.map { $0.squareRoot() }, statistic: statistic,
      pValue: 2 * normalDistribution(-abs(statistic)), bandwidths: bandwidths,
      rows: sides.map(\.count), rowsInWindow: fit.rows, droppedRows: running.count - values.count)
  }
}

/// Distances from the cutoff in ascending order, with the empirical distribution function at each.
struct DistributionSample {
  let distances: [Double]
  /// Where distances are equal, the last one's value for all of them.
  let distribution: [Double]
  let hasTies: Bool
  let below: Int

  init(_ distances: [Double]) {
    self.distances = distances
    let last = Double(distances.count - 1)
    var distribution = distances.indices.map { Double($0) / last }
    var hasTies = false
    for index in distances.indices.dropLast().reversed() where distances[index] == distances[index + 1] {
      distribution[index] = distribution[index + 1]
      hasTies = true
    }
    self.distribution = distribution
    self.hasTies = hasTies
    below = distances.count { $0 < 0 }
  }
}

/// Polynomials of the distribution function on both sides at once; the slope at the cutoff is the density.
struct DistributionFit {
  let densities: Sides<Double>
  let variances: Sides<Double>
  let difference: Double
  let differenceVariance: Double
  let sumVariance: Double
  let rows: Sides<Int>
  private let coefficients: [Double]

  /// The coefficient of a power of the distance.
  func coefficient(_ power: Int) -> Sides<Double> {
    Sides(below: coefficients[2 * power], above: coefficients[2 * power + 1])
  }

  /// - Throws: `NumericsError` where the window does not identify the polynomials.
  init(_ sample: DistributionSample, _ bandwidths: Sides<Double>, order: Int, kernel: KernelShape) throws {
    let inside = sample.distances.indices.filter {
      sample.distances[$0] >= -bandwidths.below && sample.distances[$0] <= bandwidths.above
    }
    let terms = 2 * (order + 1)
    var design = DenseMatrix(rows: inside.count, columns: terms)
    var weights: [Double] = []
    for (row, index) in inside.enumerated() {
      let distance = sample.distances[index]
      let bandwidth = distance < 0 ? bandwidths.below : bandwidths.above
      weights.append(kernel.weight(distance, bandwidth: bandwidth))
      var power = 1.0
      for exponent in 0...order {
        design[row, 2 * exponent + (distance < 0 ? 0 : 1)] = power
        power *= distance / bandwidth
      }
    }
    let inverse = try design.crossProduct(design, weights: weights).positiveInverse()
    let response = DenseMatrix(rows: inside.count, columns: 1, storage: inside.map { sample.distribution[$0] })
    let scales = (0..<terms).map { term in
      pow(term % 2 == 0 ? bandwidths.below : bandwidths.above, -Double(term / 2))
    }
    coefficients = zip(inverse.times(design.crossProduct(response, weights: weights)).storage, scales).map { $0 * $1 }
    let influence = Self.influence(design.scalingRows(by: weights), sample, inside)
    let variance = inverse.times(influence.crossProduct(influence)).times(inverse)
    let v = (2...3).map { i in (2...3).map { j in variance[i, j] * scales[i] * scales[j] } }
    densities = Sides(below: coefficients[2], above: coefficients[3])
    variances = Sides(below: v[0][0], above: v[1][1])
    difference = coefficients[3] - coefficients[2]
    differenceVariance = v[0][0] + v[1][1] - 2 * v[0][1]
    sumVariance = v[0][0] + v[1][1] + 2 * v[0][1]
    let below = inside.count { sample.distances[$0] < 0 }
    rows = Sides(below: below, above: inside.count - below)
  }

  /// What each row adds to the others' distribution function: sums of the scores after it, over n − 1.
  private static func influence(
    _ scores: DenseMatrix, _ sample: DistributionSample, _ inside: [Int]
  ) -> DenseMatrix {
    let last = Double(sample.distances.count - 1)
    var result = DenseMatrix(rows: scores.rows, columns: scores.columns)
    for column in 0..<scores.columns {
      var sum = 0.0
      for row in (0..<scores.rows).reversed() {
        result[row, column] = sum / last
        sum += scores[row, column]
      }
      guard sample.hasTies else { continue }
      for row in 1..<max(1, scores.rows) where sample.distances[inside[row]] == sample.distances[inside[row - 1]] {
        result[row, column] = result[row - 1, column]
      }
    }
    return result
  }
}
