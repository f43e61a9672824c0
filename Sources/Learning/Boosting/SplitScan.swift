/// A way to part the rows of a node.
struct BoostedSplit: BitwiseCopyable, Sendable {
  var gain = 0.0
  var column: Int32 = -1
  /// Rows with this bin or a lower one go left.
  var bin: Int32 = 0
  var missingGoesLeft = false
  /// What the rows that go left add to.
  var left: Int64 = 0

  static let none = BoostedSplit()
}

/// Looks for the best split of a node in one block of sixteen columns, all of them at the same time.
///
/// Going up bin by bin, the sums of the rows to the left grow, and the score of parting there is compared with the best
/// so far in single precision; the winner's gain is then computed from the whole numbers in double precision.
struct SplitScan {
  private typealias Words = SIMD8<Int64>
  private typealias Floats = SIMD16<Float>

  let formula: LeafFormula
  let firstColumn: Int
  /// Which of the columns may be split on, a bit for each.
  let mask: UInt16
  /// Of the block; also the bin of missing numbers.
  let bins: Int
  let hasMissing: Bool

  /// The best split of a node whose rows add to `total`; the lowest column and bin where several are equal.
  func best(_ histogram: UnsafePointer<Int64>, total: Int64, _ scale: GradientScale) -> BoostedSplit {
    var best = BoostedSplit.none
    let boundaries = hasMissing ? bins : bins - 1
    let fromRight = scan(histogram, total, scale, boundaries, from: (.zero, .zero))
    consider(fromRight, histogram, total, scale, missingLeft: false, &best)
    if hasMissing {
      let missing = (words(histogram + bins * 16), words(histogram + bins * 16 + 8))
      let fromLeft = scan(histogram, total, scale, boundaries, from: missing)
      consider(fromLeft, histogram, total, scale, missingLeft: true, &best)
    }
    return best
  }

  private func consider(
    _ found: (score: Floats, bin: SIMD16<Int32>), _ histogram: UnsafePointer<Int64>, _ total: Int64,
    _ scale: GradientScale, missingLeft: Bool, _ best: inout BoostedSplit
  ) {
    var lane = -1
    for candidate in 0..<16 where mask >> candidate & 1 == 1 && found.score[candidate] > -1 {
      if lane < 0 || found.score[candidate] > found.score[lane] { lane = candidate }
    }
    guard lane >= 0 else { return }
    var left = missingLeft ? histogram[bins * 16 + lane] : 0
    for bin in 0...Int(found.bin[lane]) { left &+= histogram[bin * 16 + lane] }
    let gain = formula.gain(of: left, from: total, scale)
    guard gain > best.gain else { return }
    best = BoostedSplit(
      gain: gain, column: Int32(firstColumn + lane), bin: found.bin[lane],
      missingGoesLeft: missingLeft, left: left)
  }

  /// For each column the greatest score and the bin after which it is reached; −1 where no split is allowed.
  private func scan(
    _ histogram: UnsafePointer<Int64>, _ total: Int64, _ scale: GradientScale, _ boundaries: Int,
    from start: (Words, Words)
  ) -> (score: Floats, bin: SIMD16<Int32>) {
    let gradientUnit = Float(scale.gradientUnit)
    let hessianUnit = Float(scale.hessianUnit)
    let gradient = Float(scale.gradient(total))
    let hessian = Float(scale.hessian(total))
    let lambda = Float(formula.lambda)
    // A side without a unit of weight holds no rows that count.
    let least = Floats(repeating: max(Float(formula.minChildWeight), hessianUnit / 2))
    let alpha = Float(formula.alpha)
    var (low, high) = start
    var bestScore = Floats(repeating: -1)
    var bestBin = SIMD16<Int32>.zero
    for bin in 0..<boundaries {
      low &+= words(histogram + bin * 16)
      high &+= words(histogram + (bin * 16 + 8))
      let (gradients, hessians) = Self.floats(low, high)
      var leftGradient = gradients * gradientUnit
      let leftHessian = hessians * hessianUnit
      var rightGradient = gradient - leftGradient
      let rightHessian = hessian - leftHessian
      if alpha > 0 {
        leftGradient = Self.shrunk(leftGradient, alpha)
        rightGradient = Self.shrunk(rightGradient, alpha)
      }
      let left = leftHessian + lambda
      let right = rightHessian + lambda
      let score =
        (leftGradient * leftGradient * right + rightGradient * rightGradient * left) / (left * right)
      let isBetter = (score .> bestScore) .& (leftHessian .>= least) .& (rightHessian .>= least)
      bestScore.replace(with: score, where: isBetter)
      bestBin.replace(with: SIMD16(repeating: Int32(truncatingIfNeeded: bin)), where: isBetter)
    }
    return (bestScore, bestBin)
  }

  /// The upper and the lower halves of sixteen words.
  @inline(__always)
  private static func floats(_ low: Words, _ high: Words) -> (gradients: Floats, hessians: Floats) {
    let first = unsafeBitCast(low, to: SIMD16<Int32>.self)
    let second = unsafeBitCast(high, to: SIMD16<Int32>.self)
    let gradients = SIMD16<Int32>(lowHalf: first.oddHalf, highHalf: second.oddHalf)
    let hessians = SIMD16<Int32>(lowHalf: first.evenHalf, highHalf: second.evenHalf)
    return (Floats(gradients), Floats(hessians))
  }

  @inline(__always)
  private static func shrunk(_ gradient: Floats, _ alpha: Float) -> Floats {
    let zero = Floats.zero
    let lowered = (gradient - alpha).replacing(with: zero, where: gradient .<= alpha)
    return lowered.replacing(with: gradient + alpha, where: gradient .< -alpha)
  }

  @inline(__always)
  private func words(_ pointer: UnsafePointer<Int64>) -> Words {
    UnsafeRawPointer(pointer).loadUnaligned(as: Words.self)
  }
}
