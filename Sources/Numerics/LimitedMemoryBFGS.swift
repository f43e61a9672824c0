/// Minimises a smooth convex function, with an L1 term if wanted, by L-BFGS (Nocedal 1980) and OWL-QN (Andrew & Gao
/// 2007), from the problem's own preconditioner.
public struct LimitedMemoryBFGS: Sendable {
  /// Pairs of steps and gradient changes that are remembered.
  public var memory = 10
  /// Stops when no element of the (pseudo-)gradient, divided by its scale, is larger.
  public var tolerance: Double
  /// The share of the value that rounding may change: by default that of one computed from single precision. The search
  /// stops when eight iterations together have lowered the value by less than twice as much.
  public var rounding = 1e-9
  public var maxIterations: Int

  /// Where the search ended.
  public struct Minimum: Sendable {
    public let parameters: [Double]
    /// Of the whole objective, L1 term included.
    public let value: Double
    public let iterations: Int
    public let end: End

    /// Whether the tolerance was reached, or the end of what rounding lets be seen, rather than the last iteration.
    public var isConverged: Bool { end != .iterations }

    /// The same as the end of a search that had taken some iterations before.
    public func after(_ earlier: Int) -> Minimum {
      Minimum(parameters: parameters, value: value, iterations: earlier + iterations, end: end)
    }
  }

  /// Why a search ended.
  public enum End: Sendable {
    /// The gradient is within the tolerance.
    case tolerance
    /// Rounding hides any further descent.
    case rounding
    /// The iterations ran out.
    case iterations
  }

  public init(tolerance: Double, maxIterations: Int) {
    self.tolerance = tolerance
    self.maxIterations = maxIterations
  }

  /// - Parameters:
  ///   - start: where to begin.
  ///   - scales: what each element of the gradient is compared with, or nil for ones.
  ///   - l1: the L1 weight of each parameter, or nil for none. With it the preconditioner must be diagonal.
  ///   - precondition: turns a gradient into about the step that Newton's method would take, its sign aside.
  ///   - evaluate: the smooth part's value and gradient.
  /// - Throws: what the closures throw.
  public func minimise(
    from start: [Double], scales: [Double]? = nil, l1: [Double]? = nil,
    precondition: (inout [Double]) throws -> Void,
    evaluate: ([Double]) throws -> (value: Double, gradient: [Double])
  ) throws -> Minimum {
    var state = try State(start, penalty: Penalty(l1), evaluate)
    var history = StepHistory(limit: memory)
    var values = [state.value]
    for iteration in 0..<maxIterations {
      let slopes = state.slopes
      if isFlat(slopes, scales) { return state.minimum(iteration, .tolerance) }
      if hasStalled(values) { return state.minimum(iteration, .rounding) }
      var direction = try history.direction(slopes, precondition)
      state.penalty.align(&direction, with: slopes)
      guard let next = try lineSearch(from: state, along: direction, slopes, evaluate) else {
        // Rounding hides any further descent, or the memory misleads: try once without it.
        if history.isEmpty { return state.minimum(iteration, .rounding) }
        history.clear()
        continue
      }
      history.record(from: state, to: next)
      state = next
      values.append(state.value)
    }
    return state.minimum(maxIterations, .iterations)
  }

  private func isFlat(_ slopes: [Double], _ scales: [Double]?) -> Bool {
    guard let scales else { return slopes.allSatisfy { abs($0) <= tolerance } }
    return zip(slopes, scales).allSatisfy { abs($0) <= tolerance * $1 }
  }

  private func hasStalled(_ values: [Double]) -> Bool {
    guard values.count > 8 else { return false }
    let (before, now) = (values[values.count - 9], values[values.count - 1])
    return before - now <= 2 * rounding * abs(now)
  }

  /// Backtracks until the value falls enough (Armijo), allowing for rounding in the value.
  private func lineSearch(
    from state: State, along direction: [Double], _ slopes: [Double],
    _ evaluate: ([Double]) throws -> (value: Double, gradient: [Double])
  ) throws -> State? {
    let slope = VectorKernels.dot(slopes, direction, count: direction.count)
    guard slope < 0 else { return nil }
    let rounding = rounding * abs(state.value)
    var step = 1.0
    for _ in 0..<25 {
      var parameters = zip(state.parameters, direction).map { $0 + step * $1 }
      state.penalty.project(&parameters, orthantOf: state.parameters, slopes)
      let next = try State(parameters, penalty: state.penalty, evaluate)
      let change = next.value - state.value
      if change <= 1e-4 * step * slope + rounding, next.value.isFinite { return next }
      // The parabola through both values and the slope, kept within a tenth and a half.
      let best = -slope * step * step / (2 * (change - slope * step))
      step = best.isFinite ? min(0.5 * step, max(0.1 * step, best)) : 0.1 * step
    }
    return nil
  }
}

