/// Rows that two matrices share: where they begin in both, and how many there are.
struct RowRun: Sendable {
  let left: Int
  let right: Int
  let count: Int
}

/// The sums of Aᵀ · B for six columns of A and one panel of columns of B, in registers: gradients of weights, where the rows
/// that both matrices share are the pixels or tiles of a batch.
///
/// Each sum adds its products in order of rows, so that it does not depend on what is computed beside it.
struct SixColumns<Lanes: ChannelLanes> {
  private var s0 = Lanes.zero
  private var s1 = Lanes.zero
  private var s2 = Lanes.zero
  private var s3 = Lanes.zero
  private var s4 = Lanes.zero
  private var s5 = Lanes.zero

  @inline(__always)
  init() {}

  /// - Parameters:
  ///   - a: the first of the six columns; six numbers are read of every row, of which some may not be wanted.
  ///   - b: the first column of the panel.
  @inline(__always)
  mutating func add(
    _ a: UnsafePointer<Float>, stride aStride: Int, _ b: UnsafePointer<Float>, stride bStride: Int, rows: Int
  ) {
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
  }

  /// Stores some of the sums, `stride` apart, or adds them to what is there. - Parameter target: where the first of all six
  /// would go.
  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>, stride: Int, _ wanted: Range<Int>, adds: Bool) {
    @inline(__always)
    func put(_ sum: Lanes, _ index: Int) {
      guard wanted.contains(index) else { return }
      let place = target + index * stride
      let lanes = adds ? sum.changed { $0 + SIMD16(from: place + $1) } : sum
      lanes.store(at: place)
    }
    put(s0, 0)
    put(s1, 1)
    put(s2, 2)
    put(s3, 3)
    put(s4, 4)
    put(s5, 5)
  }
}

extension FilterProduct {
  /// Two matrices with rows in common: where they are, and how far apart rows lie in each.
  struct Rows {
    let left: UnsafePointer<Float>
    let leftStride: Int
    let right: UnsafePointer<Float>
    let rightStride: Int
  }

  /// C = Aᵀ · B, or C += Aᵀ · B, over runs of rows, with `inner` columns of A and `columns` of B.
  /// - Precondition: `columns` is a multiple of 16; with fewer than six columns of A, six numbers of every row are readable.
  static func multiplyTransposed(
    _ rows: Rows, _ runs: ArraySlice<RowRun>, inner: Int, columns: Int, into c: UnsafeMutablePointer<Float>, adds: Bool
  ) {
    var column = 0
    while column < columns {
      let width = PackedFilters.panelWidth(columns - column)
      for first in stride(from: 0, to: inner, by: 6) {
        // The last ones together with some before, so that nothing is read past the end.
        let start = min(first, max(0, inner - 6))
        let place = (start, first - start..<min(6, inner - start), column)
        switch width {
        case 64: store(rows, runs, columns, c, place, adds, FourLanes.self)
        case 32: store(rows, runs, columns, c, place, adds, TwoLanes.self)
        default: store(rows, runs, columns, c, place, adds, OneLane.self)
        }
      }
      column += width
    }
  }

  @inline(__always)
  private static func store<Lanes: ChannelLanes>(
    _ rows: Rows, _ runs: ArraySlice<RowRun>, _ columns: Int, _ c: UnsafeMutablePointer<Float>,
    _ place: (first: Int, wanted: Range<Int>, column: Int), _ adds: Bool, _: Lanes.Type
  ) {
    var sums = SixColumns<Lanes>()
    for run in runs {
      sums.add(
        rows.left + (run.left + place.first), stride: rows.leftStride, rows.right + (run.right + place.column),
        stride: rows.rightStride, rows: run.count)
    }
    sums.store(at: c + place.first * columns + place.column, stride: columns, place.wanted, adds: adds)
  }
}
