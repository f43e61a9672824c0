import Imaging

/// An area between two lines that both run from left to right and meet at their ends: an eye, a lip, an open mouth.
///
/// Both lines are tabulated once a column of pixels, so filling costs a few operations a pixel, and a pixel is covered
/// exactly as far as the area overlaps it from top to bottom.
struct FaceSpan {
  let firstColumn: Int
  let minX: Float
  let maxX: Float
  private(set) var top: [Float]
  private(set) var bottom: [Float]
  let box: PixelBox

  /// - Precondition: both lines have at least two points, ordered from left to right.
  init(top upper: [SIMD2<Float>], bottom lower: [SIMD2<Float>], in canvas: FaceCanvas) {
    box = PixelBox(around: upper + lower, margin: 1)
    minX = min(upper[0].x, lower[0].x)
    maxX = max(upper[upper.count - 1].x, lower[lower.count - 1].x)
    // Whole lanes, so that the table can be read eight columns at a time.
    let lanes = Lanes.scalarCount
    firstColumn = max(0, box.minX) / lanes * lanes
    let end = (max(firstColumn, min(canvas.size, box.maxX + 1)) + lanes - 1) / lanes * lanes
    top = Self.heights(of: upper, columns: firstColumn..<end)
    bottom = Self.heights(of: lower, columns: firstColumn..<end)
  }

  /// y of the line at the middle of each column; level beyond the ends.
  private static func heights(of points: [SIMD2<Float>], columns: Range<Int>) -> [Float] {
    let line = SmoothCurve.through(points, steps: 4)
    var segment = 0
    return columns.map { column in
      let x = Float(column) + 0.5
      while segment < line.count - 2, x > line[segment + 1].x { segment += 1 }
      let start = line[segment]
      let end = line[segment + 1]
      let t = min(1, max(0, (x - start.x) / max(0.001, end.x - start.x)))
      return start.y + t * (end.y - start.y)
    }
  }

  /// Share of each pixel that the area covers, 0…1. `x` must be the middles of eight columns from `firstColumn` on.
  @inline(__always)
  func coverage(_ x: Lanes, _ y: Float) -> Lanes {
    let index = Int(x[0]) - firstColumn
    guard index >= 0, index + Lanes.scalarCount <= top.count else { return Lanes(repeating: 0) }
    let upper = top.withUnsafeBufferPointer { Lanes(loading: $0.baseAddress.unsafelyUnwrapped + index) }
    let lower = bottom.withUnsafeBufferPointer { Lanes(loading: $0.baseAddress.unsafelyUnwrapped + index) }
    let down = lower.atMost(y + 0.5) - upper.atLeast(y - 0.5)
    let left = (x + 0.5 - minX).unit
    let right = (maxX + 0.5 - x).unit
    return down.unit * left * right
  }
}
