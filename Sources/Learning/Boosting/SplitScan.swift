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
  private typealias Words = SIMD8<UInt64>
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
    _ found: Found, _ histogram: UnsafePointer<Int64>, _ total: Int64, _ scale: GradientScale, missingLeft: Bool,
    _ best: inout BoostedSplit
  ) {
    var winner = -1
    for column in 0..<16 where mask >> column & 1 == 1 && found.numerator[Self.lane(of: column)] >= 0 {
      if winner < 0 || found.score(column) > found.score(winner) { winner = column }
    }
    guard winner >= 0 else { return }
    let last = found.bin[Self.lane(of: winner)]
    var left = missingLeft ? histogram[bins * 16 + winner] : 0
    for bin in 0...Int(last) { left &+= histogram[bin * 16 + winner] }
    let gain = formula.gain(of: left, from: total, scale)
    guard gain > best.gain else { return }
    best = BoostedSplit(
      gain: gain, column: Int32(firstColumn + winner), bin: last, missingGoesLeft: missingLeft, left: left)
  }

  /// For each lane the greatest score, as a fraction, and the bin after which it is reached; −1 where no split is allowed.
  private struct Found {
    var numerator = Floats(repeating: -1)
    var denominator = Floats(repeating: 1)
    var bin = SIMD16<Int32>.zero

    func score(_ column: Int) -> Float {
      numerator[SplitScan.lane(of: column)] / denominator[SplitScan.lane(of: column)]
    }
  }

  /// Columns c and c + 8 share two neighbouring lanes, which spares the scan all shuffling.
  private static func lane(of column: Int) -> Int {
    column < 8 ? 2 * column : 2 * (column - 8) + 1
  }

  /// Sums are taken as shares of 2³⁰ units, and the formula's constants with them, so that products of four stay within
  /// single precision.
  private func scan(
    _ histogram: UnsafePointer<Int64>, _ total: Int64, _ scale: GradientScale, _ boundaries: Int,
    from start: (Words, Words)
  ) -> Found {
    let gradient = Float(PackedGradient.gradient(total)) * Self.unit
    let hessian = Float(PackedGradient.hessian(total)) * Self.unit
    let lambda = Float(formula.lambda / scale.hessianUnit) * Self.unit
    let alpha = Float(formula.alpha / scale.gradientUnit) * Self.unit
    // A side without a unit of weight holds no rows that count.
    let least = Floats(
      repeating: max(Float(formula.minChildWeight / scale.hessianUnit) * Self.unit, Self.unit / 2))
    var (low, high) = start
    var best = Found()
    for bin in 0..<boundaries {
      low &+= words(histogram + bin * 16)
      high &+= words(histogram + (bin * 16 + 8))
      var leftGradient = Self.signed(low &>> Self.half | high & ~Self.lower)
      let leftHessian = Self.unsigned(low & Self.lower | high &<< Self.half)
      var rightGradient = gradient - leftGradient
      let rightHessian = hessian - leftHessian
      if alpha > 0 {
        leftGradient = Self.shrunk(leftGradient, alpha)
        rightGradient = Self.shrunk(rightGradient, alpha)
      }
      let left = leftHessian + lambda
      let right = rightHessian + lambda
      let numerator = (leftGradient * leftGradient * right).addingProduct(rightGradient * rightGradient, left)
      let denominator = left * right
      let isBetter =
        (numerator * best.denominator .> best.numerator * denominator) .& (leftHessian .>= least)
        .& (rightHessian .>= least)
      best.numerator.replace(with: numerator, where: isBetter)
      best.denominator.replace(with: denominator, where: isBetter)
      best.bin.replace(with: SIMD16(repeating: Int32(truncatingIfNeeded: bin)), where: isBetter)
    }
    return best
  }

  private static let unit: Float = 0x1p-30
  private static var half: Words { Words(repeating: 32) }
  private static var lower: Words { Words(repeating: 0xFFFF_FFFF) }

  /// Sixteen whole numbers below 2³², times 2⁻³⁰: each half of their bits is set into the mantissa of a number whose
  /// exponent gives it its place, and what the exponents add is taken away again.
  @inline(__always)
  private static func unsigned(_ bits: Words) -> Floats {
    let numbers = unsafeBitCast(bits, to: SIMD16<UInt32>.self)
    let lower = numbers & SIMD16(repeating: 0xFFFF) | SIMD16(repeating: Float(0x1p-7).bitPattern)
    let upper = numbers &>> SIMD16(repeating: 16) | SIMD16(repeating: Float(0x1p9).bitPattern)
    return (unsafeBitCast(upper, to: Floats.self) - (0x1p9 + 0x1p-7)) + unsafeBitCast(lower, to: Floats.self)
  }

  /// The same for numbers from −2³¹ to below 2³¹.
  @inline(__always)
  private static func signed(_ bits: Words) -> Floats {
    let numbers = unsafeBitCast(bits, to: SIMD16<UInt32>.self) ^ SIMD16(repeating: 0x8000_0000)
    let lower = numbers & SIMD16(repeating: 0xFFFF) | SIMD16(repeating: Float(0x1p-7).bitPattern)
    let upper = numbers &>> SIMD16(repeating: 16) | SIMD16(repeating: Float(0x1p9).bitPattern)
    return (unsafeBitCast(upper, to: Floats.self) - (0x1p9 + 2 + 0x1p-7)) + unsafeBitCast(lower, to: Floats.self)
  }

  @inline(__always)
  private static func shrunk(_ gradient: Floats, _ alpha: Float) -> Floats {
    let lowered = (gradient - alpha).replacing(with: 0, where: gradient .<= alpha)
    return lowered.replacing(with: gradient + alpha, where: gradient .< -alpha)
  }

  @inline(__always)
  private func words(_ pointer: UnsafePointer<Int64>) -> Words {
    UnsafeRawPointer(pointer).loadUnaligned(as: Words.self)
  }
}
