import Numerics

/// The questions that a jump has to stand up to before it is believed.
extension RegressionDiscontinuity {
  /// The jump at cutoffs where nothing happens, each among the rows of its own side of the true cutoff alone.
  ///
  /// - Parameter places: nil for the median of either side.
  /// - Returns: one estimate a place, its `cutoff` the place.
  /// - Throws: `CausalError.placeboOnCutoff`; `.placeboWindowCrosses` where a given bandwidth reaches over the true
  ///   cutoff; whatever `estimate` throws.
  public func placebos(
    at places: [Double]? = nil, _ data: DiscontinuityData, context: ExecutionContext = .plain
  ) throws -> [DiscontinuityEstimate] {
    let chosen = try places ?? medians(data)
    return try chosen.map { place in
      guard place != cutoff else { throw CausalError.placeboOnCutoff(place, cutoff: cutoff) }
      let isBelow = place < cutoff
      if case .given(let h, let b) = bandwidths {
        let reach = isBelow ? max(h.above, b.above) : max(h.below, b.below)
        guard reach <= abs(place - cutoff) else {
          throw CausalError.placeboWindowCrosses(place, bandwidth: reach, cutoff: cutoff)
        }
      }
      var design = self
      design.cutoff = place
      let cutoff = cutoff
      return try design.estimate(data.rows { ($0 < cutoff) == isBelow }, context: context)
    }
  }

  /// The middle of each side's running variable.
  private func medians(_ data: DiscontinuityData) throws -> [Double] {
    let (sides, _) = try data.split(at: cutoff)
    return [sides.below, sides.above].map { quantile($0.running, 0.5) }
  }

  /// The jump without the rows nearer to the cutoff than each radius: rows that were sorted there by hand would carry
  /// it.
  /// - Parameter radii: in units of the running variable, 0 or more.
  /// - Throws: `CausalError.badOption`; whatever `estimate` throws.
  public func donuts(
    _ radii: [Double], _ data: DiscontinuityData, context: ExecutionContext = .plain
  ) throws -> [DiscontinuityEstimate] {
    let cutoff = cutoff
    return try radii.map { radius in
      guard radius >= 0, radius.isFinite else {
        throw CausalError.badOption("donut", value: radius, needed: "0 or more")
      }
      let reach = data.running.reduce(0) { $1.isFinite ? max($0, abs($1 - cutoff)) : $0 }
      guard radius <= reach || data.running.isEmpty else {
        throw CausalError.badOption("donut", value: radius, needed: "that leaves rows on both sides")
      }
      return try estimate(data.rows { abs($0 - cutoff) >= radius }, context: context)
    }
  }

  /// The jump with the bandwidths of `estimate`, both times each multiple.
  /// - Throws: `CausalError.badOption`; whatever `estimate` throws.
  public func sensitivity(
    of estimate: DiscontinuityEstimate, multiples: [Double] = [0.5, 0.75, 1, 1.25, 1.5, 2], _ data: DiscontinuityData,
    context: ExecutionContext = .plain
  ) throws -> [DiscontinuityEstimate] {
    try multiples.map { multiple in
      guard multiple > 0, multiple.isFinite else {
        throw CausalError.badOption("multiple", value: multiple, needed: "above 0")
      }
      var design = self
      design.bandwidths = .given(
        estimation: estimate.estimationBandwidth.map { $0 * multiple },
        bias: estimate.biasBandwidth.map { $0 * multiple })
      return try design.estimate(data, context: context)
    }
  }
}
