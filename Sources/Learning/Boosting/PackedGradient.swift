/// A gradient and a second derivative as whole numbers in one machine word, the gradient in the upper half.
///
/// Adding two words adds both. Whole numbers add to the same sum in any order, so histograms may be summed in pieces by
/// any number of threads, and a histogram minus one child's is exactly the other child's.
enum PackedGradient {
  /// - Parameter hessian: 0 or more, so that nothing is borrowed from the upper half.
  @inline(__always)
  static func pack(gradient: Int32, hessian: Int32) -> Int64 {
    Int64(gradient) &<< 32 &+ Int64(hessian)
  }

  static func gradient(_ sum: Int64) -> Int64 { sum >> 32 }
  static func hessian(_ sum: Int64) -> Int64 { sum & 0xFFFF_FFFF }
}

/// What one unit of the whole numbers stands for.
///
/// Powers of two, so that turning sums back is exact. They are chosen so that the absolute gradients of all rows add to
/// at most 2³⁰ units: no sum overflows, and a row of average gradient is rounded by less than n/2³¹ of its own.
struct GradientScale: Sendable, Equatable {
  let gradientUnit: Double
  let hessianUnit: Double

  /// - Parameters:
  ///   - gradients: Σ |g| over the rows.
  ///   - hessians: Σ h.
  init(gradients: Double, hessians: Double) {
    gradientUnit = Self.unit(gradients)
    hessianUnit = Self.unit(hessians)
  }

  private static func unit(_ total: Double) -> Double {
    // A sum of zero, or so small that its unit has no single-precision inverse, is as good as nothing.
    let exponent = total > 1e-20 ? total.exponent + 1 : -60
    return Double(sign: .plus, exponent: exponent - 30, significand: 1)
  }

  func gradient(_ sum: Int64) -> Double { Double(PackedGradient.gradient(sum)) * gradientUnit }
  func hessian(_ sum: Int64) -> Double { Double(PackedGradient.hessian(sum)) * hessianUnit }
}
