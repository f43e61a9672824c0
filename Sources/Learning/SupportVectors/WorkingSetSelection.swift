/// The loops over all active variables that each step of the solver runs through.
///
/// A variable β (the label times LIBSVM's α) may rise while it is below its upper bound and fall while above its lower
/// one. Which of the two is allowed is told by penalties that are added to its residual: `risePenalty` is −∞ where it
/// may not rise, `fallPenalty` +∞ where it may not fall, 0 otherwise; so the loops have no branches.
enum WorkingSetSelection {
  /// The best variable to raise and how low the residual of one that may fall is.
  struct Extremes {
    /// max of the residuals of variables that may rise
    var highest = -Double.infinity
    var highestPosition = -1
    /// min of the residuals of variables that may fall
    var lowest = Double.infinity
    /// By how much the optimality conditions are violated.
    var gap: Double { highest - lowest }
  }

  /// residual −= step · (rowI − rowJ), and the extremes afterwards, in one pass.
  static func advance(
    _ variables: DualVariables, _ rowI: UnsafePointer<Float>, _ rowJ: UnsafePointer<Float>, step: Double, count: Int
  ) -> Extremes {
    let steps = SIMD8<Double>(repeating: -step)
    let residual = variables.residual.base
    var search = ExtremeSearch()
    var t = 0
    while t + 8 <= count {
      let difference =
        SIMD8<Double>(wideningAt: rowI + t)
        - SIMD8<Double>(wideningAt: rowJ + t)
      let updated = Lanes.load(residual + t).addingProduct(steps, difference)
      Lanes.store(updated, at: residual + t)
      search.visit(updated, variables, t)
      t += 8
    }
    for last in t..<count {
      residual[last] = residual[last].addingProduct(-step, Double(rowI[last]) - Double(rowJ[last]))
    }
    return search.finished(variables, from: t, to: count)
  }

  /// The extremes as they are.
  static func extremes(_ variables: DualVariables, count: Int) -> Extremes {
    var search = ExtremeSearch()
    var t = 0
    while t + 8 <= count {
      search.visit(Lanes.load(variables.residual.base + t), variables, t)
      t += 8
    }
    return search.finished(variables, from: t, to: count)
  }

  /// Of the variables that may fall, the one whose joint step with i promises the greatest gain, by second order
  /// (Fan, Chen and Lin 2005): argmax b²/a, b the difference of residuals, a the curvature along the step. Nil where
  /// none has a lower residual than i.
  static func partner(
    of i: Int, row: UnsafePointer<Float>, _ variables: DualVariables, count: Int
  ) -> Int? {
    var search = PartnerSearch(residual: variables.residual[i], diagonal: variables.diagonal[i])
    var t = 0
    while t < count {
      // Lanes past the end belong to inactive variables or to padding.
      search.visit(variables, row, t, inactive: max(0, t + 8 - count))
      t += 8
    }
    return search.winner
  }

  /// Σ values[k]·factors[k] in double precision; `count` a multiple of 16.
  static func product(
    _ values: UnsafePointer<Float>, _ factors: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var k = 0
    while k < count {
      sums.0.addProduct(SIMD8<Double>(wideningAt: values + k), Lanes.load(factors + k))
      sums.1.addProduct(SIMD8<Double>(wideningAt: values + k + 8), Lanes.load(factors + k + 8))
      k += 16
    }
    return (sums.0 + sums.1).sum()
  }

  /// Positions that `isFree` lets through with the strongest violations: half by how much they want to rise, half by
  /// how much they want to fall, at most `count` in all. These are likely to be chosen soon.
  static func mostViolating(
    _ variables: DualVariables, active: Int, extremes: Extremes, count: Int, where isFree: (Int) -> Bool
  ) -> [Int] {
    var rising = StrongestFew(count: (count + 1) / 2)
    var falling = StrongestFew(count: count / 2)
    for t in 0..<active {
      let residual = variables.residual[t]
      let rise = residual + Double(variables.risePenalty[t]) - extremes.lowest
      let fall = extremes.highest - residual - Double(variables.fallPenalty[t])
      if rise >= fall {
        if rise > rising.threshold, isFree(t) { rising.insert(t, rise) }
      } else if fall > falling.threshold, isFree(t) {
        falling.insert(t, fall)
      }
    }
    return rising.positions + falling.positions
  }
}

