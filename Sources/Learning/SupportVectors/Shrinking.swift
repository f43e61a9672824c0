/// Leaving out of play the variables that have settled at a bound, and making sure of them before the end.
///
/// A variable at a bound whose residual lies beyond both extremes would not be chosen; it mostly stays where it is
/// (Joachims 1999). What leaves is not forgotten: near the optimum, and before the solution is accepted, the residuals
/// of inactive variables are computed anew and those that violate the conditions come back.
extension SequentialMinimalOptimization {
  /// Below this share of the active variables, leaving them out would save less than moving the others together costs.
  private static var worthwhileShare: Double { 0.1 }

  /// Takes settled variables out, when there are enough of them.
  func shrink() throws {
    if !hasRevived, extremes.gap <= 10 * tolerance {
      hasRevived = true
      try reviveUnsettled()
    }
    let (kept, removed) = split(0..<rows.active)
    guard Double(removed.count) >= Self.worthwhileShare * Double(rows.active), kept.count > 1 else { return }
    rows.compact(keeping: kept, removing: removed)
    variables.permute(from: 0, by: kept + removed)
    extremes = WorkingSetSelection.extremes(variables, count: rows.active)
  }

  /// Whether, with the inactive variables looked at again, nothing is left to do. Those that violate the conditions
  /// are active afterwards.
  func nothingComesBack() throws -> Bool {
    let before = rows.active
    try reviveUnsettled()
    return rows.active == before || extremes.gap < tolerance
  }

  /// Computes the residuals of inactive variables from scratch.
  func restoreResiduals() throws {
    let inactive = rows.active..<variables.count
    guard !inactive.isEmpty else { return }
    let sums = try rows.sums(of: inactive, coefficients: (0..<variables.count).map { variables.coefficient[$0] })
    for (t, sum) in zip(inactive, sums) {
      variables.residual[t] = variables.label[t] - sum
    }
  }

  private func reviveUnsettled() throws {
    guard rows.active < variables.count else { return }
    try restoreResiduals()
    extremes = WorkingSetSelection.extremes(variables, count: variables.count)
    let inactive = rows.active..<variables.count
    let (unsettled, settled) = split(inactive)
    rows.revive(unsettled, leaving: settled)
    variables.permute(from: inactive.lowerBound, by: unsettled + settled)
    extremes = WorkingSetSelection.extremes(variables, count: rows.active)
  }

  /// The positions in `range` that stay in play, and those that may leave.
  private func split(_ range: Range<Int>) -> (kept: [Int32], removed: [Int32]) {
    var kept: [Int32] = []
    var removed: [Int32] = []
    for t in range {
      if isSettled(t) { removed.append(Int32(t)) } else { kept.append(Int32(t)) }
    }
    return (kept, removed)
  }

  private func isSettled(_ t: Int) -> Bool {
    if !variables.mayRise(t) { return variables.residual[t] > extremes.highest }
    if !variables.mayFall(t) { return variables.residual[t] < extremes.lowest }
    return false
  }
}
