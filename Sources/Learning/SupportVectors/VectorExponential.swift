/// The exponential function and what follows from it, sixteen numbers at a time.
enum VectorExponential {
  /// eˣ to about 1 ulp for −87.3 ≤ x ≤ 88.3; 0 below, and the value at 88.3 above. NaN is not kept.
  ///
  /// x = n·ln 2 + r with |r| ≤ ln 2 / 2, and eʳ by 1 + r + r²·p(r), where p has the least largest relative error of
  /// its degree (3·10⁻⁹, found by Remez exchange).
  @inline(__always)
  static func exp(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let top = SIMD16<Float>(repeating: 88.3)
    let bottom = SIMD16<Float>(repeating: -87.3)
    let bounded = x.replacing(with: top, where: x .> top).replacing(with: bottom, where: x .< bottom)
    // Adding 1.5·2²³ leaves the nearest integer in the low bits of the mantissa.
    let shifter = SIMD16<Float>(repeating: 0x1.8p23)
    let shifted = shifter.addingProduct(bounded, SIMD16(repeating: 0x1.715476p0))
    let n = shifted - shifter
    // ln 2 in two parts, the first with few enough bits for n times it to be exact.
    let r = bounded.addingProduct(n, SIMD16(repeating: -0x1.62e4p-1))
      .addingProduct(n, SIMD16(repeating: -0x1.7f7d1cp-20))
    var p = SIMD16<Float>(repeating: 0.0013814599)
    p = SIMD16(repeating: 0.008368717).addingProduct(p, r)
    p = SIMD16(repeating: 0.04166839).addingProduct(p, r)
    p = SIMD16(repeating: 0.16666521).addingProduct(p, r)
    p = SIMD16(repeating: 0.49999994).addingProduct(p, r)
    let mantissa = (SIMD16(repeating: 1) + r).addingProduct(p, r * r)
    let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
    let value = unsafeBitCast(unsafeBitCast(mantissa, to: SIMD16<Int32>.self) &+ exponent, to: SIMD16<Float>.self)
    return value.replacing(with: 0, where: x .< bottom)
  }

  /// tanh x to 2·10⁻⁷ absolute.
  @inline(__always)
  static func tanh(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let two = SIMD16<Float>(repeating: 2)
    let one = SIMD16<Float>(repeating: 1)
    return one - two / (exp(two * x) + one)
  }
}
