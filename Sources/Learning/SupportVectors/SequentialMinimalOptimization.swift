import Numerics

/// Solves the dual of one two-class C-SVC by changing two variables at a time (Platt 1998), chosen by second order
/// (Fan, Chen and Lin 2005, "Working set selection using second order information for training SVM"), leaving out of
/// play what has settled at a bound (see Shrinking.swift). Stops where LIBSVM stops: when the optimality conditions
/// are violated by less than the tolerance.
///
/// minimise ½ Σᵢⱼ βᵢβⱼ k(xᵢ, xⱼ) − Σᵢ |βᵢ| with Σβ = 0 and 0 ≤ labelᵢ·βᵢ ≤ Cᵢ
///
/// Cost: about 2n multiply-adds a step, besides kernel rows not yet known; steps are of the order of the number of
/// support vectors for moderate C.
final class SequentialMinimalOptimization {
  /// What the solver found.
  struct Solution: Sendable {
    /// β of each row, in the order in which the rows were given.
    var coefficients: [Double]
    /// What the decision function adds to Σ β k(x, ·).
    var intercept: Double
    /// The value of what is minimised.
    var objective: Double
    var iterations: Int
    /// Whether the tolerance was reached before the limit on iterations.
    var converged: Bool
  }

  let variables: DualVariables
  let rows: KernelRows
  let tolerance: Double
  var extremes = WorkingSetSelection.Extremes()
  /// Whether inactive variables were already looked at once near the optimum.
  var hasRevived = false
  let context: ExecutionContext
  private var iterations = 0

  /// - Parameters:
  ///   - rows: training rows of the two classes.
  ///   - isPositive: whether each is of the positive class; both classes occur.
  ///   - bounds: C of each, above 0.
  ///   - tolerance: by how much the optimality conditions may be violated.
  ///   - byteBudget: memory for kernel rows.
  init(
    _ source: KernelSource, rows order: [Int32], isPositive: [Bool], bounds: [Double], tolerance: Double,
    byteBudget: Int, context: ExecutionContext
  ) {
    rows = KernelRows(source, rows: order, byteBudget: byteBudget, context: context)
    variables = DualVariables(
      isPositive: isPositive, bounds: bounds, diagonal: order.map { source.diagonal[Int($0)] })
    self.tolerance = tolerance
    self.context = context
  }

  /// - Throws: `Interrupted`, within some milliseconds of being asked to.
  func solve() throws -> Solution {
    let limit = max(10_000_000, 100 * variables.count)
    let period = min(variables.count, 1000)
    extremes = WorkingSetSelection.extremes(variables, count: rows.active)
    while iterations < limit {
      if iterations % 128 == 0 { try context.checkInterruption() }
      if iterations % period == period - 1 { try shrink() }
      if try !step() {
        if try nothingComesBack() { return solution(converged: extremes.gap < tolerance) }
      }
      iterations += 1
    }
    try restoreResiduals()
    return solution(converged: false)
  }

  /// Changes two variables; false where the active ones are optimal to the tolerance.
  private func step() throws -> Bool {
    guard extremes.gap >= tolerance else { return false }
    let i = extremes.highestPosition
    let rowI = try rows.row(i, alongside: likelyNext(besides: i))
    guard let j = WorkingSetSelection.partner(of: i, row: rowI, variables, count: rows.active) else { return false }
    let rowJ = try rows.row(j, alongside: likelyNext(besides: j))
    let step = variables.moveTogether(i, j, kernelValue: rowI[j])
    extremes = WorkingSetSelection.advance(variables, rowI, rowJ, step: step, count: rows.active)
    return true
  }

  private func likelyNext(besides position: Int) -> () -> [Int] {
    { [self] in
      WorkingSetSelection.mostViolating(
        variables, active: rows.active, extremes: extremes, count: rows.batch - 1,
        where: { $0 != position && !rows.isCached($0) })
    }
  }

  private func solution(converged: Bool) -> Solution {
    var coefficients = [Double](repeating: 0, count: variables.count)
    var objective = 0.0
    for t in 0..<variables.count {
      let coefficient = variables.coefficient[t]
      coefficients[Int(variables.place[t])] = coefficient
      objective -= 0.5 * (abs(coefficient) + coefficient * variables.residual[t])
    }
    return Solution(
      coefficients: coefficients, intercept: intercept(), objective: objective, iterations: iterations,
      converged: converged)
  }

  /// The mean residual of the variables between their bounds, on which the margin lies exactly; where there are none,
  /// the middle of what the optimality conditions allow.
  private func intercept() -> Double {
    var sum = 0.0
    var free = 0
    for t in 0..<variables.count where variables.mayRise(t) && variables.mayFall(t) {
      sum += variables.residual[t]
      free += 1
    }
    if free > 0 { return sum / Double(free) }
    let all = WorkingSetSelection.extremes(variables, count: variables.count)
    return (all.highest + all.lowest) / 2
  }
}
