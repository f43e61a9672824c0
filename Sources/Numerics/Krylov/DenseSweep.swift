/// Eight rows of few zeros, which are multiplied by sixteen vectors and spread back by what comes of it, so that they are
/// read from the cache nearest by.
///
/// A product by BLAS would copy the rows first, which takes as long as multiplying them by so few vectors.
struct DenseSweep {
  /// Rows at a time: as many sums as are needed for none to wait for itself.
  static let height = 8
  /// Terms of a sum in single precision that are added up by themselves.
  private static let stretch = 128

  typealias Rows = (
    UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>
  )

  /// Where each row begins.
  private let rows: Rows
  private let columnStride: Int
  private let columns: Int

  init(_ rows: Rows, columns: Int) {
    self.rows = rows
    columnStride = 1
    self.columns = columns
  }

  /// Number j of row r stands at `r * rowStride + j * columnStride`.
  init(numbers a: UnsafePointer<Float>, rowStride: Int, columnStride: Int, columns: Int) {
    let e = a + 4 * rowStride
    rows = (
      a, a + rowStride, a + 2 * rowStride, a + 3 * rowStride, e, e + rowStride, e + 2 * rowStride, e + 3 * rowStride
    )
    self.columnStride = columnStride
    self.columns = columns
  }

  /// Rows with those of zeros that make them a multiple of eight.
  static func padded(_ rows: Int) -> Int { (rows + height - 1) / height * height }

  /// Adds to `sums` the transposed rows times the rows times the vectors.
  func addProducts(with vectors: LanePanel, to sums: LanePanel) {
    spread(products(with: vectors), to: sums)
  }

  /// Adds to `sums` the transposed rows times what stands for each row, row after row, as rows that are kept without
  /// their zeros are added.
  func spread(_ images: Images, to sums: LanePanel) {
    let (a, b, c, d, e, f, g, h) = rows
    var i = 0
    for column in 0..<columns {
      var sum = sums[column]
      sum.addProduct(SIMD16(repeating: a[i]), images.0)
      sum.addProduct(SIMD16(repeating: b[i]), images.1)
      sum.addProduct(SIMD16(repeating: c[i]), images.2)
      sum.addProduct(SIMD16(repeating: d[i]), images.3)
      sum.addProduct(SIMD16(repeating: e[i]), images.4)
      sum.addProduct(SIMD16(repeating: f[i]), images.5)
      sum.addProduct(SIMD16(repeating: g[i]), images.6)
      sum.addProduct(SIMD16(repeating: h[i]), images.7)
      sums[column] = sum
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
    let (a, b, c, d, e, f, g, h) = rows
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