/// A point with the value and gradient there.
private struct State {
  let parameters: [Double]
  let value: Double
  let gradient: [Double]
  let penalty: Penalty

  init(
    _ parameters: [Double], penalty: Penalty, _ evaluate: ([Double]) throws -> (value: Double, gradient: [Double])
  ) throws {
    let smooth = try evaluate(parameters)
    self.parameters = parameters
    self.penalty = penalty
    value = smooth.value + penalty.value(parameters)
    gradient = smooth.gradient
  }

  /// The gradient; with an L1 term its one-sided version along which the value falls, zero where neither side does.
  var slopes: [Double] { penalty.pseudoGradient(gradient, at: parameters) }

  func minimum(_ iterations: Int, _ end: LimitedMemoryBFGS.End) -> LimitedMemoryBFGS.Minimum {
    .init(parameters: parameters, value: value, iterations: iterations, end: end)
  }
}

/// The L1 term, and how OWL-QN keeps a step within the orthant where it is smooth.
private struct Penalty {
  let weights: [Double]?

  init(_ weights: [Double]?) {
    self.weights = weights
  }

  func value(_ parameters: [Double]) -> Double {
    guard let weights else { return 0 }
    return zip(weights, parameters).reduce(0) { $0 + $1.0 * abs($1.1) }
  }

  func pseudoGradient(_ gradient: [Double], at parameters: [Double]) -> [Double] {
    guard let weights else { return gradient }
    return gradient.indices.map { i in
      if parameters[i] != 0 { return gradient[i] + (parameters[i] > 0 ? weights[i] : -weights[i]) }
      if gradient[i] > weights[i] { return gradient[i] - weights[i] }
      if gradient[i] < -weights[i] { return gradient[i] + weights[i] }
      return 0
    }
  }

  func align(_ direction: inout [Double], with slopes: [Double]) {
    guard weights != nil else { return }
    for i in direction.indices where direction[i] * slopes[i] >= 0 { direction[i] = 0 }
  }

  func project(_ parameters: inout [Double], orthantOf origin: [Double], _ slopes: [Double]) {
    guard let weights else { return }
    for i in parameters.indices where weights[i] > 0 {
      let sign = origin[i] != 0 ? origin[i] : -slopes[i]
      if parameters[i] * sign <= 0 { parameters[i] = 0 }
    }
  }
}

/// The last steps and what they did to the gradient.
private struct StepHistory {
  private let limit: Int
  private var pairs: [(step: [Double], change: [Double], product: Double)] = []

  init(limit: Int) {
    self.limit = limit
  }

  var isEmpty: Bool { pairs.isEmpty }

  mutating func clear() { pairs.removeAll() }

  mutating func record(from old: State, to new: State) {
    let step = zip(new.parameters, old.parameters).map { $0 - $1 }
    let change = zip(new.gradient, old.gradient).map { $0 - $1 }
    let product = VectorKernels.dot(step, change, count: step.count)
    // Of a convex function the product is positive; at the end rounding may have it otherwise.
    let smallest = 1e-10 * VectorKernels.dot(change, change, count: step.count).squareRoot()
    guard product > smallest * VectorKernels.dot(step, step, count: step.count).squareRoot() else { return }
    if pairs.count == limit { pairs.removeFirst() }
    pairs.append((step, change, product))
  }

  /// The two-loop recursion.
  func direction(_ gradient: [Double], _ precondition: (inout [Double]) throws -> Void) throws -> [Double] {
    let count = gradient.count
    var result = gradient
    var shares = [Double](repeating: 0, count: pairs.count)
    for i in pairs.indices.reversed() {
      shares[i] = VectorKernels.dot(pairs[i].step, result, count: count) / pairs[i].product
      VectorKernels.axpy(-shares[i], pairs[i].change, into: &result, count: count)
    }
    try precondition(&result)
    if let last = pairs.last {
      var image = last.change
      try precondition(&image)
      let scale = last.product / VectorKernels.dot(last.change, image, count: count)
      for i in result.indices { result[i] *= scale }
    }
    for i in pairs.indices {
      let share = shares[i] - VectorKernels.dot(pairs[i].change, result, count: count) / pairs[i].product
      VectorKernels.axpy(share, pairs[i].step, into: &result, count: count)
    }
    for i in result.indices { result[i] = -result[i] }
    return result
  }
}