/// Running extremes in eight lanes.
private struct ExtremeSearch {
  private var highest = SIMD8<Double>(repeating: -.infinity)
  /// Positions as numbers of the kind that they go with, exact up to 2⁵³: lanes of whole numbers are replaced one by one.
  private var highestStart = SIMD8<Double>(repeating: -1)
  private var lowest = SIMD8<Double>(repeating: .infinity)

  @inline(__always)
  mutating func visit(_ residual: SIMD8<Double>, _ variables: DualVariables, _ t: Int) {
    let rising = residual + SIMD8<Double>(wideningAt: variables.risePenalty.base + t)
    let falling = residual + SIMD8<Double>(wideningAt: variables.fallPenalty.base + t)
    let higher = rising .> highest
    highest.replace(with: rising, where: higher)
    highestStart.replace(with: SIMD8(repeating: Double(t)), where: higher)
    lowest.replace(with: falling, where: falling .< lowest)
  }

  func finished(_ variables: DualVariables, from start: Int, to end: Int) -> WorkingSetSelection.Extremes {
    var extremes = WorkingSetSelection.Extremes()
    for lane in 0..<8 {
      if highest[lane] > extremes.highest {
        extremes.highest = highest[lane]
        extremes.highestPosition = Int(highestStart[lane]) + lane
      }
      extremes.lowest = min(extremes.lowest, lowest[lane])
    }
    for t in start..<end {
      let rising = variables.residual[t] + Double(variables.risePenalty[t])
      if rising > extremes.highest {
        extremes.highest = rising
        extremes.highestPosition = t
      }
      extremes.lowest = min(extremes.lowest, variables.residual[t] + Double(variables.fallPenalty[t]))
    }
    return extremes
  }
}

/// Running best partner in eight lanes.
private struct PartnerSearch {
  private let residual: SIMD8<Double>
  private let diagonal: SIMD8<Float>
  private var best = SIMD8<Float>.zero
  /// Exact up to 2²⁴ variables, whose kernel rows no memory would hold.
  private var bestStart = SIMD8<Float>(repeating: -1)

  init(residual: Double, diagonal: Float) {
    self.residual = SIMD8(repeating: residual)
    self.diagonal = SIMD8(repeating: diagonal)
  }

  @inline(__always)
  mutating func visit(_ variables: DualVariables, _ row: UnsafePointer<Float>, _ t: Int, inactive: Int) {
    let other = Lanes.load(variables.residual.base + t)
    let penalty = SIMD8<Double>(wideningAt: variables.fallPenalty.base + t)
    let fall = residual - (other + penalty)
    let b = SIMD8<Float>(fall.replacing(with: 0, where: fall .< 0))
    let curvature = (diagonal + Lanes.load(variables.diagonal.base + t))
      .addingProduct(Lanes.load(row + t), SIMD8(repeating: -2))
    let a = curvature.replacing(with: SIMD8(repeating: DualVariables.leastCurvature), where: curvature .<= 0)
    var gain = b * b / a
    if inactive > 0 { for lane in 8 - inactive..<8 { gain[lane] = 0 } }
    let better = gain .> best
    best.replace(with: gain, where: better)
    bestStart.replace(with: SIMD8(repeating: Float(t)), where: better)
  }

  var winner: Int? {
    var chosen: Int?
    var gain: Float = 0
    for lane in 0..<8 where best[lane] > gain {
      gain = best[lane]
      chosen = Int(bestStart[lane]) + lane
    }
    return chosen
  }
}

/// The positions with the greatest scores so far, a few of them.
private struct StrongestFew {
  private let count: Int
  private var found: [(position: Int, score: Double)] = []
  private(set) var threshold: Double

  init(count: Int) {
    self.count = count
    threshold = count > 0 ? 0 : .infinity
  }

  var positions: [Int] { found.map(\.position) }

  mutating func insert(_ position: Int, _ score: Double) {
    if found.count == count { found.removeLast() }
    let place = found.firstIndex { $0.score < score } ?? found.count
    found.insert((position, score), at: place)
    if found.count == count { threshold = found[count - 1].score }
  }
}
