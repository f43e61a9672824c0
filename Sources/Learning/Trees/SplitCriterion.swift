/// What a split of a classification tree makes pure.
public enum SplitCriterion: String, Sendable, Codable, CaseIterable {
  /// Σ p·(1 − p): how often two rows drawn at random are of different classes.
  case gini
  /// −Σ p·log₂ p.
  case entropy
}

/// Class weights of a set of rows, eight classes to a vector, and how pure they are.
enum ClassPurity {
  typealias Lanes = SIMD8<Float>

  /// The weight of a set times its purity (1 − gini, or −entropy): splits make the sum of both sides large.
  /// - Parameter groups: vectors of eight classes.
  @inline(__always)
  static func score(_ weights: UnsafePointer<Lanes>, groups: Int, _ criterion: SplitCriterion) -> Float {
    var sums = Lanes.zero
    var masses = Lanes.zero
    for group in 0..<groups {
      let weight = weights[group]
      masses += weight
      if criterion == .gini {
        sums.addProduct(weight, weight)
      } else {
        sums += weight * logarithm2(weight)
      }
    }
    let mass = masses.sum()
    guard mass > 0 else { return 0 }
    return criterion == .gini ? sums.sum() / mass : sums.sum() - mass * logarithm2(Lanes(repeating: mass))[0]
  }

  /// log₂ x to 2·10⁻⁷ for normal x > 0; finite for 0, which is multiplied by 0 anyway.
  ///
  /// x = 2ᵉ·m with √½ ≤ m < √2, and ln m = 2·artanh s for s = (m − 1) ÷ (m + 1), by its series to s⁷.
  @inline(__always)
  static func logarithm2(_ x: Lanes) -> Lanes {
    let bits = unsafeBitCast(x, to: SIMD8<Int32>.self)
    let exponent = (bits &- 0x3F35_04F3) &>> 23
    let mantissa = unsafeBitCast(bits &- exponent &<< 23, to: Lanes.self)
    // The bits of 1.5·2²³ + e, which is a number.
    let shifted = unsafeBitCast(exponent &+ 0x4B40_0000, to: Lanes.self) - 12_582_912
    let s = (mantissa - 1) / (mantissa + 1)
    let square = s * s
    var series = Lanes(repeating: 0.412_198_6).addingProduct(square, Lanes(repeating: 0.320_598_9))
    series = Lanes(repeating: 0.577_078_0).addingProduct(series, square)
    series = Lanes(repeating: 0.961_796_7).addingProduct(series, square)
    series = Lanes(repeating: 2.885_390_1).addingProduct(series, square)
    return shifted.addingProduct(series, s)
  }
}
