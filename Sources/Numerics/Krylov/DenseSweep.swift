/// Eight rows of few zeros, which are multiplied by sixteen vectors and spread back by what comes of it, so that they are
/// read from the cache nearest by.
///
/// A product by BLAS would copy the rows first, which takes as long as multiplying them by so few vectors.
struct DenseSweep {
  /// Rows at a time: as many sums as are needed for none to wait for itself.
  static let height = 8
  /// Terms of a sum in single precision that are added up by themselves.
  private static let stretch = 512

  /// Number j of row r stands at `r * rowStride + j * columnStride`.
  let numbers: UnsafePointer<Float>
  let rowStride: Int
  let columnStride: Int
  let columns: Int

  /// Rows with those of zeros that make them a multiple of eight.
  static func padded(_ rows: Int) -> Int { (rows + height - 1) / height * height }

  /// Adds to `sums` the transposed rows times the rows times the vectors.
  func addProducts(with vectors: LanePanel, to sums: LanePanel) {
    let images = products(with: vectors)
    let (a, b, c, d) = (numbers, numbers + rowStride, numbers + 2 * rowStride, numbers + 3 * rowStride)
    let (e, f, g, h) = (a + 4 * rowStride, b + 4 * rowStride, c + 4 * rowStride, d + 4 * rowStride)
    var i = 0
    for column in 0..<columns {
      var (even, odd) = (sums[column], SIMD16<Float>.zero)
      even.addProduct(SIMD16(repeating: a[i]), images.0)
      odd.addProduct(SIMD16(repeating: b[i]), images.1)
      even.addProduct(SIMD16(repeating: c[i]), images.2)
      odd.addProduct(SIMD16(repeating: d[i]), images.3)
      even.addProduct(SIMD16(repeating: e[i]), images.4)
      odd.addProduct(SIMD16(repeating: f[i]), images.5)
      even.addProduct(SIMD16(repeating: g[i]), images.6)
      odd.addProduct(SIMD16(repeating: h[i]), images.7)
      sums[column] = even + odd
      i &+= columnStride
    }
  }

  typealias Images = (
    SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>,
    SIMD16<Float>
  )

  private static let none: Images = (.zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero)

  /// What each row makes of the vectors.
  func products(with vectors: LanePanel) -> Images {
    var total = Self.none
    let (a, b, c, d) = (numbers, numbers + rowStride, numbers + 2 * rowStride, numbers + 3 * rowStride)
    let (e, f, g, h) = (a + 4 * rowStride, b + 4 * rowStride, c + 4 * rowStride, d + 4 * rowStride)
    var start = 0
    while start < columns {
      var sums = Self.none
      var i = start * columnStride
      let end = min(columns, start + Self.stretch)
      for column in start..<end {
        let vector = vectors[column]
        sums.0.addProduct(SIMD16(repeating: a[i]), vector)
        sums.1.addProduct(SIMD16(repeating: b[i]), vector)
        sums.2.addProduct(SIMD16(repeating: c[i]), vector)
        sums.3.addProduct(SIMD16(repeating: d[i]), vector)
        sums.4.addProduct(SIMD16(repeating: e[i]), vector)
        sums.5.addProduct(SIMD16(repeating: f[i]), vector)
        sums.6.addProduct(SIMD16(repeating: g[i]), vector)
        sums.7.addProduct(SIMD16(repeating: h[i]), vector)
        i &+= columnStride
      }
      (total.0, total.1, total.2, total.3) =
        (total.0 + sums.0, total.1 + sums.1, total.2 + sums.2, total.3 + sums.3)
      (total.4, total.5, total.6, total.7) =
        (total.4 + sums.4, total.5 + sums.5, total.6 + sums.6, total.7 + sums.7)
      start = end
    }
    return total
  }
}
