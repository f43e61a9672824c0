import Numerics

/// How alike two rows are, as the support vector machine sees it.
public enum Kernel: Sendable, Equatable, Codable {
  /// x·z
  case linear
  /// exp(−γ‖x − z‖²), the radial basis function
  case rbf
  /// (γ x·z + coef0)^degree
  case polynomial(degree: Int = 3, coef0: Float = 0)
  /// tanh(γ x·z + coef0); not positive definite, so the dual may have several optima.
  case sigmoid(coef0: Float = 0)
}

/// How the kernel's γ is chosen.
public enum KernelGamma: Sendable, Equatable, Codable {
  /// 1 / (d · Var X) with the variance over all elements of the training rows; 1 where that variance is 0.
  case scale
  /// 1 / d
  case auto
  case value(Double)
}

/// A kernel with its γ known: a function of two rows.
///
/// Everything is derived from x·z and, for `rbf`, from one number a row (its `selfTerm`, −γ‖x‖²), so that blocks of
/// values are one matrix product and one pass over it.
struct KernelFunction: Sendable, Equatable, Codable {
  let kernel: Kernel
  let gamma: Float

  init(_ kernel: Kernel, gamma: Float) {
    self.kernel = kernel
    self.gamma = gamma
  }

  /// - Parameter features: the training rows, at least one row and one column, finite.
  /// - Throws: `SupportVectorError.gammaOutOfRange` where `scale` gives no number of single precision.
  init(_ kernel: Kernel, gamma: KernelGamma, features: Matrix) throws {
    self.kernel = kernel
    switch gamma {
    case .value(let value): self.gamma = Float(value)
    case .auto: self.gamma = Float(1 / Double(features.columns))
    case .scale:
      // `linear` has no γ, so its rows may be of any size.
      let variance = kernel == .linear ? 0 : Self.variance(of: features)
      self.gamma = variance > 0 ? Float(1 / (Double(features.columns) * variance)) : 1
      // At 0 all rows would be alike, at infinity none would be like itself.
      guard self.gamma.isFinite, self.gamma > 0 else { throw SupportVectorError.gammaOutOfRange(variance: variance) }
    }
  }

  /// Whether its options are such as a machine accepts; a degree below 0 would never be used up.
  var isSound: Bool {
    guard gamma.isFinite, gamma > 0 else { return false }
    switch kernel {
    case .linear, .rbf: return true
    case .polynomial(let degree, let coef0): return degree >= 1 && coef0.isFinite
    case .sigmoid(let coef0): return coef0.isFinite
    }
  }

  /// Only differences of rows matter to `rbf`, so rows may be moved to where rounding is least.
  var isTranslationInvariant: Bool { kernel == .rbf }

  /// What a row adds to the kernel's argument by itself.
  func selfTerm(squaredNorm: Double) -> Float {
    kernel == .rbf ? Float(-Double(gamma) * squaredNorm) : 0
  }

  /// k(x, x)
  func diagonal(squaredNorm: Double) -> Float {
    switch kernel {
    case .linear: return Float(squaredNorm)
    case .rbf: return 1
    case .polynomial(let degree, let coef0):
      return Self.power(SIMD16(repeating: gamma * Float(squaredNorm) + coef0), degree)[0]
    case .sigmoid(let coef0):
      return VectorExponential.tanh(SIMD16(repeating: gamma * Float(squaredNorm) + coef0))[0]
    }
  }

  /// Turns products x·z of one row x with `count` rows z into kernel values.
  /// - Parameters:
  ///   - count: a multiple of 16.
  ///   - selfTerm: that of x.
  ///   - selfTerms: those of the rows z.
  func transform(
    _ products: UnsafePointer<Float>, into values: UnsafeMutablePointer<Float>, count: Int,
    selfTerm: Float, selfTerms: UnsafePointer<Float>
  ) {
    switch kernel {
    case .linear: values.update(from: products, count: count)
    case .rbf:
      let factor = SIMD16<Float>(repeating: 2 * gamma)
      let own = SIMD16<Float>(repeating: selfTerm)
      each(count) { i in
        let exponent = (own + Lanes.load(selfTerms + i)).addingProduct(factor, Lanes.load(products + i))
        // Rounding can bring the distance of equal rows below zero.
        let negative = exponent.replacing(with: 0, where: exponent .> 0)
        Lanes.store(VectorExponential.exp(negative), at: values + i)
      }
    case .polynomial(let degree, let coef0):
      each(count) { Lanes.store(Self.power(argument(products + $0, coef0), degree), at: values + $0) }
    case .sigmoid(let coef0):
      each(count) { Lanes.store(VectorExponential.tanh(argument(products + $0, coef0)), at: values + $0) }
    }
  }

  @inline(__always)
  private func argument(_ products: UnsafePointer<Float>, _ coef0: Float) -> SIMD16<Float> {
    SIMD16(repeating: coef0).addingProduct(SIMD16(repeating: gamma), Lanes.load(products))
  }

  @inline(__always)
  private func each(_ count: Int, _ body: (Int) -> Void) {
    var i = 0
    while i < count {
      body(i)
      i += 16
    }
  }

  /// By squaring, as LIBSVM does, so that rounding is alike.
  private static func power(_ base: SIMD16<Float>, _ exponent: Int) -> SIMD16<Float> {
    var result = SIMD16<Float>(repeating: 1)
    var square = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }

  private static func variance(of features: Matrix) -> Double {
    features.storage.withUnsafeBufferPointer { numbers in
      let mean = numbers.reduce(0.0) { $0 + Double($1) } / Double(numbers.count)
      return numbers.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(numbers.count)
    }
  }
}
