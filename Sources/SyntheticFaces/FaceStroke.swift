import Imaging

/// A line that is drawn: corners in pixels, and half its thickness at each.
struct FaceStroke {
  var points: [SIMD2<Float>]
  var halfWidths: [Float]

  /// A smooth line (Catmull–Rom) through `points`, half as thick as `halfWidth(t)` says, t from 0 to 1 along it.
  init(
    through points: [SIMD2<Float>], steps: Int = 3, halfWidth: (_ t: Float) -> Float
  ) {
    self.points = SmoothCurve.through(points, steps: steps)
    let last = Float(max(1, self.points.count - 1))
    halfWidths = self.points.indices.map { halfWidth(Float($0) / last) }
  }

  /// Thickest in the middle, pointed at both ends: a crease.
  init(creaseThrough points: [SIMD2<Float>], halfWidth: Float) {
    self.init(through: points) { t in halfWidth * (0.15 + 3.4 * t * (1 - t)) }
  }
}

/// One straight piece of a stroke, with what its distance to a pixel is computed from.
private struct StrokePiece {
  let start: SIMD2<Float>
  /// To the end, and the same divided by the squared length.
  let along: SIMD2<Float>
  let unit: SIMD2<Float>
  let halfWidth: Float
  let growth: Float
  /// Pixels further off than this from the middle cannot be covered.
  let middle: SIMD2<Float>
  let reach: SIMD2<Float>

  init(from start: SIMD2<Float>, to end: SIMD2<Float>, halfWidths: (Float, Float), half: Float) {
    self.start = start
    along = end - start
    unit = along / max(1e-6, (along * along).sum())
    halfWidth = halfWidths.0
    growth = halfWidths.1 - halfWidths.0
    middle = (start + end) * 0.5
    let margin = max(halfWidths.0, halfWidths.1) + half
    reach = SIMD2(abs(along.x), abs(along.y)) * 0.5 + margin
  }

  /// Length of a filter of twice `half`, around each pixel, that the piece covers.
  @inline(__always)
  func overlap(_ x: Lanes, _ y: Float, half: Float) -> Lanes {
    let fromX = x - start.x
    let fromY = y - start.y
    let t = (fromX * unit.x + fromY * unit.y).unit
    let awayX = fromX - t * along.x
    let awayY = fromY - t * along.y
    let distance = (awayX * awayX + awayY * awayY).squareRoot()
    let width = t * growth + halfWidth
    return (distance + width).atMost(half) - (distance - width).atLeast(-half)
  }
}

extension FaceCanvas {
  /// Draws a stroke of a tone into a plane.
  ///
  /// A pixel is covered as far as the stroke overlaps a filter of `softness` pixels around the pixel's middle, so strokes
  /// thinner than a pixel grow faint rather than ragged. Strokes of opacity 0.02 or less are left out. Cost: pixels near
  /// the stroke.
  func draw(_ stroke: FaceStroke, on plane: Plane, tone: Float, opacity: Float = 1, softness: Float = 1) {
    guard opacity > 0.02, stroke.points.count > 1, let thickest = stroke.halfWidths.max() else { return }
    let half = softness / 2
    let box = PixelBox(around: stroke.points, margin: thickest + half)
    let scale = opacity / softness
    withUnsafeTemporaryAllocation(of: StrokePiece.self, capacity: stroke.points.count - 1) { pieces in
      for i in pieces.indices {
        pieces.initializeElement(
          at: i,
          to: StrokePiece(
            from: stroke.points[i], to: stroke.points[i + 1],
            halfWidths: (stroke.halfWidths[i], stroke.halfWidths[i + 1]), half: half))
      }
      paint(plane, tone, in: box) { x, y in Self.overlap(x, y, pieces, half: half) * scale }
    }
  }

  /// The most that any piece covers.
  @inline(__always)
  private static func overlap(
    _ x: Lanes, _ y: Float, _ pieces: UnsafeMutableBufferPointer<StrokePiece>, half: Float
  ) -> Lanes {
    var most = Lanes(repeating: 0)
    let middle = x[0] + 3.5
    for piece in pieces {
      guard abs(y - piece.middle.y) < piece.reach.y, abs(middle - piece.middle.x) < piece.reach.x + 3.5 else {
        continue
      }
      most = most.atLeast(piece.overlap(x, y, half: half))
    }
    return most
  }
}
