import Numerics

/// Dense rows of a few columns, filled up with noughts to a multiple of four, so that a row is a handful of vectors that
/// stay in registers: the calls and the rests of longer vectors would cost more than the sums.
enum NarrowRows {
  typealias Lane = SIMD4<Double>

  static func padded(_ width: Int) -> Int { (width + 3) / 4 * 4 }

  @inline(__always)
  static func lane(_ pointer: UnsafePointer<Double>) -> Lane {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lane.self)
  }

  @inline(__always)
  static func store(_ lane: Lane, at pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: lane, as: Lane.self)
  }

  /// Σ value · row over the rows at `places`, up to sixteen columns at a time.
  /// - Parameter width: a multiple of four.
  static func combine(
    _ values: UnsafePointer<Double>, _ places: UnsafePointer<Int32>, _ entries: Range<Int>,
    _ rows: UnsafePointer<Double>, width: Int, into sums: UnsafeMutablePointer<Double>
  ) {
    var first = 0
    while first < width {
      let from = rows + first
      let to = sums + first
      switch min(16, width - first) {
      case 16:
        var (a, b, c, d) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
        for entry in entries {
          let row = from + Int(places[entry]) * width
          let value = Lane(repeating: values[entry])
          a.addProduct(value, lane(row))
          b.addProduct(value, lane(row + 4))
          c.addProduct(value, lane(row + 8))
          d.addProduct(value, lane(row + 12))
        }
        store(a, at: to)
        store(b, at: to + 4)
        store(c, at: to + 8)
        store(d, at: to + 12)
        first += 16
      case 12:
        var (a, b, c) = (Lane.zero, Lane.zero, Lane.zero)
        for entry in entries {
          let row = from + Int(places[entry]) * width
          let value = Lane(repeating: values[entry])
          a.addProduct(value, lane(row))
          b.addProduct(value, lane(row + 4))
          c.addProduct(value, lane(row + 8))
        }
        store(a, at: to)
        store(b, at: to + 4)
        store(c, at: to + 8)
        first += 12
      case 8:
        var (a, b) = (Lane.zero, Lane.zero)
        for entry in entries {
          let row = from + Int(places[entry]) * width
          let value = Lane(repeating: values[entry])
          a.addProduct(value, lane(row))
          b.addProduct(value, lane(row + 4))
        }
        store(a, at: to)
        store(b, at: to + 4)
        first += 8
      default:
        var a = Lane.zero
        for entry in entries {
          a.addProduct(Lane(repeating: values[entry]), lane(from + Int(places[entry]) * width))
        }
        store(a, at: to)
        first += 4
      }
    }
  }

  /// sums += factor · row.
  @inline(__always)
  static func add(
    _ factor: Double, _ row: UnsafePointer<Double>, width: Int, into sums: UnsafeMutablePointer<Double>
  ) {
    let factors = Lane(repeating: factor)
    var column = 0
    while column < width {
      store(lane(UnsafePointer(sums) + column).addingProduct(factors, lane(row + column)), at: sums + column)
      column += 4
    }
  }

  /// The same rows with noughts behind each.
  static func filled(_ rows: [Double], width: Int) -> [Double] {
    let wide = padded(width)
    guard wide != width, width > 0 else { return rows }
    var result = [Double](repeating: 0, count: rows.count / width * wide)
    for row in 0..<rows.count / width {
      for column in 0..<width { result[row * wide + column] = rows[row * width + column] }
    }
    return result
  }

  /// The same rows without what stands behind their first `width` columns.
  static func cut(_ rows: [Double], width: Int) -> [Double] {
    let wide = padded(width)
    guard wide != width, width > 0 else { return rows }
    return (0..<rows.count / wide).flatMap { rows[$0 * wide..<$0 * wide + width] }
  }
}
