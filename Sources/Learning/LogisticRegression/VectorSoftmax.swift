/// Softmax of 16 rows at a time.
enum VectorSoftmax {
  /// Turns the scores of 16 adjacent rows into probabilities.
  /// - Parameters:
  ///   - scores: of the first class; those of the next class are `stride` numbers further.
  ///   - maximum: set to each row's greatest score.
  ///   - sum: set to each row's Σ exp(score − maximum).
  static func apply(
    _ scores: UnsafeMutablePointer<Float>, classes: Int, stride: Int,
    maximum: UnsafeMutablePointer<Float>, sum: UnsafeMutablePointer<Float>
  ) {
    var greatest = load(scores)
    for place in 1..<max(1, classes) {
      let score = load(scores + place * stride)
      greatest.replace(with: score, where: score .> greatest)
    }
    var total = SIMD16<Float>.zero
    for place in 0..<classes {
      let value = exponential(load(scores + place * stride) - greatest)
      total += value
      store(value, scores + place * stride)
    }
    let factor = 1 / total
    for place in 0..<classes { store(load(scores + place * stride) * factor, scores + place * stride) }
    store(greatest, maximum)
    store(total, sum)
  }

  /// eˣ for x ≤ 0, to 1e-7 relative; 0 for x below −87.
  ///
  /// x = n·ln 2 + r with |r| ≤ ½ ln 2; the Taylor series of eʳ to r⁷; 2ⁿ put together from its bits.
  @inline(__always)
  static func exponential(_ x: SIMD16<Float>) -> SIMD16<Float> {
    // Adding 1.5·2²³ rounds to a whole number and leaves it in the lowest bits.
    let shift: Float = 12_582_912
    let clamped = x.replacing(with: -87.3, where: x .< -87.3)
    let shifted = SIMD16<Float>(repeating: shift).addingProduct(clamped, SIMD16(repeating: 1.442_695_04))
    let whole = shifted - shift
    var rest = clamped.addingProduct(whole, SIMD16(repeating: -0.693_359_375))
    rest = rest.addingProduct(whole, SIMD16(repeating: 2.121_944_4e-4))
    var series = SIMD16<Float>(repeating: 1 / 5040)
    for coefficient: Float in [1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1] {
      series = SIMD16(repeating: coefficient).addingProduct(series, rest)
    }
    let bits = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- Int32(bitPattern: shift.bitPattern)
    let power = unsafeBitCast((bits &+ 127) &<< 23, to: SIMD16<Float>.self)
    return (series * power).replacing(with: 0, where: x .< -87.3)
  }

  @inline(__always)
  private static func load(_ pointer: UnsafeMutablePointer<Float>) -> SIMD16<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inline(__always)
  private static func store(_ value: SIMD16<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD16<Float>.self)
  }
}
