import Imaging

/// Eight neighbouring pixels of a row.
typealias Lanes = SIMD8<Float>

/// Pixels from `minX` to `maxX` and from `minY` to `maxY`, all included.
struct PixelBox {
  var minX: Int
  var maxX: Int
  var minY: Int
  var maxY: Int

  /// The pixels within `margin` of any of the points.
  init(around points: some Sequence<SIMD2<Float>>, margin: Float) {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = SIMD2<Float>(repeating: -.infinity)
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    self.init(from: low - margin, to: high + margin)
  }

  /// The pixels of a rectangle; none where a side of it is not a number.
  init(from low: SIMD2<Float>, to high: SIMD2<Float>) {
    guard (low + high).sum().isFinite else {
      (minX, maxX, minY, maxY) = (0, -1, 0, -1)
      return
    }
    // Far beyond any canvas, near enough for Int.
    let limit = SIMD2<Float>(repeating: 1_048_576)
    let low = pointwiseMin(limit, pointwiseMax(-limit, low))
    let high = pointwiseMin(limit, pointwiseMax(-limit, high))
    minX = Int(low.x.rounded(.down))
    minY = Int(low.y.rounded(.down))
    maxX = Int(high.x.rounded(.up))
    maxY = Int(high.y.rounded(.up))
  }
}

/// The picture in the making: planes of `Float`, one row after another, drawn over by one face after the other.
///
/// Not Sendable: each piece of work has its own. What is drawn is kept in two planes whose product is the picture:
/// what things are (`albedo`) and how they are lit (`shade`); so a brow is dark in any light, and a furrow darkens whatever
/// it crosses.
final class FaceCanvas {
  typealias Plane = UnsafeMutablePointer<Float>

  let size: Int
  /// Row length in memory: `size` rounded up to whole lanes.
  let stride: Int
  /// Share of light that is given back.
  let albedo: Plane
  /// Light that arrives.
  let shade: Plane
  /// Slope of the surface beyond that of a plain head, to the right and down.
  let slopeX: Plane
  let slopeY: Plane

  init(size: Int) {
    self.size = size
    stride = (size + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
    let area = stride * size
    func plane() -> Plane {
      let plane = Plane.allocate(capacity: area)
      plane.initialize(repeating: 0, count: area)
      return plane
    }
    (albedo, shade, slopeX, slopeY) = (plane(), plane(), plane(), plane())
  }

  deinit {
    for plane in [albedo, shade, slopeX, slopeY] { plane.deallocate() }
  }

  static let laneOffsets = Lanes(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)

  var everywhere: PixelBox { PixelBox(from: .zero, to: SIMD2(repeating: Float(size))) }

  /// Calls `body` for each group of eight pixels that touches the box, with the x of their middles, the y of their row's
  /// middle and where they begin in a plane. Pixels outside the box but in a touched group are visited too.
  @inline(__always)
  func forEachLanes(in box: PixelBox, _ body: (_ x: Lanes, _ y: Float, _ offset: Int) -> Void) {
    let rows = max(0, box.minY)..<max(0, box.minY, min(size, box.maxY + 1))
    let first = max(0, box.minX) / Lanes.scalarCount * Lanes.scalarCount
    let end = min(stride, box.maxX + 1)
    for row in rows {
      let y = Float(row) + 0.5
      var column = first
      while column < end {
        body(Self.laneOffsets + Float(column), y, row * stride + column)
        column += Lanes.scalarCount
      }
    }
  }

  /// Mixes `value` into eight pixels of a plane, by as much as `coverage` says (0…1).
  @inline(__always)
  func mix(_ value: Lanes, into plane: Plane, at offset: Int, by coverage: Lanes) {
    let old = Lanes(loading: plane + offset)
    old.addingProduct(coverage, value - old).store(to: plane + offset)
  }

  /// Mixes `value` into a plane, by as much as `coverage` says (0…1).
  @inline(__always)
  func paint(_ plane: Plane, _ value: Float, in box: PixelBox, _ coverage: (_ x: Lanes, _ y: Float) -> Lanes) {
    forEachLanes(in: box) { x, y, offset in
      mix(Lanes(repeating: value), into: plane, at: offset, by: coverage(x, y))
    }
  }
}

extension SIMD8<Float> {
  @inline(__always)
  init(loading pointer: UnsafePointer<Float>) {
    self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self)
  }

  @inline(__always)
  func store(to pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self)
  }

  /// Each lane cut to 0…1.
  @inline(__always)
  var unit: Self { atLeast(0).atMost(1) }

  @inline(__always)
  var magnitude: Self { replacing(with: -self, where: self .< 0) }

  @inline(__always)
  func atLeast(_ low: Float) -> Self { atLeast(Self(repeating: low)) }

  @inline(__always)
  func atMost(_ high: Float) -> Self { atMost(Self(repeating: high)) }

  @inline(__always)
  func atLeast(_ low: Self) -> Self { replacing(with: low, where: self .< low) }

  @inline(__always)
  func atMost(_ high: Self) -> Self { replacing(with: high, where: self .> high) }
}
