/// Rows that lie evenly in memory, times packed filters.
enum FilterProduct {
  /// C = A · B with A rows × inner, its rows `stride` apart. Writes up to five rows more than `rows`, of no meaning.
  static func multiply(
    _ a: UnsafePointer<Float>, stride: Int, rows: Int, by filters: PackedFilters,
    into c: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: 6) { pointers in
      guard let table = pointers.baseAddress else { return }
      for panel in filters.panels {
        let weights = filters.base + panel.offset
        for first in Swift.stride(from: 0, to: rows, by: 6) {
          for index in 0..<6 { table[index] = a + min(first + index, rows - 1) * stride }
          let target = c + first * filters.columns + panel.column
          switch panel.width {
          case 64: store(table, filters, weights, target, FourLanes.self)
          case 32: store(table, filters, weights, target, TwoLanes.self)
          default: store(table, filters, weights, target, OneLane.self)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func store<Lanes: ChannelLanes>(
    _ rows: UnsafePointer<UnsafePointer<Float>>, _ filters: PackedFilters, _ weights: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, _: Lanes.Type
  ) {
    SixRows<Lanes>(rows, taps: 1, channels: filters.inner, weights: weights)
      .store(at: target, stride: filters.columns, count: 6)
  }

  /// C = A · B, or C += A · B, for one panel of columns of weights that need not be packed: where it begins, how far apart
  /// its rows lie, and how wide it is.
  static func multiply(
    _ a: UnsafePointer<Float>, stride: Int, rows: Int, inner: Int,
    by panel: (base: UnsafePointer<Float>, step: Int, width: Int), into c: UnsafeMutablePointer<Float>,
    stride cStride: Int, adds: Bool
  ) {
    let finish = Finish(bias: nil, residual: adds ? UnsafePointer(c) : nil, lower: -.infinity, upper: .infinity)
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: 6) { pointers in
      guard let table = pointers.baseAddress else { return }
      for first in Swift.stride(from: 0, to: rows, by: 6) {
        for index in 0..<6 { table[index] = a + min(first + index, rows - 1) * stride }
        let place = (first, min(6, rows - first))
        switch panel.width {
        case 64: store(table, inner, panel.base, panel.step, c, cStride, place, finish, FourLanes.self)
        case 32: store(table, inner, panel.base, panel.step, c, cStride, place, finish, TwoLanes.self)
        default: store(table, inner, panel.base, panel.step, c, cStride, place, finish, OneLane.self)
        }
      }
    }
  }

  @inline(__always)
  private static func store<Lanes: ChannelLanes>(
    _ rows: UnsafePointer<UnsafePointer<Float>>, _ inner: Int, _ weights: UnsafePointer<Float>, _ step: Int,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int, _ place: (row: Int, count: Int), _ finish: Finish,
    _: Lanes.Type
  ) {
    SixRows<Lanes>(rows, taps: 1, channels: inner, weights: weights, step: step)
      .store(at: target, stride: stride, count: place.count, column: 0, row: place.row, finish)
  }

  /// The same for rows whose parts lie apart, and finished: row r of the result is the sum over taps of the numbers at
  /// `table[(r / 6 · taps + tap) · 6 + r % 6]` times the filters of that tap.
  static func multiply(
    _ table: UnsafePointer<UnsafePointer<Float>>, taps: Int, channels: Int, rows: Range<Int>, by filters: PackedFilters,
    into c: UnsafeMutablePointer<Float>, _ finish: Finish
  ) {
    for panel in filters.panels {
      let weights = filters.base + panel.offset
      var group = table
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: 6) {
        let place = (first, min(6, rows.upperBound - first), panel.column)
        switch panel.width {
        case 64: store(group, taps, channels, filters.columns, weights, c, place, finish, FourLanes.self)
        case 32: store(group, taps, channels, filters.columns, weights, c, place, finish, TwoLanes.self)
        default: store(group, taps, channels, filters.columns, weights, c, place, finish, OneLane.self)
        }
        group += 6 * taps
      }
    }
  }

  @inline(__always)
  private static func store<Lanes: ChannelLanes>(
    _ rows: UnsafePointer<UnsafePointer<Float>>, _ taps: Int, _ channels: Int, _ stride: Int,
    _ weights: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    _ place: (row: Int, count: Int, column: Int),
    _ finish: Finish, _: Lanes.Type
  ) {
    SixRows<Lanes>(rows, taps: taps, channels: channels, weights: weights)
      .store(at: target, stride: stride, count: place.count, column: place.column, row: place.row, finish)
  }
  /// The same for one panel of columns, all pixels of which are stored block by block. Rows up to the next multiple of six
  /// are computed, and their targets written to.
  static func multiply(
    _ table: UnsafePointer<UnsafePointer<Float>>, taps: Int, channels: Int, pixels: Int,
    by weights: UnsafePointer<Float>, width: Int, into base: UnsafeMutablePointer<Float>, _ finish: BlockedFinish
  ) {
    switch width {
    case 64: store(table, taps, channels, pixels, weights, base, finish, FourLanes.self)
    case 32: store(table, taps, channels, pixels, weights, base, finish, TwoLanes.self)
    default: store(table, taps, channels, pixels, weights, base, finish, OneLane.self)
    }
  }

  @inline(__always)
  private static func store<Lanes: ChannelLanes>(
    _ table: UnsafePointer<UnsafePointer<Float>>, _ taps: Int, _ channels: Int, _ pixels: Int,
    _ weights: UnsafePointer<Float>, _ base: UnsafeMutablePointer<Float>, _ finish: BlockedFinish, _: Lanes.Type
  ) {
    for first in stride(from: 0, to: pixels, by: 6) {
      SixRows<Lanes>(table + first * taps, taps: taps, channels: channels, weights: weights)
        .store(at: base, row: first, finish)
    }
  }
}
