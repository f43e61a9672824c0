/// Sums over contiguous numbers, with SIMD and fused multiply-add.
///
/// Each adds in a fixed order of 64 (single) or 32 (double) lanes, so the result is a function of the numbers alone.
/// Single precision is for scores and products; the versions in double precision are for what is compared or added up.
public enum VectorKernels {
  /// Σ a[i]·b[i] in single precision.
  public static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
    var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
    var i = 0
    while i + 64 <= count {
      sums.0.addProduct(load16(a + i), load16(b + i))
      sums.1.addProduct(load16(a + i + 16), load16(b + i + 16))
      sums.2.addProduct(load16(a + i + 32), load16(b + i + 32))
      sums.3.addProduct(load16(a + i + 48), load16(b + i + 48))
      i += 64
    }
    while i + 16 <= count {
      sums.0.addProduct(load16(a + i), load16(b + i))
      i += 16
    }
    var total = ((sums.0 + sums.1) + (sums.2 + sums.3)).sum()
    while i < count {
      total += a[i] * b[i]
      i += 1
    }
    return total
  }

  /// Σ (a[i] − b[i])² in single precision.
  public static func squaredDistance(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
    var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero)
    var i = 0
    while i + 32 <= count {
      let first = load16(a + i) - load16(b + i)
      let second = load16(a + i + 16) - load16(b + i + 16)
      sums.0.addProduct(first, first)
      sums.1.addProduct(second, second)
      i += 32
    }
    var total = (sums.0 + sums.1).sum()
    while i < count {
      let difference = a[i] - b[i]
      total += difference * difference
      i += 1
    }
    return total
  }

  /// Σ (a[i] − b[i])² with every step in double precision: exact to about 1e-15 relative.
  public static func exactSquaredDistance(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Double {
    var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var i = 0
    while i + 16 <= count {
      let first = SIMD8<Double>(wideningAt: a + i) - SIMD8<Double>(wideningAt: b + i)
      let second = SIMD8<Double>(wideningAt: a + i + 8) - SIMD8<Double>(wideningAt: b + i + 8)
      sums.0.addProduct(first, first)
      sums.1.addProduct(second, second)
      i += 16
    }
    var total = (sums.0 + sums.1).sum()
    while i < count {
      let difference = Double(a[i]) - Double(b[i])
      total += difference * difference
      i += 1
    }
    return total
  }

  /// Σ a[i]² in double precision.
  public static func squaredNorm(_ a: UnsafePointer<Float>, count: Int) -> Double {
    var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var i = 0
    while i + 16 <= count {
      let first = SIMD8<Double>(wideningAt: a + i)
      let second = SIMD8<Double>(wideningAt: a + i + 8)
      sums.0.addProduct(first, first)
      sums.1.addProduct(second, second)
      i += 16
    }
    var total = (sums.0 + sums.1).sum()
    while i < count {
      total += Double(a[i]) * Double(a[i])
      i += 1
    }
    return total
  }

  /// target[i] = a[i] − b[i] in single precision.
  public static func difference(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    var i = 0
    while i + 16 <= count {
      store(load16(a + i) - load16(b + i), at: target + i)
      i += 16
    }
    while i < count {
      target[i] = a[i] - b[i]
      i += 1
    }
  }

  /// Whether sixteen numbers are zero, none of them below it.
  static func areZeros(_ a: UnsafePointer<Float>) -> Bool {
    let bits = UnsafeRawPointer(a)
    var union: UInt64 = 0
    for i in 0..<8 { union |= bits.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self) }
    return union == 0
  }

  /// How many numbers are not zero.
  public static func nonZeroCount(_ a: UnsafePointer<Float>, count: Int) -> Int {
    // As numbers of the kind that are compared: lanes of whole numbers are replaced one by one.
    var total = 0
    var i = 0
    while i + 16 <= count {
      var counts = SIMD16<Float>.zero
      let end = min(count, i + (1 << 20))
      while i + 16 <= end {
        counts += SIMD16<Float>.zero.replacing(with: 1, where: load16(a + i) .!= SIMD16<Float>.zero)
        i += 16
      }
      total += (0..<16).reduce(0) { $0 + Int(counts[$1]) }
    }
    while i < count {
      total += a[i] != 0 ? 1 : 0
      i += 1
    }
    return total
  }

  /// Σ a[i] in double precision.
  public static func sum(_ a: UnsafePointer<Float>, count: Int) -> Double {
    var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var i = 0
    while i + 16 <= count {
      sums.0 += SIMD8<Double>(wideningAt: a + i)
      sums.1 += SIMD8<Double>(wideningAt: a + i + 8)
      i += 16
    }
    var total = (sums.0 + sums.1).sum()
    while i < count {
      total += Double(a[i])
      i += 1
    }
    return total
  }

  /// Σ a[i]·b[i] of double-precision numbers.
  public static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
    var sums = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var i = 0
    while i + 16 <= count {
      sums.0.addProduct(load8(a + i), load8(b + i))
      sums.1.addProduct(load8(a + i + 8), load8(b + i + 8))
      i += 16
    }
    var total = (sums.0 + sums.1).sum()
    while i < count {
      total += a[i] * b[i]
      i += 1
    }
    return total
  }

  /// y[i] += factor · x[i] in single precision.
  public static func axpy(
    _ factor: Float, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    let factors = SIMD16<Float>(repeating: factor)
    var i = 0
    while i + 16 <= count {
      store(load16(UnsafePointer(y) + i).addingProduct(load16(x + i), factors), at: y + i)
      i += 16
    }
    while i < count {
      y[i] += factor * x[i]
      i += 1
    }
  }

  /// y[i] += factor · x[i] in double precision.
  public static func axpy(
    _ factor: Double, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    let factors = SIMD8<Double>(repeating: factor)
    var i = 0
    while i + 8 <= count {
      store(load8(UnsafePointer(y) + i).addingProduct(load8(x + i), factors), at: y + i)
      i += 8
    }
    while i < count {
      y[i] += factor * x[i]
      i += 1
    }
  }

  @inline(__always)
  static func load16(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inline(__always)
  static func load8(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inline(__always)
  static func load8(_ pointer: UnsafePointer<Double>) -> SIMD8<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Double>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD16<Float>, at pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD16<Float>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD8<Double>, at pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Double>.self)
  }
}
