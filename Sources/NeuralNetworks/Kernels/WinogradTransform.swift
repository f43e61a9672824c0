/// The one-dimensional transforms of Winograd's F(m, 3): how m sums of three products become m + 2 products.
///
/// Lavin & Gray 2016, "Fast algorithms for convolutional neural networks", with the points 0, ±1 and (for m = 4) ±2.
/// Applied along rows, then along columns.
protocol WinogradTransform: WinogradSide {
  /// G, row by row: what the three weights contribute to each product.
  static var filter: [Double] { get }
  /// A applied to `outputs` numbers, giving `points`: the way back of `output`, for gradients.
  static func spread(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void)
  /// G applied to three weights, giving `points` numbers.
  static func weights(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void)
  /// Gᵀ applied to `points` numbers, giving three: the way back of `weights`.
  static func gathered(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void)
}

/// One side of a tile, as inference needs it.
protocol WinogradSide: SendableMetatype {
  /// Outputs along the side.
  static var outputs: Int { get }
  /// Which of the points of a whole tile's filters belong to each of its own.
  static func place(_ point: Int) -> Int
  /// Bᵀ applied to `points` numbers.
  static func input(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void)
  /// Aᵀ applied to `points` products, giving `outputs` numbers.
  static func output(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void)
}

extension WinogradSide {
  /// Numbers along one side of a tile of the input.
  @inline(__always) static var points: Int { outputs + 2 }
  @inline(__always) static func place(_ point: Int) -> Int { point }
}

/// F(4, 3): a quarter of the products; rounding errors near 1e-6 of the largest number.
enum WinogradFour: WinogradTransform {
  @inline(__always) static var outputs: Int { 4 }

  static var filter: [Double] {
    [
      1.0 / 4, 0, 0, -1.0 / 6, -1.0 / 6, -1.0 / 6, -1.0 / 6, 1.0 / 6, -1.0 / 6, 1.0 / 24, 1.0 / 12, 1.0 / 6,
      1.0 / 24, -1.0 / 12, 1.0 / 6, 0, 0, 1,
    ]
  }

  @inline(__always)
  static func input(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let d0 = load(0)
    let d1 = load(1)
    let d2 = load(2)
    let d3 = load(3)
    let d4 = load(4)
    let d5 = load(5)
    let four = SIMD16<Float>(repeating: 4)
    let five = SIMD16<Float>(repeating: -5)
    let two = SIMD16<Float>(repeating: 2)
    let even = d4.addingProduct(d2, -four)
    let odd = d3.addingProduct(d1, -four)
    let outer = d4 - d2
    let inner = d3 - d1
    store(0, d4.addingProduct(d0, four).addingProduct(d2, five))
    store(1, even + odd)
    store(2, even - odd)
    store(3, outer.addingProduct(inner, two))
    store(4, outer.addingProduct(inner, -two))
    store(5, d5.addingProduct(d1, four).addingProduct(d3, five))
  }

  @inline(__always)
  static func output(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let m1 = load(1)
    let m2 = load(2)
    let m3 = load(3)
    let m4 = load(4)
    let (near, nearOdd) = (m1 + m2, m1 - m2)
    let (far, farOdd) = (m3 + m4, m3 - m4)
    store(0, load(0) + near + far)
    store(1, nearOdd.addingProduct(farOdd, SIMD16(repeating: 2)))
    store(2, near.addingProduct(far, SIMD16(repeating: 4)))
    store(3, (nearOdd + load(5)).addingProduct(farOdd, SIMD16(repeating: 8)))
  }

  @inline(__always)
  static func spread(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let y0 = load(0)
    let y1 = load(1)
    let y2 = load(2)
    let y3 = load(3)
    let (near, nearOdd) = (y0 + y2, y1 + y3)
    let far = y0.addingProduct(y2, SIMD16(repeating: 4))
    let farOdd = (y1 + y1).addingProduct(y3, SIMD16(repeating: 8))
    store(0, y0)
    store(1, near + nearOdd)
    store(2, near - nearOdd)
    store(3, far + farOdd)
    store(4, far - farOdd)
    store(5, y3)
  }

  @inline(__always)
  static func weights(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let g0 = load(0)
    let g1 = load(1)
    let g2 = load(2)
    let near = (g0 + g2) * SIMD16(repeating: -1 / 6)
    let nearOdd = g1 * SIMD16(repeating: 1 / 6)
    let far = g0.addingProduct(g2, SIMD16(repeating: 4)) * SIMD16(repeating: 1 / 24)
    let farOdd = g1 * SIMD16(repeating: 1 / 12)
    store(0, g0 * SIMD16(repeating: 0.25))
    store(1, near - nearOdd)
    store(2, near + nearOdd)
    store(3, far + farOdd)
    store(4, far - farOdd)
    store(5, g2)
  }

  @inline(__always)
  static func gathered(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let v1 = load(1)
    let v2 = load(2)
    let v3 = load(3)
    let v4 = load(4)
    let near = (v1 + v2) * SIMD16(repeating: -1 / 6)
    let far = (v3 + v4) * SIMD16(repeating: 1 / 24)
    store(0, (near + far).addingProduct(load(0), SIMD16(repeating: 0.25)))
    store(1, ((v2 - v1) * SIMD16(repeating: 1 / 6)).addingProduct(v3 - v4, SIMD16(repeating: 1 / 12)))
    store(2, (near + load(5)).addingProduct(far, SIMD16(repeating: 4)))
  }
}

/// F(2, 3): four ninths of the products, and no division: for small maps, which larger tiles would mostly overhang.
enum WinogradTwo: WinogradTransform {
  @inline(__always) static var outputs: Int { 2 }

  static var filter: [Double] { [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1] }

  @inline(__always)
  static func input(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let d0 = load(0)
    let d1 = load(1)
    let d2 = load(2)
    let d3 = load(3)
    store(0, d0 - d2)
    store(1, d1 + d2)
    store(2, d2 - d1)
    store(3, d1 - d3)
  }

  @inline(__always)
  static func output(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let m0 = load(0)
    let m1 = load(1)
    let m2 = load(2)
    let m3 = load(3)
    store(0, m0 + m1 + m2)
    store(1, m1 - m2 - m3)
  }

  @inline(__always)
  static func spread(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let y0 = load(0)
    let y1 = load(1)
    store(0, y0)
    store(1, y0 + y1)
    store(2, y0 - y1)
    store(3, -y1)
  }

  @inline(__always)
  static func weights(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let g0 = load(0)
    let g1 = load(1)
    let g2 = load(2)
    let even = (g0 + g2) * SIMD16(repeating: 0.5)
    let odd = g1 * SIMD16(repeating: 0.5)
    store(0, g0)
    store(1, even + odd)
    store(2, even - odd)
    store(3, g2)
  }

  @inline(__always)
  static func gathered(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let v1 = load(1)
    let v2 = load(2)
    let even = (v1 + v2) * SIMD16(repeating: 0.5)
    store(0, load(0) + even)
    store(1, (v1 - v2) * SIMD16(repeating: 0.5))
    store(2, load(3) + even)
  }
}
