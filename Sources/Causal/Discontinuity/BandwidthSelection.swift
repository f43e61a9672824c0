import Glibc

/// Chooses h and b by the data in three stages, each the pilot of the next (Calonico, Cattaneo & Titiunik 2014).
///
/// Outcome and running variable are divided by their standard deviations first, so that units do not matter.
struct BandwidthSelection {
  private var sides: Sides<PilotSide>
  private let rule: BandwidthRule
  private let order: Int
  private let biasOrder: Int
  /// Bandwidths reach no farther than the data do, and, where values repeat, no less far than ten of them.
  private let reach: Sides<Double>
  private let floor: Sides<Double>?
  private let scale: Double
  private let shrinkage: Double

  /// - Parameter hasTies: whether many rows share their value of the running variable, so that places count, not rows.
  init(_ data: Sides<CutoffSide>, options: RegressionDiscontinuity, isFuzzy: Bool, covariates: Int, rule: BandwidthRule)
    throws
  {
    self.rule = rule
    (order, biasOrder) = (options.order, options.biasOrder)
    let running = data.below.running + data.above.running
    let outcomes = [data.below, data.above].flatMap { side in (0..<side.count).map { side.responses[$0, 0] } }
    scale = standardDeviation(running)
    let outcomeScale = standardDeviation(outcomes)
    guard outcomeScale > 0 else { throw CausalError.constantOutcome }
    let cutoff = options.cutoff / scale
    let runningScale = scale
    let scaled = data.map { $0.rescaled(running: runningScale, outcome: outcomeScale) }
    reach = Sides(
      below: abs(cutoff - (scaled.below.running.first ?? cutoff)),
      above: abs((scaled.above.running.last ?? cutoff) - cutoff))
    let places = scaled.map { $0.places(from: cutoff) }
    let hasTies = data.below.isMassed || data.above.isMassed
    floor =
      hasTies
      ? places.map { abs($0[min(10, $0.count) - 1] - cutoff) * (1 + Double.ulpOfOne.squareRoot()) } : nil
    let spread = min(1, (quantile(running, 0.75) - quantile(running, 0.25)) / scale / 1.349)
    let count = Double(places.below.count + places.above.count)
    var pilot = options.kernel.pilotConstant * spread * pow(count, -0.2)
    pilot = min(pilot, reach.greatest)
    if let floor { pilot = max(pilot, floor.greatest) }
    guard pilot > 0, pilot.isFinite else { throw CausalError.noBandwidth }
    sides = scaled.map {
      PilotSide(
        $0, cutoff: cutoff, kernel: options.kernel, isFuzzy: isFuzzy, covariates: covariates,
        errors: options.errors, neighbours: options.neighbours, pilot: pilot)
    }
    let units = data.below.clusters == nil ? running.count : data.below.clusterCount + data.above.clusterCount
    let p = Double(order)
    shrinkage = rule.isShrunk ? pow(Double(units), -p / ((3 + p) * (3 + 2 * p))) : 1
  }

  /// h and b, in units of the running variable.
  /// - Throws: `CausalError.noBandwidth`.
  mutating func bandwidths() throws -> (estimation: Sides<Double>, bias: Sides<Double>) {
    let far = reach.map { $0 * (1 + Double.ulpOfOne.squareRoot()) }
    let q = biasOrder
    var d = try stage(.init(order: q + 1, derivative: q + 1), biasOrder: q + 2, far, isRegularised: false)
    if let floor {
      d =
        rule.target == .sides
        ? Sides(below: max(d.below, floor.below), above: max(d.above, floor.above))
        : d.map { max($0, floor.greatest) }
    }
    let b = try stage(.init(order: q, derivative: order + 1), biasOrder: q + 1, d, isRegularised: true)
    let h = try stage(.init(order: order, derivative: 0), biasOrder: q, b, isRegularised: true)
    return (h.map { $0 * scale * shrinkage }, b.map { $0 * scale })
  }

  private mutating func stage(
    _ question: PilotSide.Question, biasOrder: Int, _ bandwidths: Sides<Double>, isRegularised: Bool
  ) throws -> Sides<Double> {
    let below = try sides.below.terms(
      question, biasOrder: biasOrder, biasBandwidth: bandwidths.below, isRegularised: isRegularised)
    let above = try sides.above.terms(
      question, biasOrder: biasOrder, biasBandwidth: bandwidths.above, isRegularised: isRegularised)
    func best(_ variance: Double, _ bias: Double, _ regularisation: Double) -> Double {
      pow(variance / (bias * bias + regularisation), 1 / Double(2 * question.order + 3))
    }
    let result: Sides<Double>
    if rule.target == .sides {
      result = Sides(
        below: min(best(below.variance, below.bias, below.regularisation), reach.below),
        above: min(best(above.variance, above.bias, above.regularisation), reach.above))
    } else {
      let bias = rule.target == .sum ? above.bias + below.bias : above.bias - below.bias
      let common = min(
        best(below.variance + above.variance, bias, below.regularisation + above.regularisation), reach.greatest)
      result = Sides(below: common, above: common)
    }
    guard result.below > 0, result.above > 0, result.below.isFinite, result.above.isFinite else {
      throw CausalError.noBandwidth
    }
    return result
  }
}

extension CutoffSide {
  /// Whether a fifth of the rows or more repeat a value of the running variable.
  var isMassed: Bool { 1 - Double(distinct) / Double(count) >= 0.2 }

  var clusterCount: Int { Set(clusters ?? []).count }
}

/// With n − 1 below.
func standardDeviation(_ values: [Double]) -> Double {
  guard values.count > 1 else { return 0 }
  let mean = values.reduce(0, +) / Double(values.count)
  return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
}

/// The middle of the values between which a share of ascending values lies (Hyndman & Fan's second definition).
func quantile(_ sorted: [Double], _ share: Double) -> Double {
  let place = Double(sorted.count) * share
  let index = Int(place)
  guard index < sorted.count else { return sorted.last ?? .nan }
  return place == Double(index) && index > 0 ? (sorted[index - 1] + sorted[index]) / 2 : sorted[index]
}
