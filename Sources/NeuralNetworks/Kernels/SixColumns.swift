/// The sums of Aᵀ · B for six columns of A and one panel of columns of B, in registers: gradients of weights, where the rows
/// that both matrices share are the pixels or tiles of a batch.
///
/// Each sum adds its products in order of rows, so that it does not depend on what is computed beside it.
struct SixColumns<Lanes: ChannelLanes> {
  private var sums: (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

  /// - Parameters:
  ///   - a: the first of the six columns; six numbers are read of every row, of which some may not be wanted.
  ///   - b: the first column of the panel.
  @inline(__always)
  init(_ a: UnsafePointer<Float>, stride aStride: Int, _ b: UnsafePointer<Float>, stride bStride: Int, rows: Int) {
    var s0 = Lanes.zero
    var s1 = Lanes.zero
    var s2 = Lanes.zero
    var s3 = Lanes.zero
    var s4 = Lanes.zero
    var s5 = Lanes.zero
    var (a, b) = (a, b)
    for _ in 0..<rows {
      let lanes = Lanes(at: b)
      s0.add(a[0], lanes)
      s1.add(a[1], lanes)
      s2.add(a[2], lanes)
      s3.add(a[3], lanes)
      s4.add(a[4], lanes)
      s5.add(a[5], lanes)
      a += aStride
      b += bStride
    }
    sums = (s0, s1, s2, s3, s4, s5)
  }

  /// Stores the first `count` sums, `stride` apart, or adds them to what is there.
  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>, stride: Int, count: Int, adds: Bool) {
    @inline(__always)
    func put(_ sum: Lanes, _ index: Int) {
      guard index < count else { return }
      let place = target + index * stride
      let lanes = adds ? sum.changed { $0 + SIMD16(from: place + $1) } : sum
      lanes.store(at: place)
    }
    put(sums.0, 0)
    put(sums.1, 1)
    put(sums.2, 2)
    put(sums.3, 3)
    put(sums.4, 4)
    put(sums.5, 5)
  }
}

extension FilterProduct {
  /// C = Aᵀ · B, or C += Aᵀ · B, with A rows × `inner` and B rows × `columns`, both without gaps between rows.
  /// - Precondition: `columns` is a multiple of 16; five numbers after the last row of A are readable.
  static func multiplyTransposed(
    _ a: UnsafePointer<Float>, inner: Int, by b: UnsafePointer<Float>, columns: Int, rows: Int,
    into c: UnsafeMutablePointer<Float>, adds: Bool
  ) {
    var column = 0
    while column < columns {
      let width = PackedFilters.panelWidth(columns - column)
      for first in stride(from: 0, to: inner, by: 6) {
        let place = (first, min(6, inner - first), column)
        switch width {
        case 64: store(a, inner, b, columns, rows, c, place, adds, FourLanes.self)
        case 32: store(a, inner, b, columns, rows, c, place, adds, TwoLanes.self)
        default: store(a, inner, b, columns, rows, c, place, adds, OneLane.self)
        }
      }
      column += width
    }
  }

  @inline(__always)
  private static func store<Lanes: ChannelLanes>(
    _ a: UnsafePointer<Float>, _ inner: Int, _ b: UnsafePointer<Float>, _ columns: Int, _ rows: Int,
    _ c: UnsafeMutablePointer<Float>, _ place: (first: Int, count: Int, column: Int), _ adds: Bool, _: Lanes.Type
  ) {
    SixColumns<Lanes>(a + place.first, stride: inner, b + place.column, stride: columns, rows: rows)
      .store(at: c + place.first * columns + place.column, stride: columns, count: place.count, adds: adds)
  }
}
